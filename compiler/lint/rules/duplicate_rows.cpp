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

void check_row(const check::Table& table, std::size_t index, Report& report) {
  const Row& row = table.rows[index];
  const Row* first = nullptr;
  std::size_t used = 0;
  std::size_t shadowed = 0;
  for (const abi::Direction direction : directions) {
    if (!allows(row.arrow, direction)) continue;
    ++used;
    const Row* before = earlier(table, index, direction);
    if (before == nullptr) continue;
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
    finding.suggestion = diagnostics::Suggestion{"take the row out", {{row.span, ""}}};
  } else {
    finding.help = "write the arrow of the direction in which it counts";
  }
  report.add(std::move(finding));
}

void check(const Subject& subject, Report& report) {
  for (const check::Table& table : subject.checked.tables) {
    if (table.imported) continue;
    for (std::size_t i = 0; i < table.rows.size(); ++i) check_row(table, i, report);
  }
}

}  // namespace

Rule describe_duplicate_rows() {
  return {.code = "P302",
          .check = check,
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
