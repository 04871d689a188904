#include "stdlib/functions/body.hpp"
#include "stdlib/functions/bytes.hpp"
#include "stdlib/functions/describe.hpp"

namespace parley::functions {

namespace {

constexpr std::size_t replaced_bytes_max = std::size_t{16} << 20U;

std::int64_t replace_value(CallContext&, std::span<const value::Value> arguments, value::Value& result) {
  Text x(std::string_view(*arguments[0].as<std::string>()));
  Text sought(std::string_view(*arguments[1].as<std::string>()));
  const std::string& by = *arguments[2].as<std::string>();
  if (sought.length == 0) return call::error(0);
  std::string out;
  std::uint64_t begin = 0;
  for (;;) {
    std::uint64_t at = find(x, sought, begin);
    out += part(x, begin, at == not_found ? x.length : at).view();
    if (at == not_found) break;
    out += by;
    if (out.size() > replaced_bytes_max) return call::error(1);
    begin = at + sought.length;
  }
  result = value::Value::of(std::move(out));
  return call::done;
}

}  // namespace

Overloads describe_replace() {
  return {{
      .name = "replace",
      .area = "text",
      .parameters = {{.name = "x", .kind = TypeKind::text},
                     {.name = "part", .kind = TypeKind::text},
                     {.name = "by", .kind = TypeKind::text}},
      .result = type(TypeKind::text),
      .errors = {{"empty_part", "is the empty text", 1}, {"too_long", "becomes longer than 16 MiB", 0}},
      .law = Law::lossy,
      .body = replace_value,
      .summary = "Replaces every occurrence of a part.",
      .documentation = "From left to right, without looking at what was put in. The result has no bound in "
                       "the length of the text, so generated code leaves records that use it to the "
                       "interpreter.",
      .examples = {{R"(replace("a-b-c", "-", ""))", R"("abc")"},
                   {R"(replace("aaa", "aa", "b"))", R"("ba")"},
                   {R"(replace("abc", "x", "y"))", R"("abc")"},
                   {R"(replace("abc", "", "y"))", "error empty_part"}},
  }};
}

}  // namespace parley::functions
