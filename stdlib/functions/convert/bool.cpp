#include "stdlib/functions/body.hpp"

namespace parley::functions {

extern "C" Returned parley_bool(CallContext&, Text x, bool* out) {
  *out = x.view() == "true";
  return *out || x.view() == "false" ? call::done : call::error(0);
}

extern "C" Returned parley_bool_bool(CallContext&, bool x, bool* out) {
  *out = x;
  return call::done;
}

}  // namespace parley::functions

#ifndef PARLEY_BITCODE
#include "stdlib/functions/describe.hpp"

namespace parley::functions {

Overloads describe_bool() {
  return {{
              .name = "bool",
              .area = "convert",
              .parameters = {{.name = "x", .kind = TypeKind::text}},
              .result = type(TypeKind::boolean),
              .errors = {{"not_a_bool", "is neither \"true\" nor \"false\"", 0}},
              .law = Law::lossy,
              .body = typed<&parley_bool>("parley_bool"),
              .summary = "Reads `true` or `false`.",
              .documentation =
                  "Exactly these two words. Other words (`\"Yes\"`, `\"T\"`) are a comparison or a table.",
              .examples = {{R"(bool("true"))", "true"},
                           {R"(bool("false"))", "false"},
                           {R"(bool("Yes"))", "error not_a_bool"},
                           {R"(bool("TRUE"))", "error not_a_bool"}},
          },
          {
              .name = "bool",
              .area = "convert",
              .parameters = {{.name = "x", .kind = TypeKind::boolean}},
              .result = type(TypeKind::boolean),
              .law = Law::exact,
              .body = typed<&parley_bool_bool>("parley_bool_bool"),
              .summary = "A bool comes back as it is.",
              .documentation = "There is no truth in numbers.",
              .examples = {{"bool(true)", "true"}},
          }};
}

}  // namespace parley::functions
#endif
