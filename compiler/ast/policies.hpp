// What decides where the data leave a choice: failure, conflict, blank, first meeting, drift, and the events
// in a record's life. One struct serves a line, a block, a mapping and a `policies` declaration; the nearer
// one counts.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "compiler/ast/expression.hpp"

namespace parley::ast {

// The direction of a rule: forward is left to right.
enum class Arrow : std::uint8_t {
  forward,   // ->
  backward,  // <-
  both,      // <->
};

const char* arrow_text(Arrow arrow);

// Something said once for both directions (`else keep`), or for each (`else -> keep, <- reject`).
template <class T>
struct Directed {
  std::optional<T> both;
  std::optional<T> forward;
  std::optional<T> backward;
  Span span;  // the clause with its keyword

  bool empty() const { return !both && !forward && !backward; }
  // What holds in a direction; null where nothing was said.
  const T* toward_right() const { return forward ? &*forward : both ? &*both : nullptr; }
  const T* toward_left() const { return backward ? &*backward : both ? &*both : nullptr; }
};

// `else reject|skip|keep|VALUE`: the answer to a failure.
struct Answer {
  enum class Kind : std::uint8_t { reject, skip, keep, value };
  Kind kind = Kind::reject;
  ExpressionId value{};  // for Kind::value
  Span span;
};

// `conflict prefer SIDE | newest | review | merge MODE`.
struct ConflictRule {
  enum class Kind : std::uint8_t { prefer, newest, review, merge };
  enum class Merge : std::uint8_t { none, set_union, append, min, max, logical_and, logical_or };
  Kind kind = Kind::review;
  Merge merge = Merge::none;
  Name side;  // for prefer: an alias, or `left`, `right`
  Span span;
};

enum class Blank : std::uint8_t { keep, clear, default_value };
struct BlankRule {
  Blank blank = Blank::keep;
  Span span;
};

// `first fill | prefer SIDE | keep`: a first meeting of two records.
struct FirstRule {
  enum class Kind : std::uint8_t { fill, prefer, keep };
  Kind kind = Kind::fill;
  Name side;  // for prefer
  Span span;
};

// `drift leave|restore`: an edit on the far side of a one-way rule.
enum class Drift : std::uint8_t { leave, restore };
struct DriftRule {
  Drift drift = Drift::leave;
  Span span;
};

struct Policies {
  Directed<Answer> failure;  // the `else` clause
  std::optional<ConflictRule> conflict;
  std::optional<BlankRule> blank;
  std::optional<FirstRule> first;
  std::optional<DriftRule> drift;
};

// `at most 2% or 50`: a breaker; the run stops before it exceeds both. At least one of the two is there.
struct Limit {
  std::optional<std::uint32_t> percent;
  std::optional<std::int64_t> count;
  Span span;
};

enum class Event : std::uint8_t {
  ambiguous,  // on ambiguous: a key group with more than one record on a side
  exit,       // on exit: a record leaves the scope
  deleted,    // on delete: a record is deleted; the action is what happens to its partner
};

enum class EventAction : std::uint8_t {
  review,       // ambiguous, deleted
  skip,         // ambiguous
  freeze,       // exit
  unlink,       // exit, deleted
  archive,      // exit, deleted
  ignore,       // deleted
  delete_both,  // deleted: `delete`
};

// `on EVENT ACTION` or `on EVENT in SIDE: ACTION, at most LIMIT`. The parser refuses an action that does not
// belong to the event.
struct EventRule {
  Event event = Event::ambiguous;
  std::optional<Name> side;  // where it happens: an alias, or `left`, `right`; without it: both
  EventAction action = EventAction::review;
  std::optional<Limit> limit;
  Span span;
};

}  // namespace parley::ast
