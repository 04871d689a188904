#include <fmt/format.h>

#include "compiler/laws/constant.hpp"
#include "compiler/lint/look.hpp"

namespace parley::lint {

namespace {

void check_one(const Mapping& mapping, const std::optional<ExpressionId>& condition, const char* what,
               Report& report) {
  if (!condition) return;
  const auto truth = laws::constant_truth(mapping.expressions, *condition);
  if (!truth) return;
  report.add({.span = mapping.expressions[*condition].span,
              .message = fmt::format("this {} is always {}", what, *truth),
              .why = *truth ? "it keeps no record out" : "no record takes part",
              .help = *truth ? "take it out" : "correct it; two values of one field never hold at once"});
}

void check_constant_scope(const Subject& subject, Report& report) {
  for (const Mapping& mapping : subject.checked.mappings) {
    for (const abi::Side side : sides) {
      check_one(mapping, mapping.side(side).scope, "scope", report);
      check_one(mapping, mapping.side(side).where, "`where`", report);
    }
  }
}

}  // namespace

Rule describe_constant_scope() {
  return {
      .code = "P503",
      .check = check_constant_scope,
      .page = {.what = "A scope or `where` is true, or false, for every record.",
               .why = "Either no record takes part, or the condition keeps none out.",
               .frame = Frame::mapping,
               .failing = "  scope hs: hs.lifecyclestage == \"lead\" && hs.lifecyclestage == \"customer\"\n"
                          "  match hs.email == ns.email\n  fields {\n    hs.lastname -> ns.lastName\n  }",
               .repaired = "  scope hs: hs.lifecyclestage in [\"lead\", \"customer\"]\n"
                           "  match hs.email == ns.email\n  fields {\n    hs.lastname -> ns.lastName\n  }"}};
}

}  // namespace parley::lint
