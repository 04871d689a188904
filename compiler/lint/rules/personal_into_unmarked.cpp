#include <fmt/format.h>

#include "compiler/lint/look.hpp"

namespace parley::lint {

namespace {

void check_personal_into_unmarked(const Subject& subject, Report& report) {
  for (const Mapping& mapping : subject.checked.mappings) {
    for (const Write& write : writes(mapping)) {
      const Expression& value = mapping.expressions[write.value];
      if (value.kind != ExpressionKind::field) continue;
      const schema::Field& from = field(mapping, value.side, value.field);
      const schema::Field& into = field(mapping, write.side(), write.field);
      if (!from.personal || into.personal) continue;
      report.add({.span = write.target_span(),
                  .message = fmt::format("`{}` is personal, `{}` is not marked so",
                                         field_text(mapping, value.side, value.field),
                                         field_text(mapping, write.side(), write.field)),
                  .notes = declared(subject, mapping, write.side(), into),
                  .why = "reports and logs mask marked fields only",
                  .help = "mark the field in its schema: `personal: true`; or map to another one"});
    }
  }
}

}  // namespace

Rule describe_personal_into_unmarked() {
  return {
      .code = "P801",
      .check = check_personal_into_unmarked,
      .page = {.what = "A field marked as personal goes, as it is, into one that is not.",
               .why = "Marked fields are masked in reports, logs and saved plans. Behind the arrow the same "
                      "value would stand open.",
               .frame = Frame::shop,
               .failing = "    o.email -> i.memo else keep",
               .repaired = "    o.email -> i.mail else keep"}};
}

}  // namespace parley::lint
