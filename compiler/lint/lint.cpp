#include "compiler/lint/lint.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace parley::lint {

namespace {

std::string severity_text(diagnostics::Severity severity) {
  switch (severity) {
    case diagnostics::Severity::error:
      return "error";
    case diagnostics::Severity::warning:
      return "warning";
    case diagnostics::Severity::note:
      return "note";
  }
  return "";
}

}  // namespace

const std::vector<Rule>& rules() {
  static const std::vector<Rule> all = [] {
    std::vector<Rule> made;
    for (const Description describe : descriptions()) made.push_back(describe());
    std::ranges::sort(made, {}, &Rule::code);
    return made;
  }();
  return all;
}

Outcome run(const CheckedFile& checked, const source::SourceSet& sources, const Options& options,
            diagnostics::Sink& sink) {
  const bool whole = !sink.has_errors();
  const laws::WriteGraph graph = laws::write_graph(checked, options.elsewhere);
  Subject subject{checked, sources, graph, laws::decide_all(checked, sources, options.search)};
  for (const Rule& rule : rules()) {
    if (rule.of_absence && !whole) continue;
    if (std::ranges::find(options.without, rule.code) != options.without.end()) continue;
    Report report(rule.code, sink);
    rule.check(subject, report);
  }
  return {std::move(subject.decided), graph.longest_chain};
}

void Report::add(Finding finding) {
  if (std::ranges::find(seen_, finding.span) != seen_.end()) return;
  seen_.push_back(finding.span);
  auto made = diagnostics::make(code_, finding.span, std::move(finding.message));
  made.notes = std::move(finding.notes);
  made.why = std::move(finding.why);
  made.help = std::move(finding.help);
  made.suggestion = std::move(finding.suggestion);
  sink_.add(std::move(made));
}

const Page* find_page(std::string_view code) {
  for (const Rule& rule : rules())
    if (rule.code == code) return &rule.page;
  for (const std::span<const CheckerPage> pages : {checker_pages(), syntax_pages()})
    for (const CheckerPage& entry : pages)
      if (entry.code == code) return &entry.page;
  return nullptr;
}

std::optional<std::string> page(std::string_view code) {
  const Page* found = find_page(code);
  const diagnostics::Code* entry = diagnostics::find_code(code);
  if (found == nullptr || entry == nullptr) return std::nullopt;
  return fmt::format(
      "# {}: {}\n\nSeverity: {}.\n\n{}\n\n{}\n\nFound in:\n\n```\n{}\n```\n\nRepaired:\n\n```\n{}\n```\n",
      code, entry->title, severity_text(entry->severity), found->what, found->why, found->failing,
      found->repaired);
}

std::vector<std::string_view> paged_codes() {
  std::vector<std::string_view> codes;
  for (const Rule& rule : rules()) codes.push_back(rule.code);
  for (const std::span<const CheckerPage> pages : {checker_pages(), syntax_pages()})
    for (const CheckerPage& entry : pages) codes.push_back(entry.code);
  std::ranges::sort(codes);
  return codes;
}

std::string framed(Frame frame, std::string_view example) {
  if (frame == Frame::file || frame == Frame::schema || frame == Frame::told)
    return std::string(example) + "\n";
  const std::string head =
      "mapping contacts {\n  left  hs = hubspot.contacts\n  right ns = netsuite.customer";
  if (frame == Frame::mapping) return fmt::format("{}\n{}\n}}\n", head, example);
  if (frame == Frame::shop)
    return fmt::format(
        "mapping orders {{\n  left  o = shop.orders where o.sure\n  right i = shop.invoices\n"
        "  match o.number == i.number\n  on ambiguous review\n  on delete ignore\n  conflict prefer left\n"
        "  fields {{\n    o.number -> i.number\n{}\n  }}\n}}\n",
        example);
  return fmt::format(
      "{} where ns.isPerson\n  scope hs: isEmail(hs.email)\n  scope ns: !ns.isInactive\n"
      "  match email(hs.email) == email(ns.email)\n  on ambiguous review\n  on delete ignore\n"
      "  conflict prefer left\n  fields {{\n    hs.lastname -> ns.lastName else keep default -> "
      "\"(unknown)\"\n"
      "{}\n  }}\n}}\n",
      head, example);
}

}  // namespace parley::lint
