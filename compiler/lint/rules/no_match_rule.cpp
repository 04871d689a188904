#include <algorithm>

#include "compiler/lint/look.hpp"

namespace parley::lint {

namespace {

void check_no_match_rule(const Subject& subject, Report& report) {
  for (const Mapping& mapping : subject.checked.mappings) {
    if (!mapping.matches.empty()) continue;
    const auto place = std::ranges::find_if(
        mapping.program.rules, [](const abi::Rule& rule) { return rule.arrow != abi::Arrow::right; });
    if (place == mapping.program.rules.end()) continue;
    const std::size_t index = static_cast<std::size_t>(place - mapping.program.rules.begin());
    report.add({.span = mapping.span,
                .message = "no `match` says which records belong together",
                .notes = {{mapping.rules[index].arrow_span, "this arrow needs a partner"}},
                .why = "only a mapping of `->` lines is a transform and needs no partners",
                .help = "add a line such as `match email(hs.email) == email(ns.email)`"});
  }
}

}  // namespace

Rule describe_no_match_rule() {
  return {.code = "P605",
          .check = check_no_match_rule,
          .of_absence = true,
          .page = {.what = "A mapping has arrows in both directions, and no `match` rule.",
                   .why = "Without one every record would be new on the other side.",
                   .frame = Frame::mapping,
                   .failing = "  fields {\n    hs.lastname <-> ns.lastName\n  }",
                   .repaired = "  match email(hs.email) == email(ns.email)\n  fields {\n    hs.lastname <-> "
                               "ns.lastName\n  }"}};
}

}  // namespace parley::lint
