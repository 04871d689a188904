#include "stdlib/functions/body.hpp"

namespace parley::functions {

extern "C" Returned parley_join(CallContext&, TextList items, Text separator, char* out) {
  std::uint64_t length = 0;
  for (std::uint64_t i = 0; i < items.count; ++i) {
    if (i > 0) length += static_cast<std::uint64_t>(write(separator, out + length));
    const TextItem& item = items.items[i];
    if (item.state == value::State::value)
      length += static_cast<std::uint64_t>(write(item.text, out + length));
  }
  return static_cast<Returned>(length);
}

}  // namespace parley::functions

#ifndef PARLEY_BITCODE
#include "stdlib/functions/describe.hpp"

namespace parley::functions {

namespace {
constexpr Growth join_growth{1, 0, true};
}  // namespace

Overloads describe_join() {
  return {{
      .name = "join",
      .area = "text",
      .parameters = {{.name = "items", .kind = TypeKind::list},
                     {.name = "separator", .kind = TypeKind::text, .optional = true, .otherwise = R"("")"}},
      .result = type(TypeKind::text),
      .growth = join_growth,
      .law = Law::lossy,
      .body = typed<&parley_join, join_growth>("parley_join"),
      .summary = "Puts the items of a list behind each other with a separator between them.",
      .documentation = "An item without a value counts as the empty text; `joinPresent` leaves such items "
                       "out.",
      .examples = {{R"(join(["a", "b", "c"], ", "))", R"("a, b, c")"},
                   {R"(join(["a", null, ""], "-"))", R"("a--")"},
                   {R"(join([], "-"))", R"("")"},
                   {R"(join(["a", "b"]))", R"("ab")"}},
  }};
}

}  // namespace parley::functions
#endif
