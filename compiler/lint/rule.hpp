// One lint rule: a code of the registry, the check, and the page that explains it. Each stands in one file
// under rules/, which defines
//     Rule describe_<file's name>();
// A check looks at a CheckedFile and adds findings; it changes nothing and keeps no state.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/check/checked.hpp"
#include "compiler/diagnostics/diagnostic.hpp"
#include "compiler/laws/decide.hpp"
#include "compiler/laws/write_graph.hpp"
#include "compiler/lint/page.hpp"
#include "compiler/source/source.hpp"

namespace parley::lint {

using check::CheckedFile;
using check::Expression;
using check::ExpressionId;
using check::ExpressionKind;
using check::Expressions;
using check::Mapping;
using source::Span;

// What a check looks at. The file may have had errors; then there is less in it.
struct Subject {
  const CheckedFile& checked;
  const source::SourceSet& sources;
  const laws::WriteGraph& graph;
  std::vector<laws::Decided> decided = {};  // of every two-way rule
};

struct Finding {
  Span span;
  std::string message;
  std::vector<diagnostics::Note> notes = {};
  std::string why = {};
  std::string help = {};
  std::optional<diagnostics::Suggestion> suggestion = {};
};

// Takes one rule's findings, each place once.
class Report {
 public:
  Report(std::string_view code, diagnostics::Sink& sink) : code_(code), sink_(sink) {}
  void add(Finding finding);

 private:
  std::string_view code_;
  diagnostics::Sink& sink_;
  std::vector<Span> seen_;
};

struct Rule {
  std::string_view code;
  void (*check)(const Subject&, Report&);
  // It finds that something is missing. A file with errors may lack it only because it did not check, so
  // there the rule says nothing.
  bool of_absence = false;
  Page page;
};

}  // namespace parley::lint
