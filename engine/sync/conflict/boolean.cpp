#include "engine/sync/conflict/conflict.hpp"

namespace parley::sync {

// `merge and`, `merge or` of two booleans; ∅ counts for nothing.
Ruling merge_boolean(const Clash& clash, bool conjunction) {
  const std::string_view neutral = conjunction ? "true" : "false";
  const std::string_view left = clash.left ? clash.left->bytes : neutral;
  const std::string_view right = clash.right_as_left ? clash.right_as_left->bytes : neutral;
  if ((left != "true" && left != "false") || (right != "true" && right != "false"))
    return Review{"a value is no boolean"};
  const bool result = conjunction ? left == "true" && right == "true" : left == "true" || right == "true";
  return MergedValue{result ? "true" : "false", conjunction ? "both must be true" : "one must be true"};
}

}  // namespace parley::sync
