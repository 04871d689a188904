// A mapping: two sides, who takes part, how partners are found, and the field rules.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "compiler/ast/expression.hpp"
#include "compiler/ast/policies.hpp"

namespace parley::ast {

using FieldRuleId = core::Id<struct FieldRuleTag>;
using FieldBlockId = core::Id<struct FieldBlockTag>;
using LensUseId = core::Id<struct LensUseTag>;

// One lens of a `via` list: `email`, `phone("US")`, the name of a table or of a declared lens.
struct LensUse {
  Name name;
  std::vector<ExpressionId> arguments;
  Span span;
};

enum class Timing : std::uint8_t {
  always,
  once,  // goes into the create call only
  fill,  // only into no value
};

// A line of a `fields` block: `label: left <-> right via … else …`.
struct FieldRule {
  std::optional<Name> label;
  // What stands left and right of the arrow, as written. More than one only in a group `(hs.a, hs.b)`. What
  // an arrow points at is a path (select down to a name); the parser refuses anything else. So are both sides
  // of `<->`.
  std::vector<ExpressionId> left;
  std::vector<ExpressionId> right;
  Arrow arrow = Arrow::both;
  Span arrow_span;

  std::vector<LensUseId> via;  // run first to last along `->`
  Directed<ExpressionId> default_value;
  Timing timing = Timing::always;
  Span timing_span;  // empty for always
  std::optional<ExpressionId> when;
  Policies policies;
  std::optional<Span> lossy;
  std::optional<Name> was;  // the rule's former label

  FieldBlockId block{};  // the block that it stands in; its guards hold for the rule too
  Span span;
};

// `fields { … }` (no guard, no parent), or a `when GUARD { … }` inside one.
struct FieldBlock {
  std::optional<FieldBlockId> parent;
  std::optional<ExpressionId> when;
  Policies policies;
  Span span;
};

// `left hs = hubspot.contacts where …`
struct Side {
  Name alias;
  Name system;
  Name object;
  std::optional<ExpressionId> where;
  Span span;  // empty: the mapping has no such side; it was reported
};

// `match EXPRESSION == EXPRESSION && …`, in the order of trial. Pairs: the two sides of each `==`, as
// written.
struct MatchRule {
  struct Pair {
    ExpressionId left;  // left and right of `==`, whichever system they speak of
    ExpressionId right;
    Span span;
  };
  ExpressionId condition{};  // the whole
  std::vector<Pair> pairs;   // its conjuncts; empty where one of them is no `==`: it was reported
  Span span;
};

// `scope hs: EXPRESSION`
struct Scope {
  Name side;
  ExpressionId condition{};
  Span span;
};

struct Mapping {
  Name name;
  std::vector<Name> uses;   // `policies` declarations; the first that says something counts
  std::optional<Name> was;  // former name of the mapping
  Side left;
  Side right;
  std::vector<Scope> scopes;
  std::vector<MatchRule> matches;
  Policies policies;
  std::vector<EventRule> events;
  std::vector<FieldRuleId> fields;   // all of them, of all blocks, in the order of the text
  std::vector<FieldBlockId> blocks;  // in the order of the text, parents before children
  Span span;
};

}  // namespace parley::ast
