#include <algorithm>

#include <fmt/format.h>

#include "compiler/lint/look.hpp"

namespace parley::lint {

namespace {

bool is_ordinary(const schema::Type& type) {
  switch (type.kind) {
    case schema::TypeKind::enumeration:
    case schema::TypeKind::boolean:
    case schema::TypeKind::integer:
    case schema::TypeKind::decimal:
    case schema::TypeKind::money:
    case schema::TypeKind::date:
      return true;
    default:
      return false;
  }
}

// Whether the value has no row in the table that it meets first on the way back, and the line keeps what
// stands there: then it would send nothing without being a default, too.
bool goes_nowhere(const CheckedFile& file, const check::Rule& rule, abi::Direction back,
                  const value::Value& value) {
  if (rule.steps.empty()) return false;
  const bool to_left = back == abi::Direction::to_left;
  const check::Step& step = to_left ? rule.steps.back() : rule.steps.front();
  if (!step.table) return false;
  const check::Table& table = file.tables[step.table->value];
  const bool forward = to_left == step.reversed;
  const auto& rows = forward ? table.forward : table.backward;
  if (std::ranges::any_of(rows, [&](const auto& row) { return equal(row.first, value); })) return false;
  const auto& otherwise = forward ? table.otherwise_forward : table.otherwise_backward;
  const auto& way = rule.way(back);
  return (otherwise ? otherwise->kind : way->answer.kind) == check::Answer::Kind::keep;
}

constexpr abi::Direction back(abi::Direction direction) {
  return direction == abi::Direction::to_right ? abi::Direction::to_left : abi::Direction::to_right;
}

void check_default_is_legitimate(const Subject& subject, Report& report) {
  for (const Mapping& mapping : subject.checked.mappings) {
    for (const Write& write : writes(mapping)) {
      if (write.line.arrow != abi::Arrow::both || !write.fallback) continue;
      if (!is_ordinary(field(mapping, write.side(), write.field).type)) continue;
      const bool kept = write.line.blank == abi::Blank::keep;
      if (kept && goes_nowhere(subject.checked, write.rule, back(write.direction), *write.fallback)) continue;
      const std::string name = field_text(mapping, write.side(), write.field);
      report.add({.span = write.rule.span,
                  .message = fmt::format("the default {} is an ordinary value of `{}`",
                                         canonical(*write.fallback), name),
                  .why = "on the way back the default counts as no value, so whoever chooses it on purpose "
                         "sends nothing",
                  .help = "take a default that nobody chooses, or map with one arrow"});
    }
  }
}

}  // namespace

Rule describe_default_is_legitimate() {
  return {
      .code = "P204",
      .check = check_default_is_legitimate,
      .page = {
          .what = "A two-way field has a default that people also choose on purpose.",
          .why =
              "`default -> v` writes v where the source has no value, and reads v as no value on the "
              "way back. For \"(unknown)\" that is right. For `false`, 0 or a picklist's value it "
              "swallows a choice. A value that its table sends nowhere on the way back, under `blank keep`, "
              "swallows nothing.",
          .frame = Frame::shop,
          .failing = "    o.urgent <-> i.urgent default -> false",
          .repaired = "    o.urgent -> i.urgent default -> false"}};
}

}  // namespace parley::lint
