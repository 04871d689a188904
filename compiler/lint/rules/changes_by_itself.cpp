#include <fmt/format.h>

#include "compiler/lint/look.hpp"

namespace parley::lint {

namespace {

void look(const Mapping& mapping, ExpressionId root, std::string_view where, Report& report) {
  for (const ExpressionId id : nodes_of(mapping.expressions, root)) {
    const Expression& e = mapping.expressions[id];
    if (e.kind != ExpressionKind::call || e.function->determinism != abi::Determinism::changes) continue;
    report.add({.span = e.span,
                .message = fmt::format("`{}` gives another result each time, in {}", e.function->name, where),
                .why = "the same record would differ from itself in every run",
                .help = "write it once, with one arrow: `-> … once`"});
  }
}

void check_changes_by_itself(const Subject& subject, Report& report) {
  for (const Mapping& mapping : subject.checked.mappings) {
    for (const Write& write : writes(mapping))
      if (write.line.arrow == abi::Arrow::both) look(mapping, write.value, "a two-way field", report);
    for (const check::Match& match : mapping.matches) {
      for (const ExpressionId key : match.left) look(mapping, key, "a match key", report);
      for (const ExpressionId key : match.right) look(mapping, key, "a match key", report);
    }
  }
}

}  // namespace

Rule describe_changes_by_itself() {
  return {
      .code = "P206",
      .check = check_changes_by_itself,
      .page = {
          .what =
              "now() or another function that changes by itself stands in a two-way field or a match key.",
          .why = "The value would differ from itself in every run: the field would be written for ever, "
                 "and a key would never find its record again.",
          .frame = Frame::mapping,
          .failing = "  match (hs.createdate < now()) == ns.isPerson && hs.email == ns.email\n  fields {\n   "
                     " hs.lastname -> ns.lastName\n  }",
          .repaired = "  match hs.email == ns.email\n  fields {\n    hs.lastname -> ns.lastName\n  }"}};
}

}  // namespace parley::lint
