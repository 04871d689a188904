#include "engine/sync/conflict/conflict.hpp"

namespace parley::sync {

// `review`: nobody wins; a person decides.
Ruling review() {
  return Review{};
}

}  // namespace parley::sync
