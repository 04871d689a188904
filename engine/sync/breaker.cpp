#include "engine/sync/breaker.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace parley::sync {
namespace {

constexpr std::uint64_t always_allowed = 20;
constexpr std::uint64_t deletes_percent = 5;
constexpr std::uint64_t clears_percent = 10;
constexpr std::uint64_t updates_percent = 30;

std::uint64_t share(std::uint64_t percent, std::uint64_t of) {
  return std::max(always_allowed, of * percent / 100);
}

std::uint64_t delete_limit(const abi::Breaker& breaker, std::uint64_t links) {
  if (!breaker.percent && !breaker.count) return share(deletes_percent, links);
  std::uint64_t limit = 0;
  if (breaker.percent) limit = links * static_cast<std::uint64_t>(*breaker.percent) / 100;
  if (breaker.count) limit = std::max(limit, static_cast<std::uint64_t>(*breaker.count));
  return limit;
}

void check(std::vector<std::string>& words, const char* what, std::uint64_t count, std::uint64_t limit) {
  if (count > limit) words.push_back(fmt::format("{} {}, more than {}", count, what, limit));
}

}  // namespace

std::vector<std::string> tripped(const abi::Program& program, const Counters& counters,
                                 const Population& population) {
  std::vector<std::string> words;
  const std::uint64_t links = population.links;
  // What happens to right partners is said by the policy for deletes in left.
  check(words, "archived on the right", counters.archives.right,
        delete_limit(program.policies.delete_limit_left, links));
  check(words, "archived on the left", counters.archives.left,
        delete_limit(program.policies.delete_limit_right, links));
  if (links == 0) return words;  // a first run has no measure yet, and its plan is accepted as a whole
  check(words, "values cleared", counters.clears, share(clears_percent, links));
  check(words, "records updated", counters.updates.left + counters.updates.right,
        share(updates_percent, links));
  return words;
}

}  // namespace parley::sync
