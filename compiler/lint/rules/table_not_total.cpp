#include <algorithm>

#include <fmt/format.h>

#include "compiler/lint/look.hpp"

namespace parley::lint {

namespace {

constexpr std::size_t missing_shown_max = 5;

std::vector<const schema::PicklistValue*> missing(const check::Table& table, abi::Direction direction) {
  const bool forward = direction == abi::Direction::to_right;
  const auto& rows = forward ? table.forward : table.backward;
  std::vector<const schema::PicklistValue*> found;
  for (const schema::PicklistValue& value : (forward ? table.left : table.right)->picklist) {
    const bool known = std::ranges::any_of(rows, [&](const auto& row) {
      const auto* text = row.first.template as<std::string>();
      return text != nullptr && *text == value.value;
    });
    if (value.active && !known) found.push_back(&value);
  }
  return found;
}

std::string listed(const std::vector<const schema::PicklistValue*>& values) {
  std::string text;
  for (std::size_t i = 0; i < std::min(values.size(), missing_shown_max); ++i)
    text += fmt::format("{}\"{}\"", i > 0 ? ", " : "", values[i]->value);
  if (values.size() > missing_shown_max)
    text += fmt::format(" and {} more", values.size() - missing_shown_max);
  return text;
}

void check_table(const Mapping& mapping, const Expression& lookup, const check::Table& table, Span line,
                 Report& report) {
  const bool forward = lookup.direction == abi::Direction::to_right;
  if ((forward ? table.otherwise_forward : table.otherwise_backward).has_value()) return;
  const auto values = missing(table, lookup.direction);
  if (values.empty()) return;
  const std::string& to = alias(mapping, forward ? abi::Side::right : abi::Side::left);
  report.add(
      {.span = Span{table.span.file, table.span.begin, table.span.end},
       .message = fmt::format("table `{}` has no value {} for {} of its values: {}", table.name,
                              forward ? "to the right" : "to the left", values.size(), listed(values)),
       .notes = {{line, fmt::format("this line uses it towards `{}`", to)}},
       .why = "a record with such a value takes the line's `else`",
       .help = fmt::format("add rows, or say in the table that it is meant: `else {} reject` or `keep`",
                           forward ? "->" : "<-")});
}

void check_table_not_total(const Subject& subject, Report& report) {
  for (const Mapping& mapping : subject.checked.mappings) {
    for (const Write& write : writes(mapping)) {
      for (const ExpressionId id : nodes_of(mapping.expressions, write.value)) {
        const Expression& e = mapping.expressions[id];
        if (e.kind != ExpressionKind::lookup) continue;
        check_table(mapping, e, subject.checked.tables[e.table.value], write.rule.span, report);
      }
    }
  }
}

}  // namespace

Rule describe_table_not_total() {
  return {
      .code = "P301",
      .check = check_table_not_total,
      .of_absence = true,
      .page = {
          .what =
              "A table is used in a direction in which some values of the picklist have no row, and it does "
              "not say what becomes of them.",
          .why = "Such a record takes the line's `else`, often inherited from far away. Picklists grow; "
                 "the table is where a reader looks.",
          .frame = Frame::file,
          .failing = R"(mapping contacts {
  left  hs = hubspot.contacts
  right ns = netsuite.customer
  fields {
    hs.lifecyclestage -> ns.entityStatus via stage else keep
  }
}

table stage: hubspot.contacts.lifecyclestage -> netsuite.customer.entityStatus {
  "lead" -> "LEAD-New"
})",
          .repaired = R"(mapping contacts {
  left  hs = hubspot.contacts
  right ns = netsuite.customer
  fields {
    hs.lifecyclestage -> ns.entityStatus via stage
  }
}

table stage: hubspot.contacts.lifecyclestage -> netsuite.customer.entityStatus {
  "lead" -> "LEAD-New"
  else -> keep
})"}};
}

}  // namespace parley::lint
