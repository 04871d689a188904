#include "engine/sync/conflict/conflict.hpp"

namespace parley::sync {

// `prefer SIDE`: that side wins. That ∅ never erases unless the field says `blank clear` is the merge's part.
Ruling prefer(Side side) {
  return Winner{side, {}};
}

}  // namespace parley::sync
