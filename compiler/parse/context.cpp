#include "compiler/parse/context.hpp"

#include <fmt/format.h>

#include "compiler/parse/literals.hpp"

namespace parley::parse {

ast::Name Context::name(const Node& node) const {
  if (node.kind == NodeKind::quoted_name || node.kind == NodeKind::text)
    return {decode_text(*this, node), span(node)};
  return {std::string(text(node)), span(node)};
}

void Context::report(std::string_view code, source::Span span, std::string message, std::string help) const {
  diagnostics::Diagnostic finding = diagnostics::make(code, span, std::move(message));
  finding.help = std::move(help);
  sink.add(std::move(finding));
}

void Context::report_twice(std::string_view what, source::Span first, source::Span second) const {
  diagnostics::Diagnostic finding =
      diagnostics::make("P008", second, fmt::format("{} is written twice", what));
  finding.notes.push_back({first, "here for the first time"});
  finding.help = "Drop one of the two.";
  sink.add(std::move(finding));
}

void Context::report_reserved(source::Span span, std::string_view what) const {
  report("P005", span, fmt::format("{} comes with a later version of Parley", what),
         "Leave it out for now; the word stays reserved.");
}

}  // namespace parley::parse
