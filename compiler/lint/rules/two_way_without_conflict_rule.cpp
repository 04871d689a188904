#include <fmt/format.h>

#include "compiler/lint/look.hpp"

namespace parley::lint {

namespace {

constexpr std::size_t open_shown_max = 3;

void check_two_way_without_conflict_rule(const Subject& subject, Report& report) {
  for (const Mapping& mapping : subject.checked.mappings) {
    std::vector<diagnostics::Note> notes;
    std::size_t count = 0;
    for (std::size_t i = 0; i < mapping.rules.size(); ++i) {
      const bool open =
          mapping.program.rules[i].arrow == abi::Arrow::both && !mapping.rules[i].conflict_written;
      if (open && count++ < open_shown_max) notes.push_back({mapping.rules[i].arrow_span, "goes both ways"});
    }
    if (count == 0) continue;
    report.add(
        {.span = mapping.span,
         .message = fmt::format("{} two-way field{} without a conflict rule", count, count == 1 ? "" : "s"),
         .notes = std::move(notes),
         .why = "where both sides changed, a person must decide each time (`review`)",
         .help = fmt::format("say it once for the mapping: `conflict prefer {}`, `newest` or `review`",
                             alias(mapping, abi::Side::left))});
  }
}

}  // namespace

Rule describe_two_way_without_conflict_rule() {
  return {
      .code = "P601",
      .check = check_two_way_without_conflict_rule,
      .of_absence = true,
      .page = {.what = "A two-way field has no conflict rule, on its line or inherited.",
               .why =
                   "Where both sides changed since they last agreed, somebody must win. Unwritten, each case "
                   "waits for a person.",
               .frame = Frame::mapping,
               .failing = "  match hs.email == ns.email\n  fields {\n    hs.lastname <-> ns.lastName\n  }",
               .repaired = "  match hs.email == ns.email\n  conflict prefer hs\n  fields {\n"
                           "    hs.lastname <-> ns.lastName\n  }"}};
}

}  // namespace parley::lint
