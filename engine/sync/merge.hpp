// Merge: what becomes of each field of one linked pair. The merge table of docs/operations/sync.md, each
// field by itself, with two bases a field. Pure: the same inputs give the same decisions. Uses the evaluator
// it is given, so one thread.
//
//   hs.firstname <-> ns.firstName  conflict prefer left
//   base "Ana" | "Ana", now "Anna" | "Ana"   ->  write "Anna" to the right: only the left side changed
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/sync/conflict/conflict.hpp"
#include "engine/sync/field_state.hpp"

namespace parley::sync {

enum class What : std::uint8_t {
  nothing,    // both sides are as they were settled
  settle,     // bases advance to the values of now, nothing is written
  write,      // `writes` are to be sent; the bases advance when every one of them is acknowledged
  conflict,   // left open for a person; bases stay
  unknown,    // a value is absent or unreadable: "same", and never written
  guarded,    // the guard says no
  undecided,  // the guard is unknown and there is no earlier decision
  reject,     // the record fails: `failure`
  skip,       // the record is excluded: `failure`
};

// The row of the merge table, or the policy, that decided.
enum class Why : std::uint8_t {
  same,
  consistent,
  left_changed,
  right_changed,
  both_changed_one_way,
  drift_left,
  drift_restored,
  prefer_left,
  prefer_right,
  newest,
  merged,
  review,
  taken,
  blank_kept,
  blank_cleared,
  blank_defaulted,
  filled,
  first_arrow,
  created,
  first_prefer,
  first_keep,
  first_held,
  fill_done,
  once,
  else_keep,
  rewritten,
  unstable,
  unknown,
  guard,
  failure,
};
std::string_view why_words(Why why);

struct FieldDecision {
  abi::RuleNo rule;
  What what = What::nothing;
  Why why = Why::same;
  Sides<std::optional<Values>> writes;  // by component of that side; null clears
  std::string evidence;                 // what `newest` and merge rules went by
  std::string failure;                  // reject, skip
  bool met_again = false;               // the rule changed, or its guard let it in again
  std::optional<FieldBase> next;        // the base after acknowledgement; nothing: it stays

  bool writes_to(Side side) const { return writes.at(side).has_value(); }
};

// One linked pair, as it is now. Images are by FieldNo. `bases` by RuleNo: nothing where the pair never met
// under that rule. `taken`: a person's choice in an open conflict, by RuleNo.
struct Pair {
  const Values& left;
  const Values& right;
  const std::vector<std::optional<FieldBase>>& bases;
  bool first_meeting = false;
  Sides<Evidence> evidence = {};
  const std::vector<std::optional<Side>>* taken = nullptr;
};

struct Merged {
  std::vector<FieldDecision> fields;  // by RuleNo
  Sides<Values> images;               // as they will be when every write is acknowledged
};

Merged merge(const abi::Program& program, abi::Evaluator& evaluator, const Pair& pair);

// What a creation on `target` carries: every rule whose arrow leads there, `once` included. The bases of the
// other rules are left open: they meet when the created record is read.
struct Creation {
  std::vector<FieldDecision> fields;  // by RuleNo: write, guarded, undecided, reject, skip or nothing
  Values image;                       // the new record as sent
};

Creation create(const abi::Program& program, abi::Evaluator& evaluator, Side target, const Values& source);

}  // namespace parley::sync
