#include "engine/sync/conflict/conflict.hpp"

namespace parley::sync {

// `merge append` of two texts: the left one, a line end, the right one; a text that already ends with or
// contains the other stands alone, so that appending twice is appending once.
Ruling merge_append(const Clash& clash) {
  const std::string left(clash.left ? clash.left->bytes : std::string_view());
  const std::string right(clash.right_as_left ? clash.right_as_left->bytes : std::string_view());
  if (left.find(right) != std::string::npos) return MergedValue{left, "the left text holds the right one"};
  if (right.find(left) != std::string::npos) return MergedValue{right, "the right text holds the left one"};
  return MergedValue{left + "\n" + right, "the right text behind the left one"};
}

}  // namespace parley::sync
