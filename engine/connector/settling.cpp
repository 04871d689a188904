#include "engine/connector/settling.hpp"

#include "engine/connector/script.hpp"

namespace parley::connector {

Outcome not_written(std::string words) {
  return {.intent = {},
          .how = Settled::rejected,
          .category = Category::other,
          .words = std::move(words),
          .retry_in = core::Duration{}};
}

Outcome perhaps_written(std::string words) {
  return {.intent = {}, .how = Settled::unknown, .words = std::move(words)};
}

Outcome outcome_of(const http::Unanswered& unanswered) {
  return unanswered.maybe_applied ? perhaps_written(unanswered.words) : not_written(unanswered.words);
}

Outcome outcome_of(const Fault& fault) {
  Outcome outcome = not_written(fault.words);
  if (fault.kind == Fault::Kind::forbidden) outcome.category = Category::permission;
  if (fault.kind == Fault::Kind::throttled) outcome.category = Category::limit;
  if (fault.retry_in) outcome.retry_in = fault.retry_in;
  return outcome;
}

}  // namespace parley::connector
