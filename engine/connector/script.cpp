#include "engine/connector/script.hpp"

#include <fmt/format.h>

#include "stdlib/core/check.hpp"

namespace parley::connector {

namespace {

class Performance final : public Operation {
 public:
  Performance(Script script, Quiet quiet, OnCancel on_cancel)
      : script_(std::move(script)), quiet_(std::move(quiet)), on_cancel_(on_cancel) {}

  Step next(const Event& event) override {
    ENSURE(!over_, "an operation was asked after its end");
    if (std::holds_alternative<Cancel>(event)) return cancel();
    switch (state_) {
      case State::fresh:
        ENSURE(std::holds_alternative<Begin>(event), "an operation starts with Begin");
        return resume();
      case State::sending:
        ENSURE(std::holds_alternative<Answered>(event), "a Send is answered by Answered");
        return answered(std::get<Answered>(event).answer);
      case State::sleeping:
        ENSURE(std::holds_alternative<Woken>(event), "a Sleep is answered by Woken");
        return say(open_);
      case State::delivering:
        ENSURE(std::holds_alternative<Taken>(event), "a result is answered by Taken");
        return resume();
    }
    std::abort();
  }

 private:
  enum class State { fresh, sending, sleeping, delivering };

  Step resume() {
    script_.frame().resume();
    Step step = std::move(*script_.frame().promise().step);
    if (auto* send = std::get_if<Send>(&step)) {
      open_ = *send;
      attempts_ = 1;
      if (cancelled_) return unanswered("cancelled before it was sent", http::Trouble::not_sent);
    }
    return say(std::move(step));
  }

  Step say(Step step) {
    if (std::holds_alternative<Send>(step)) {
      state_ = State::sending;
    } else if (std::holds_alternative<Sleep>(step)) {
      state_ = State::sleeping;
    } else {
      state_ = State::delivering;
      over_ = std::holds_alternative<Done>(step) || std::holds_alternative<Fault>(step);
    }
    return step;
  }

  Step answered(const http::Answer& answer) {
    if (const auto* response = std::get_if<http::Response>(&answer)) {
      const auto quiet = quiet_(*response);
      if (quiet && attempts_ < throttle_attempts_max) {
        ++attempts_;
        return say(Sleep{*quiet});
      }
    }
    return hand(answer);
  }

  Step hand(const http::Answer& answer) {
    script_.frame().promise().answer = &answer;
    return resume();
  }

  Step unanswered(std::string words, http::Trouble trouble) {
    const http::Answer answer =
        http::Unanswered{trouble, std::move(words), trouble != http::Trouble::not_sent};
    return hand(answer);
  }

  Step cancel() {
    cancelled_ = true;
    if (on_cancel_ == OnCancel::stop) {
      over_ = true;
      return Done{};
    }
    switch (state_) {
      case State::fresh:
      case State::delivering:
        return resume();
      case State::sending:
        return unanswered("cancelled while the answer was awaited", http::Trouble::cut);
      case State::sleeping:
        return unanswered("cancelled while waiting to send again", http::Trouble::not_sent);
    }
    std::abort();
  }

  Script script_;
  Quiet quiet_;
  OnCancel on_cancel_;
  State state_ = State::fresh;
  Step open_ = Done{};
  int attempts_ = 0;
  bool cancelled_ = false;
  bool over_ = false;
};

Script fault_script(Fault fault) {
  co_return fault;
}

}  // namespace

Op perform(Script script, Quiet quiet, OnCancel on_cancel) {
  return std::make_unique<Performance>(std::move(script), std::move(quiet), on_cancel);
}

Op unsupported(std::string_view call) {
  return failing({Fault::Kind::unsupported, fmt::format("this system has no {}", call), {}});
}

Op failing(Fault fault) {
  return perform(fault_script(std::move(fault)), [](const http::Response&) { return std::nullopt; });
}

Fault fault_of(const http::Unanswered& unanswered) {
  switch (unanswered.trouble) {
    case http::Trouble::not_sent:
    case http::Trouble::cut:
    case http::Trouble::timed_out:
      return {Fault::Kind::unreachable, unanswered.words, {}};
    case http::Trouble::too_large:
    case http::Trouble::garbled:
      return {Fault::Kind::malformed, unanswered.words, {}};
    case http::Trouble::throttled:
      return {Fault::Kind::throttled, unanswered.words, {}};
  }
  std::abort();
}

}  // namespace parley::connector
