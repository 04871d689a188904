#include <fmt/format.h>

#include "compiler/lint/look.hpp"

namespace parley::lint {

namespace {

const schema::PicklistValue* inactive(const schema::Type& type, const value::Value& value) {
  const auto* text = value.as<std::string>();
  if (text == nullptr) return nullptr;
  for (const schema::PicklistValue& each : type.picklist)
    if (each.value == *text && !each.active) return &each;
  return nullptr;
}

void check_dead_rows(const Subject& subject, Report& report) {
  for (const check::Table& table : subject.checked.tables) {
    if (table.imported) continue;
    for (const check::Table::Row& row : table.rows) {
      const auto add = [&](const schema::PicklistValue* value, const char* side) {
        if (value == nullptr) return;
        report.add(
            {.span = row.span,
             .message = fmt::format("\"{}\" is no longer in use in the {} picklist", value->value, side),
             .why = "old records may hold it, new ones cannot be given it",
             .help = "let the row point away from it only"});
      };
      if (row.arrow != abi::Arrow::left) add(inactive(*table.right, row.right), "right");
      if (row.arrow != abi::Arrow::right) add(inactive(*table.left, row.left), "left");
    }
  }
}

}  // namespace

Rule describe_dead_rows() {
  return {.code = "P303",
          .check = check_dead_rows,
          .page = {.what = "A row of a table leads to a picklist value that is no longer in use.",
                   .why = "The system refuses it in new records, so the write fails.",
                   .frame = Frame::file,
                   .failing = R"(table stage: hubspot.contacts.lifecyclestage <-> shop.orders.status {
  "lead"     <-> "open"
  "customer" <-> "archived"
})",
                   .repaired = R"(table stage: hubspot.contacts.lifecyclestage <-> shop.orders.status {
  "lead"     <-> "open"
  "customer" <-  "archived"
})"}};
}

}  // namespace parley::lint
