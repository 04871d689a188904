#include "compiler/lint/look.hpp"

namespace parley::lint {

namespace {

void check_int_division(const Subject& subject, Report& report) {
  for (const Mapping& mapping : subject.checked.mappings)
    for (const Expression& e : mapping.expressions.nodes)
      if (e.kind == ExpressionKind::divide && e.type->kind == schema::TypeKind::integer)
        report.add(
            {.span = e.span,
             .message = "`/` between two ints drops the fraction",
             .why = "7 / 2 is 3",
             .help = "write decimals (`decimal(x) / 2`), or `div(a, b, 0, down)` to say that it is meant"});
}

}  // namespace

Rule describe_int_division() {
  return {.code = "P117",
          .check = check_int_division,
          .page = {.what = "`/` stands between two ints.",
                   .why = "It truncates, as in CEL: 7 / 2 is 3. In a business record that is seldom meant.",
                   .failing = "    7 / 2 -> ns.reminderDays else keep",
                   .repaired = "    3 -> ns.reminderDays"}};
}

}  // namespace parley::lint
