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

// The field that a rule writes in a direction.
abi::FieldNo target(const abi::Rule& rule, abi::Direction direction);

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
