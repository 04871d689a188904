#include <fmt/format.h>

#include "compiler/lint/look.hpp"

namespace parley::lint {

namespace {

void check(const Subject& subject, Report& report) {
  for (const Mapping& mapping : subject.checked.mappings) {
    for (std::size_t i = 0; i < mapping.rules.size(); ++i) {
      for (const abi::Direction direction : directions) {
        const auto& way = mapping.rules[i].way(direction);
        if (!way) continue;
        const Expression& value = mapping.expressions[way->values[0]];
        if (value.kind != ExpressionKind::field) continue;
        const schema::Field& from = field(mapping, value.side, value.field);
        const abi::FieldNo no = target(mapping.program.rules[i], direction);
        const schema::Field& into = field(mapping, abi::target(direction), no);
        if (!from.personal || into.personal) continue;
        const bool right = direction == abi::Direction::to_right;
        report.add({.span = right ? mapping.rules[i].right_span : mapping.rules[i].left_span,
                    .message = fmt::format("`{}` is personal, `{}` is not marked so",
                                           field_text(mapping, value.side, value.field),
                                           field_text(mapping, abi::target(direction), no)),
                    .notes = declared(subject, mapping, abi::target(direction), into),
                    .why = "reports and logs mask marked fields only",
                    .help = "mark the field in its schema: `personal: true`; or map to another one"});
      }
    }
  }
}

}  // namespace

Rule describe_personal_into_unmarked() {
  return {
      .code = "P801",
      .check = check,
      .page = {.what = "A field marked as personal goes, as it is, into one that is not.",
               .why = "Marked fields are masked in reports, logs and saved plans. Behind the arrow the same "
                      "value would stand open.",
               .frame = Frame::shop,
               .failing = "    o.email -> i.memo else keep",
               .repaired = "    o.email -> i.mail else keep"}};
}

}  // namespace parley::lint
