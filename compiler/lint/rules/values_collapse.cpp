#include <algorithm>

#include <fmt/format.h>

#include "compiler/lint/look.hpp"

namespace parley::lint {

namespace {

bool is_key(const Mapping& mapping, abi::Side side, abi::FieldNo no) {
  for (const check::Match& match : mapping.matches)
    for (const ExpressionId key : side == abi::Side::left ? match.left : match.right) {
      const Expression& e = mapping.expressions[key];
      if (e.kind == ExpressionKind::field && e.field == no) return true;
    }
  return false;
}

bool repeats(const std::vector<std::pair<value::Value, value::Value>>& rows) {
  for (std::size_t i = 0; i < rows.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      if (equal(rows[i].second, rows[j].second)) return true;
  return false;
}

bool merges(const check::Table& table, abi::Direction direction) {
  const bool forward = direction == abi::Direction::to_right;
  const auto& otherwise = forward ? table.otherwise_forward : table.otherwise_backward;
  return (otherwise && otherwise->kind == check::Answer::Kind::value) ||
         repeats(forward ? table.forward : table.backward);
}

// What in an expression sends different records to one value; nothing where that is not evident.
std::optional<std::string> collapse(const CheckedFile& file, const Mapping& mapping, ExpressionId root) {
  bool reads = false;
  for (const ExpressionId id : nodes_of(mapping.expressions, root)) {
    const Expression& e = mapping.expressions[id];
    reads |= e.kind == ExpressionKind::field;
    if (e.kind == ExpressionKind::call && e.function->law == abi::Law::lossy && e.function->area == "text" &&
        e.children.size() <= 3 && e.function->result.kind == schema::TypeKind::text &&
        e.function->parameters[0].kind == schema::TypeKind::text && e.function->name != "padStart" &&
        e.function->name != "padEnd")
      return fmt::format("`{}` makes one text of several", e.function->name);
    if (e.kind != ExpressionKind::lookup) continue;
    const check::Table& table = file.tables[e.table.value];
    if (merges(table, e.direction)) return fmt::format("table `{}` sends several values to one", table.name);
  }
  return reads ? std::nullopt : std::optional<std::string>("every record gives the same value");
}

void check_values_collapse(const Subject& subject, Report& report) {
  for (const Mapping& mapping : subject.checked.mappings) {
    for (const Write& write : writes(mapping)) {
      const abi::Side side = write.side();
      const bool key = is_key(mapping, side, write.field);
      if (!key && !field(mapping, side, write.field).unique) continue;
      const auto reason = collapse(subject.checked, mapping, write.value);
      if (!reason) continue;
      report.add({.span = write.rule.span,
                  .message = fmt::format("several records may get one value in `{}`, {}",
                                         field_text(mapping, side, write.field),
                                         key ? "which finds partners" : "which must be unique"),
                  .why = *reason,
                  .help = "write the whole value, or one that is each record's own"});
    }
  }
}

}  // namespace

Rule describe_values_collapse() {
  return {.code = "P205",
          .check = check_values_collapse,
          .page = {
              .what = "A line makes one value of several for a field that must be unique or finds partners.",
              .why = "The system refuses the second record with the value; or the next run finds two records "
                     "for one key, and each is ambiguous.",
              .frame = Frame::file,
              .failing = R"(mapping orders {
  left  o = shop.orders
  right i = shop.invoices
  match o.number == i.number
  fields {
    left(o.number, 3) -> i.number
  }
})",
              .repaired = R"(mapping orders {
  left  o = shop.orders
  right i = shop.invoices
  match o.number == i.number
  fields {
    o.number -> i.number
  }
})"}};
}

}  // namespace parley::lint
