#include <fmt/format.h>

#include "compiler/lint/look.hpp"

namespace parley::lint {

namespace {

void check_deprecated_field(const Subject& subject, Report& report) {
  for (const Mapping& mapping : subject.checked.mappings) {
    for (const Expression& e : mapping.expressions.nodes) {
      if (e.kind != ExpressionKind::field || !field(mapping, e.side, e.field).deprecated) continue;
      report.add({.span = e.span,
                  .message = fmt::format("`{}` is deprecated", field_text(mapping, e.side, e.field)),
                  .notes = declared(subject, mapping, e.side, field(mapping, e.side, e.field)),
                  .why = "the system announced that it will go"});
    }
  }
}

}  // namespace

Rule describe_deprecated_field() {
  return {.code = "P903",
          .check = check_deprecated_field,
          .page = {.what = "The mapping reads a field that its system has announced to go.",
                   .why = "The mapping will break on a day that others choose.",
                   .frame = Frame::shop,
                   .failing = "    o.old -> i.memo",
                   .repaired = "    o.email -> i.mail"}};
}

}  // namespace parley::lint
