#include <fmt/format.h>

#include "compiler/lint/look.hpp"

namespace parley::lint {

namespace {

void check_write_cycle(const Subject& subject, Report& report) {
  for (const auto& cycle : subject.graph.cycles) {
    std::vector<diagnostics::Note> notes;
    std::string elsewhere;
    for (std::size_t i = 1; i < cycle.size(); ++i) {
      const laws::Edge& edge = *cycle[i];
      if (edge.elsewhere.empty())
        notes.push_back({edge.span, fmt::format("and from `{}` to `{}` here", edge.from, edge.to)});
      else
        elsewhere += fmt::format("{} leads from `{}` to `{}`; ", edge.elsewhere, edge.from, edge.to);
    }
    report.add({.span = cycle.front()->span,
                .message = fmt::format("values go in a circle from `{}`", cycle.front()->from),
                .notes = std::move(notes),
                .why = elsewhere + "each sync would carry the change of the one before it further round",
                .help = "take out one of the lines, or make two opposite ones a single `<->`"});
  }
}

}  // namespace

Rule describe_write_cycle() {
  return {.code = "P207",
          .check = check_write_cycle,
          .page = {
              .what = "Lines feed fields in a circle, in one file or over several of a project. A `<->` "
                      "counts as one line.",
              .why = "A value that goes round is rewritten in every cycle, and a sync that should rest never "
                     "does. Guarded lines are left out: their guards may exclude each other.",
              .failing = "    hs.jobtitle -> ns.title\n    hs.jobtitle <- ns.title",
              .repaired = "    hs.jobtitle <-> ns.title"}};
}

}  // namespace parley::lint
