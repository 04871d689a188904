// What the strict operators make of two values (or one). Typed by their payloads, which lowering made agree.
#pragma once

#include <expected>
#include <span>

#include "compiler/ir/ir.hpp"
#include "stdlib/value/value.hpp"

namespace parley::interpret {

using Computed = std::expected<value::Value, ir::Failure>;

// Precondition: `op` is one of negate … greater_equal, widen, index, size, and the operands have values.
Computed compute(ir::Op op, std::span<const value::Value> operands);

// a in b, which is a list, set or map.
bool contains(const value::Value& item, const value::Value& container);

// The value if the type can hold it: length, digits, picklist.
Computed fit(const value::Value& v, const schema::Type& type);

}  // namespace parley::interpret
