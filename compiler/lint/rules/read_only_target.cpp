#include <fmt/format.h>

#include "compiler/lint/look.hpp"

namespace parley::lint {

namespace {

void check_target(const Subject& subject, const Mapping& mapping, const check::Rule& rule,
                  const abi::Rule& line, abi::Side side, abi::FieldNo no, Report& report) {
  const schema::Field& into = field(mapping, side, no);
  const bool never = into.calculated || (into.create == schema::OnCreate::refused && !into.updateable);
  const std::string name = field_text(mapping, side, no);
  if (never) {
    report.add(
        {.span = side == abi::Side::left ? rule.left_span : rule.right_span,
         .message = fmt::format("`{}` cannot be written", name),
         .notes = declared(subject, mapping, side, into),
         .why = fmt::format("the system {} it", into.calculated ? "computes" : "alone sets"),
         .help = line.arrow == abi::Arrow::both ? "let the arrow point away from it" : "take the line out"});
  } else if (!into.updateable && !line.once) {
    report.add({.span = side == abi::Side::left ? rule.left_span : rule.right_span,
                .message = fmt::format("`{}` can be written on create only", name),
                .notes = declared(subject, mapping, side, into),
                .why = "the system refuses to change it later",
                .help = "map with one arrow towards it, and say `once`"});
  } else if (into.create == schema::OnCreate::refused && line.once) {
    report.add({.span = side == abi::Side::left ? rule.left_span : rule.right_span,
                .message = fmt::format("`{}` cannot be written on create, and `once` writes only then", name),
                .notes = declared(subject, mapping, side, into),
                .help = "leave `once` out"});
  }
}

void check(const Subject& subject, Report& report) {
  for (const Mapping& mapping : subject.checked.mappings) {
    for (std::size_t i = 0; i < mapping.rules.size(); ++i) {
      const abi::Rule& line = mapping.program.rules[i];
      for (const abi::Direction direction : directions)
        if (allows(line.arrow, direction))
          check_target(subject, mapping, mapping.rules[i], line, abi::target(direction),
                       target(line, direction), report);
    }
  }
}

}  // namespace

Rule describe_read_only_target() {
  return {
      .code = "P402",
      .check = check,
      .page = {
          .what =
              "An arrow points at a field that the system does not let others write, or not at this time.",
          .why = "Every write of the record would be refused, or the value silently dropped.",
          .failing = "    hs.num_notes <-> ns.reminderDays",
          .repaired = "    hs.num_notes -> ns.reminderDays"}};
}

}  // namespace parley::lint
