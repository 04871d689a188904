// Counters: what a plan or run came to. The unit of `records` is a distinct (mapping, record, version); each
// is in exactly one class, and what was observed and is in none is pending. Writes and fields are counted
// apart.
#pragma once

#include <array>
#include <cstdint>

#include "engine/sync/decision.hpp"

namespace parley::sync {

struct Counters {
  std::array<std::uint64_t, std::size(classes)> records{};
  std::uint64_t observed = 0;
  Sides<std::uint64_t> creates, updates, archives;
  std::uint64_t clears = 0;        // values that writes erase
  std::uint64_t fields = 0;        // values that are written
  std::uint64_t links = 0;         // new pairs found, without creation
  std::uint64_t conflicts = 0;     // fields left open
  std::uint64_t rule_changed = 0;  // decisions that a changed rule brought

  std::uint64_t& of(Class c) { return records[static_cast<std::size_t>(c)]; }
  std::uint64_t of(Class c) const { return records[static_cast<std::size_t>(c)]; }
  std::uint64_t classed() const;
  std::uint64_t pending() const { return observed - classed(); }
  std::uint64_t writes() const;

  void add(const Decision& decision);
};

std::string pack_counters(const Counters& counters);
Counters unpack_counters(std::string_view bytes);

}  // namespace parley::sync
