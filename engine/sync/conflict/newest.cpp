#include <fmt/core.h>

#include "engine/sync/conflict/conflict.hpp"
#include "stdlib/value/time.hpp"

namespace parley::sync {
namespace {

std::string interval(const Evidence& evidence) {
  return fmt::format("({}, {}]", evidence.after ? value::to_text(*evidence.after) : "?",
                     evidence.until ? value::to_text(*evidence.until) : "?");
}

bool surely_later(const Evidence& a, const Evidence& b) {
  return a.after && b.until && *a.after >= *b.until;
}

}  // namespace

// `newest` compares intervals, not stamps: a side's value changed after the last sight of its base and not
// later than its record's stamp. Where the intervals overlap nobody knows, and a person decides.
Ruling newest(const Clash& clash) {
  const std::string evidence = fmt::format("left changed in {}, right in {}", interval(clash.left_evidence),
                                           interval(clash.right_evidence));
  if (surely_later(clash.left_evidence, clash.right_evidence)) return Winner{Side::left, evidence};
  if (surely_later(clash.right_evidence, clash.left_evidence)) return Winner{Side::right, evidence};
  return Review{evidence + ": they overlap"};
}

}  // namespace parley::sync
