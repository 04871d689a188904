#include "stdlib/functions/body.hpp"

namespace parley::functions {

extern "C" Returned parley_join_present(CallContext&, TextList items, Text separator, char* out) {
  std::uint64_t length = 0;
  for (std::uint64_t i = 0; i < items.count; ++i) {
    const TextItem& item = items.items[i];
    if (item.state != value::State::value || item.text.length == 0) continue;
    if (length > 0) length += static_cast<std::uint64_t>(write(separator, out + length));
    length += static_cast<std::uint64_t>(write(item.text, out + length));
  }
  return length == 0 ? call::none : static_cast<Returned>(length);
}

}  // namespace parley::functions

#ifndef PARLEY_BITCODE
#include "stdlib/functions/describe.hpp"

namespace parley::functions {

namespace {
constexpr Growth join_present_growth{1, 0, true};
}  // namespace

Overloads describe_join_present() {
  return {{
      .name = "joinPresent",
      .area = "text",
      .parameters = {{.name = "items", .kind = TypeKind::list},
                     {.name = "separator", .kind = TypeKind::text}},
      .result = type(TypeKind::text),
      .result_may_be_none = true,
      .growth = join_present_growth,
      .law = Law::lossy,
      .body = typed<&parley_join_present, join_present_growth>("parley_join_present"),
      .summary = "Joins the items that have a value and are not empty.",
      .documentation = "Items that are null, blank or the empty text are left out together with their "
                       "separator. Null where nothing is left.",
      .examples = {{R"(joinPresent(["Ana", null, "López"], " "))", R"("Ana López")"},
                   {R"(joinPresent(["", "López"], " "))", R"("López")"},
                   {R"(joinPresent([null, ""], " "))", "null"}},
  }};
}

}  // namespace parley::functions
#endif
