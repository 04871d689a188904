#include "engine/sync/counters.hpp"

namespace parley::sync {
namespace {

template <class Visit>
void each_number(auto& c, Visit&& visit) {
  for (auto& n : c.records) visit(n);
  visit(c.observed);
  for (auto* sides : {&c.creates, &c.updates, &c.archives}) {
    visit(sides->left);
    visit(sides->right);
  }
  visit(c.clears);
  visit(c.fields);
  visit(c.links);
  visit(c.conflicts);
  visit(c.rule_changed);
}

}  // namespace

std::uint64_t Counters::classed() const {
  std::uint64_t sum = 0;
  for (const std::uint64_t n : records) sum += n;
  return sum;
}

std::uint64_t Counters::writes() const {
  return creates.left + creates.right + updates.left + updates.right + archives.left + archives.right;
}

void Counters::add(const Decision& decision) {
  of(decision.outcome) += decision.inbox.size();
  for (const Side side : both_sides) {
    const auto written = decision.assignments.at(side).size();
    if (decision.action == Action::update && written > 0) ++updates.at(side);
    if (decision.action == Action::update || decision.action == Action::create) fields += written;
  }
  if (decision.action == Action::create) ++creates.at(decision.target);
  if (decision.ends_partner()) ++archives.at(decision.target);
  if (decision.new_link && decision.action != Action::create) ++links;
  clears += decision.clears;
  rule_changed += decision.rule_changed ? 1 : 0;
  for (const FieldLine& line : decision.lines) conflicts += line.what == What::conflict ? 1 : 0;
}

std::string pack_counters(const Counters& counters) {
  Packer packer;
  each_number(counters, [&](std::uint64_t n) { packer.number(n); });
  return packer.take();
}

Counters unpack_counters(std::string_view bytes) {
  Counters counters;
  Unpacker unpacker(bytes);
  each_number(counters, [&](std::uint64_t& n) { n = unpacker.number(); });
  return counters;
}

}  // namespace parley::sync
