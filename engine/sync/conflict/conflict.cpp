#include "engine/sync/conflict/conflict.hpp"

namespace parley::sync {

Ruling rule_on(abi::Conflict conflict, const Clash& clash) {
  switch (conflict) {
    case abi::Conflict::prefer_left:
      return prefer(Side::left);
    case abi::Conflict::prefer_right:
      return prefer(Side::right);
    case abi::Conflict::newest:
      return newest(clash);
    case abi::Conflict::none:
    case abi::Conflict::review:
      return review();
    case abi::Conflict::merge_union:
      return merge_union(clash);
    case abi::Conflict::merge_append:
      return merge_append(clash);
    case abi::Conflict::merge_min:
      return merge_extreme(clash, false);
    case abi::Conflict::merge_max:
      return merge_extreme(clash, true);
    case abi::Conflict::merge_and:
      return merge_boolean(clash, true);
    case abi::Conflict::merge_or:
      return merge_boolean(clash, false);
  }
  return review();
}

}  // namespace parley::sync
