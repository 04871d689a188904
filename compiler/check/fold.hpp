// The value of an expression that reads nothing: a constant, a conversion of one, or a library function of
// constants, such as date("2026-11-22").
#pragma once

#include <optional>

#include "compiler/check/expression.hpp"

namespace parley::check {

// Nothing where it depends on a record or on the time, or fails.
std::optional<value::Value> constant_value(const Expressions& expressions, ExpressionId id);

// What a call gives for these arguments; the case, where it fails. Precondition: the function is pure.
struct Called {
  value::Value value;
  const abi::ErrorCase* error = nullptr;
};
Called call_now(const abi::Function& function, const std::vector<value::Value>& arguments);

}  // namespace parley::check
