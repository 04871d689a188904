// What several rules ask of a checked mapping.
#pragma once

#include <string>
#include <vector>

#include "compiler/lint/rule.hpp"

namespace parley::lint {

// `hs.email`, as the mapping writes it.
std::string field_text(const Mapping& mapping, abi::Side side, abi::FieldNo no);
const schema::Field& field(const Mapping& mapping, abi::Side side, abi::FieldNo no);
// "netsuite.customer"
std::string object_text(const Mapping& mapping, abi::Side side);
const std::string& alias(const Mapping& mapping, abi::Side side);

// The line of the schema that declares the field; empty where the schema is not at hand.
std::vector<diagnostics::Note> declared(const Subject& subject, const Mapping& mapping, abi::Side side,
                                        const schema::Field& field);

// One field that a line writes in one of its directions, and what it writes there.
struct Write {
  std::size_t number;  // of the line
  const check::Rule& rule;
  const abi::Rule& line;
  abi::Direction direction;
  abi::FieldNo field;  // of the direction's target
  ExpressionId value;
  const std::optional<value::Value>& fallback;  // `default`

  abi::Side side() const { return abi::target(direction); }
  // What stands before the arrow, and what the arrow points at.
  Span source_span() const { return side() == abi::Side::right ? rule.left_span : rule.right_span; }
  Span target_span() const { return side() == abi::Side::right ? rule.right_span : rule.left_span; }
};
// Of all lines, each with its components.
std::vector<Write> writes(const Mapping& mapping);
// Whether some line writes the field of the side.
bool is_written(const Mapping& mapping, abi::Side side, abi::FieldNo field);

// Whether the mapping finds partners, and so runs as a sync and not only as a transform.
bool is_sync(const Mapping& mapping);

// The two directions, in order.
inline constexpr abi::Direction directions[] = {abi::Direction::to_right, abi::Direction::to_left};
inline constexpr abi::Side sides[] = {abi::Side::left, abi::Side::right};

// Every node below the root, each once, children first.
std::vector<ExpressionId> nodes_of(const Expressions& all, ExpressionId root);

// The conjuncts of a condition.
std::vector<ExpressionId> conjuncts(const Expressions& all, ExpressionId condition);

}  // namespace parley::lint
