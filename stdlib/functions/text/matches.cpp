#include "stdlib/functions/body.hpp"
#include "stdlib/functions/describe.hpp"
#include "stdlib/functions/pattern.hpp"

namespace parley::functions {

extern "C" Returned parley_matches(CallContext&, Text x, Text pattern, bool* out) {
  *out = matches_somewhere(x.view(), pattern.view());
  return call::done;
}

Overloads describe_matches() {
  return {{
      .name = "matches",
      .area = "text",
      .parameters = {{.name = "x", .kind = TypeKind::text},
                     {.name = "pattern",
                      .kind = TypeKind::text,
                      .literal = true,
                      .accepts = is_pattern,
                      .expects = "a regular expression in RE2's syntax"}},
      .result = type(TypeKind::boolean),
      .body = heavy<&parley_matches>("parley_matches"),
      .summary = "Whether a regular expression matches somewhere in a text.",
      .documentation = "RE2's syntax (https://github.com/google/re2/wiki/Syntax): linear in the length of "
                       "the text, no back references. Write `^` and `$` to match the whole. The pattern is "
                       "a literal.",
      .examples = {{R"(matches("CUST-0042", "^CUST-[0-9]{4}$"))", "true"},
                   {R"(matches("xCUST-0042", "^CUST"))", "false"},
                   {R"(matches("héé", "^hé+$"))", "true"},
                   {R"(matches("", "a*"))", "true"}},
  }};
}

}  // namespace parley::functions
