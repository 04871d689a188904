#include "engine/sync/merge.hpp"

namespace parley::sync {

std::string_view why_words(Why why) {
  switch (why) {
    case Why::same:
      return "neither side changed";
    case Why::consistent:
      return "both sides agree";
    case Why::left_changed:
      return "only the left side changed";
    case Why::right_changed:
      return "only the right side changed";
    case Why::both_changed_one_way:
      return "both changed, the arrow decides";
    case Why::drift_left:
      return "drift: the far side was edited and is left";
    case Why::drift_restored:
      return "drift restore: the far side was edited";
    case Why::prefer_left:
      return "both differ, conflict prefer left";
    case Why::prefer_right:
      return "both differ, conflict prefer right";
    case Why::newest:
      return "both differ, conflict newest";
    case Why::merged:
      return "both differ, merged";
    case Why::review:
      return "both differ, a person decides";
    case Why::taken:
      return "a person decided";
    case Why::blank_kept:
      return "no value now, blank keep";
    case Why::blank_cleared:
      return "no value now, blank clear";
    case Why::blank_defaulted:
      return "no value now, blank default";
    case Why::filled:
      return "fills a side without a value";
    case Why::first_arrow:
      return "first meeting, the arrow decides";
    case Why::created:
      return "goes into the creation";
    case Why::first_prefer:
      return "both were set when they met, first prefer";
    case Why::first_keep:
      return "both were set when they met, first keep";
    case Why::first_held:
      return "both were set and different when they met: held";
    case Why::fill_done:
      return "fill: the target has or had a value";
    case Why::once:
      return "once: set at creation only";
    case Why::else_keep:
      return "cannot be carried over, else keep";
    case Why::rewritten:
      return "the system rewrote what was sent";
    case Why::unstable:
      return "unstable: the system rewrote it twice";
    case Why::unknown:
      return "absent or unreadable: never written";
    case Why::guard:
      return "its guard does not hold";
    case Why::failure:
      return "cannot be carried over";
  }
  return "?";
}

}  // namespace parley::sync
