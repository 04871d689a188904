#include "engine/sync/decision.hpp"

#include <algorithm>

namespace parley::sync {
namespace {

constexpr std::uint64_t items_max = 100'000;

void pack_line(Packer& packer, const FieldLine& line) {
  packer.number(line.rule.value);
  packer.number(static_cast<std::uint64_t>(line.what));
  packer.number(static_cast<std::uint64_t>(line.why));
  packer.number(line.standing ? static_cast<std::uint64_t>(*line.standing) + 1 : 0);
  packer.text(line.evidence);
  packer.text(line.failure);
  packer.number(line.has_base ? 1 : 0);
  for (const Side side : both_sides) {
    packer.values(line.base.at(side));
    packer.values(line.now.at(side));
    packer.number(line.writes.at(side) ? 1 : 0);
    if (line.writes.at(side)) packer.values(*line.writes.at(side));
  }
}

FieldLine unpack_line(Unpacker& unpacker) {
  FieldLine line;
  line.rule = store::RuleNo(static_cast<std::uint32_t>(unpacker.number()));
  line.what = static_cast<What>(unpacker.number());
  line.why = static_cast<Why>(unpacker.number());
  if (const std::uint64_t standing = unpacker.number(); standing > 0)
    line.standing = static_cast<Standing>(standing - 1);
  line.evidence = unpacker.text();
  line.failure = unpacker.text();
  line.has_base = unpacker.number() == 1;
  for (const Side side : both_sides) {
    line.base.at(side) = unpacker.values();
    line.now.at(side) = unpacker.values();
    if (unpacker.number() == 1) line.writes.at(side) = unpacker.values();
  }
  return line;
}

void pack_side(Packer& packer, const Decision& decision, Side side) {
  packer.number(decision.records.at(side).value);
  packer.text(decision.ids.at(side).value);
  packer.version(decision.versions.at(side));
  packer.number(decision.assignments.at(side).size());
  for (const Assigned& assigned : decision.assignments.at(side)) {
    packer.number(assigned.field.value);
    packer.value(assigned.value);
  }
  packer.text(decision.state.at(side));
}

void unpack_side(Unpacker& unpacker, Decision& decision, Side side) {
  decision.records.at(side) = store::RecordNo(unpacker.number());
  decision.ids.at(side) = store::RemoteId(unpacker.text());
  decision.versions.at(side) = unpacker.version();
  const std::uint64_t count = std::min(unpacker.number(), items_max);
  for (std::uint64_t i = 0; i < count && !unpacker.broken(); ++i) {
    const store::FieldNo field(static_cast<std::uint32_t>(unpacker.number()));
    decision.assignments.at(side).push_back({field, unpacker.value()});
  }
  decision.state.at(side) = unpacker.text();
}

}  // namespace

std::string_view class_word(Class c) {
  switch (c) {
    case Class::unchanged:
      return "unchanged";
    case Class::excluded:
      return "excluded";
    case Class::updated:
      return "updated";
    case Class::created:
      return "created";
    case Class::deleted:
      return "deleted";
    case Class::waiting:
      return "waiting";
    case Class::conflict:
      return "conflict";
    case Class::failed:
      return "failed";
  }
  return "?";
}

std::string pack_lines(const std::vector<FieldLine>& lines) {
  Packer packer;
  for (const FieldLine& line : lines)
    if (line.what == What::write) pack_line(packer, line);
  return packer.take();
}

std::vector<FieldLine> unpack_lines(std::string_view bytes) {
  std::vector<FieldLine> lines;
  Unpacker unpacker(bytes);
  while (!unpacker.done() && !unpacker.broken()) lines.push_back(unpack_line(unpacker));
  return lines;
}

std::string pack_decision(const Decision& decision) {
  Packer packer;
  packer.number(static_cast<std::uint64_t>(decision.outcome));
  packer.number(static_cast<std::uint64_t>(decision.action));
  packer.text(decision.reason);
  packer.text(decision.category);
  for (const Side side : both_sides) {
    pack_side(packer, decision, side);
    packer.number(decision.planned.at(side).value);
  }
  packer.number(decision.link.value);
  packer.number(decision.target == Side::left ? 0 : 1);
  packer.text(decision.marker);
  packer.number((decision.new_link ? 1U : 0U) | (decision.rule_changed ? 2U : 0U) |
                (decision.keep_inbox ? 4U : 0U));
  packer.number(decision.clears);
  packer.number(decision.lines.size());
  for (const FieldLine& line : decision.lines) pack_line(packer, line);
  packer.number(decision.inbox.size());
  for (const store::RecordNo record : decision.inbox) packer.number(record.value);
  return packer.take();
}

Decision unpack_decision(std::string_view bytes) {
  Unpacker unpacker(bytes);
  Decision decision;
  decision.outcome = static_cast<Class>(unpacker.number());
  decision.action = static_cast<Action>(unpacker.number());
  decision.reason = unpacker.text();
  decision.category = unpacker.text();
  for (const Side side : both_sides) {
    unpack_side(unpacker, decision, side);
    decision.planned.at(side) = store::Hash(unpacker.number());
  }
  decision.link = store::LinkNo(unpacker.number());
  decision.target = unpacker.number() == 0 ? Side::left : Side::right;
  decision.marker = unpacker.text();
  const std::uint64_t flags = unpacker.number();
  decision.new_link = (flags & 1U) != 0;
  decision.rule_changed = (flags & 2U) != 0;
  decision.keep_inbox = (flags & 4U) != 0;
  decision.clears = unpacker.number();
  const std::uint64_t lines = std::min(unpacker.number(), items_max);
  for (std::uint64_t i = 0; i < lines && !unpacker.broken(); ++i)
    decision.lines.push_back(unpack_line(unpacker));
  const std::uint64_t rows = std::min(unpacker.number(), items_max);
  for (std::uint64_t i = 0; i < rows && !unpacker.broken(); ++i)
    decision.inbox.emplace_back(unpacker.number());
  return decision;
}

}  // namespace parley::sync
