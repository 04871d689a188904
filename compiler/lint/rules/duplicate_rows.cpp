#include <algorithm>

#include <fmt/format.h>

#include "compiler/lint/look.hpp"

namespace parley::lint {

namespace {

using Row = check::Table::Row;

// The earlier row that decides what this one would, in a direction.
const Row* earlier(const check::Table& table, std::size_t index, abi::Direction direction) {
  const Row& row = table.rows[index];
  for (std::size_t i = 0; i < index; ++i) {
    if (!allows(table.rows[i].arrow, direction)) continue;
    const bool forward = direction == abi::Direction::to_right;
    if (equal(forward ? table.rows[i].left : table.rows[i].right, forward ? row.left : row.right))
      return &table.rows[i];
  }
  return nullptr;
}

// The row's `<->` as an arrow of the one direction in which the row counts.
std::optional<diagnostics::Suggestion> one_way(const source::SourceSet& sources, const Row& row,
                                               abi::Direction direction) {
  const std::string_view text = sources.text(row.span);
  constexpr std::string_view both = "<->";
  const std::size_t at = text.find(both);
  if (at == std::string_view::npos || text.find(both, at + 1) != std::string_view::npos) return std::nullopt;
  const std::uint32_t begin = row.span.begin + static_cast<std::uint32_t>(at);
  const std::string arrow = direction == abi::Direction::to_right ? " ->" : "<- ";
  return diagnostics::Suggestion{
      fmt::format("write `{}`", direction == abi::Direction::to_right ? "->" : "<-"),
      {{Span{row.span.file, begin, begin + static_cast<std::uint32_t>(both.size())}, arrow}},
      true};
}

void check_row(const source::SourceSet& sources, const check::Table& table, std::size_t index,
               Report& report) {
  const Row& row = table.rows[index];
  const Row* first = nullptr;
  std::size_t used = 0;
  std::size_t shadowed = 0;
  abi::Direction counts = abi::Direction::to_right;
  for (const abi::Direction direction : directions) {
    if (!allows(row.arrow, direction)) continue;
    ++used;
    const Row* before = earlier(table, index, direction);
    if (before == nullptr) {
      counts = direction;
      continue;
    }
    ++shadowed;
    if (first == nullptr) first = before;
  }
  if (shadowed == 0) return;
  const bool dead = shadowed == used;
  Finding finding{.span = row.span,
                  .message = dead ? "this row never counts" : "this row counts in one direction only",
                  .notes = {{first->span, "this one comes first"}},
                  .why = "the first row of a value decides"};
  if (dead) {
    finding.help = "take it out";
    finding.suggestion = diagnostics::Suggestion{"take the row out", {{row.span, ""}}, true};
  } else {
    finding.help = "write the arrow of the direction in which it counts";
    finding.suggestion = one_way(sources, row, counts);
  }
  report.add(std::move(finding));
}

void check_duplicate_rows(const Subject& subject, Report& report) {
  for (const check::Table& table : subject.checked.tables) {
    if (table.imported) continue;
    for (std::size_t i = 0; i < table.rows.size(); ++i) check_row(subject.sources, table, i, report);
  }
}

}  // namespace

Rule describe_duplicate_rows() {
  return {.code = "P302",
          .check = check_duplicate_rows,
          .page = {
              .what = "A row of a table stands behind another one for the same value.",
              .why = "The first row decides. The later one reads as if it said something.",
              .frame = Frame::file,
              .failing = R"(table stage: hubspot.contacts.lifecyclestage <-> netsuite.customer.entityStatus {
  "lead" <-> "LEAD-New"
  "lead"  -> "LEAD-Qualified"
})",
              .repaired = R"(table stage: hubspot.contacts.lifecyclestage <-> netsuite.customer.entityStatus {
  "lead" <-> "LEAD-New"
})"}};
}

}  // namespace parley::lint
