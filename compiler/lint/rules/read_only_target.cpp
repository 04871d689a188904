#include <fmt/format.h>

#include "compiler/lint/look.hpp"

namespace parley::lint {

namespace {

void check_target(const Subject& subject, const Mapping& mapping, const Write& write, Report& report) {
  const abi::Rule& line = write.line;
  const abi::Side side = write.side();
  const schema::Field& into = field(mapping, side, write.field);
  const bool never = into.calculated || (into.create == schema::OnCreate::refused && !into.updateable);
  const std::string name = field_text(mapping, side, write.field);
  if (never) {
    report.add(
        {.span = write.target_span(),
         .message = fmt::format("`{}` cannot be written", name),
         .notes = declared(subject, mapping, side, into),
         .why = fmt::format("the system {} it", into.calculated ? "computes" : "alone sets"),
         .help = line.arrow == abi::Arrow::both ? "let the arrow point away from it" : "take the line out"});
  } else if (!into.updateable && !line.once) {
    report.add({.span = write.target_span(),
                .message = fmt::format("`{}` can be written on create only", name),
                .notes = declared(subject, mapping, side, into),
                .why = "the system refuses to change it later",
                .help = "map with one arrow towards it, and say `once`"});
  } else if (into.create == schema::OnCreate::refused && line.once) {
    report.add({.span = write.target_span(),
                .message = fmt::format("`{}` cannot be written on create, and `once` writes only then", name),
                .notes = declared(subject, mapping, side, into),
                .help = "leave `once` out"});
  }
}

void check_read_only_target(const Subject& subject, Report& report) {
  for (const Mapping& mapping : subject.checked.mappings)
    for (const Write& write : writes(mapping)) check_target(subject, mapping, write, report);
}

}  // namespace

Rule describe_read_only_target() {
  return {
      .code = "P402",
      .check = check_read_only_target,
      .page = {
          .what =
              "An arrow points at a field that the system does not let others write, or not at this time.",
          .why = "Every write of the record would be refused, or the value silently dropped.",
          .failing = "    hs.num_notes <-> ns.reminderDays",
          .repaired = "    hs.num_notes -> ns.reminderDays"}};
}

}  // namespace parley::lint
