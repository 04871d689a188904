#include "stdlib/functions/body.hpp"
#include "stdlib/functions/bytes.hpp"
#include "stdlib/functions/describe.hpp"

namespace parley::functions {

namespace {

std::int64_t split_value(CallContext&, std::span<const value::Value> arguments, value::Value& result) {
  Text x(std::string_view(*arguments[0].as<std::string>()));
  Text separator(std::string_view(*arguments[1].as<std::string>()));
  if (separator.length == 0) return call::error(0);
  value::List parts;
  std::uint64_t begin = 0;
  for (;;) {
    std::uint64_t at = find(x, separator, begin);
    std::uint64_t end = at == not_found ? x.length : at;
    parts.push_back(value::Value::of(std::string(part(x, begin, end).view())));
    if (at == not_found) break;
    begin = at + separator.length;
  }
  result = value::Value::of(std::move(parts));
  return call::done;
}

}  // namespace

Overloads describe_split() {
  return {{
      .name = "split",
      .area = "text",
      .parameters = {{.name = "x", .kind = TypeKind::text}, {.name = "separator", .kind = TypeKind::text}},
      .result = list_of(TypeKind::text),
      .errors = {{"empty_separator", "is the empty text", 1}},
      .body = split_value,
      .summary = "Cuts a text at every occurrence of a separator.",
      .documentation = "Empty parts are kept: a text with n separators gives n + 1 items. `join` is the way "
                       "back where no item holds the separator.",
      .examples = {{R"(split("a;b;;c", ";"))", R"(["a", "b", "", "c"])"},
                   {R"(split("abc", ";"))", R"(["abc"])"},
                   {R"(split("", ";"))", R"([""])"},
                   {R"(split("abc", ""))", "error empty_separator"}},
  }};
}

}  // namespace parley::functions
