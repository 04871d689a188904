#include <algorithm>

#include "engine/sync/conflict/conflict.hpp"
#include "stdlib/value/json.hpp"

namespace parley::sync {
namespace {

std::optional<value::Json::Array> members(const std::optional<abi::Operand>& operand) {
  if (!operand) return value::Json::Array{};
  auto json = value::parse_json(operand->bytes);
  if (!json || !json->is_array()) return std::nullopt;
  return json->items();
}

}  // namespace

// `merge union`: the members of either set, the left side's first. Sets are JSON arrays in canonical bytes.
Ruling merge_union(const Clash& clash) {
  auto left = members(clash.left);
  const auto right = members(clash.right_as_left);
  if (!left || !right) return Review{"a value is no set"};
  for (const value::Json& member : *right)
    if (std::find(left->begin(), left->end(), member) == left->end()) left->push_back(member);
  return MergedValue{value::write_json(value::Json(*std::move(left))), "members of either side"};
}

}  // namespace parley::sync
