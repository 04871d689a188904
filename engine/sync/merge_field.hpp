// FieldMerge: the merge table for one rule of one pair. Used by merge.cpp alone.
#pragma once

#include "engine/sync/merge.hpp"

namespace parley::sync {

struct FieldQuestion {
  const abi::Program& program;
  abi::Evaluator& evaluator;
  abi::RuleNo rule;
  const Values& left;  // whole images of now
  const Values& right;
  const FieldBase* base = nullptr;  // null: never met
  bool first_meeting = false;       // of the whole pair
  const Sides<Evidence>& evidence;
  std::optional<Side> taken = {};
};

// Everything but the guard, which merge.cpp has asked before.
FieldDecision merge_field(const FieldQuestion& question);

}  // namespace parley::sync
