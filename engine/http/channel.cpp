#include "engine/http/channel.hpp"

#include <algorithm>

#include "stdlib/core/check.hpp"

namespace parley::http {

Channel::Channel(ChannelSettings settings, Wire& wire, const Authorizer& authorizer, Learn learn,
                 core::Random& random)
    : settings_(std::move(settings)),
      wire_(wire),
      authorizer_(authorizer),
      learn_(std::move(learn)),
      random_(random),
      bucket_(settings_.pace, wire.clock().monotonic()) {
  for (const auto& [name, pace] : settings_.lanes)
    lanes_.emplace(name, Bucket(pace, wire.clock().monotonic()));
}

CallNo Channel::submit(Request request, std::string lane) {
  const CallNo no(++last_call_);
  calls_.emplace(no, Call{std::move(request), std::move(lane)});
  queue_.push_back(no);
  pump();
  return no;
}

void Channel::cancel(CallNo call) {
  for (auto* tickets : {&in_flight_, &delayed_, &refused_}) {
    const auto found = std::ranges::find(*tickets, call, &std::pair<const Ticket, CallNo>::second);
    if (found == tickets->end()) continue;
    wire_.cancel(found->first);
    tickets->erase(found);
  }
  std::erase(queue_, call);
  calls_.erase(call);
  pump();
}

bool Channel::owns(Ticket ticket) const {
  return in_flight_.contains(ticket) || delayed_.contains(ticket) || refused_.contains(ticket) ||
         wake_ == ticket;
}

std::optional<Channel::Finished> Channel::take(Completion completion) {
  std::optional<Finished> finished;
  if (wake_ == completion.ticket) {
    wake_.reset();
  } else if (auto timer = delayed_.extract(completion.ticket)) {
    queue_.push_front(timer.mapped());
  } else if (auto refused = refused_.extract(completion.ticket)) {
    finished = finish(refused.mapped(),
                      Unanswered{Trouble::throttled, settings_.account + " is blocked for its rate"});
  } else {
    auto sent = in_flight_.extract(completion.ticket);
    ENSURE(sent && completion.answer, "a completion of another channel");
    finished = answered(sent.mapped(), *std::move(completion.answer));
  }
  pump();
  return finished;
}

// Sends what the budget allows; for the rest, sets a timer.
void Channel::pump() {
  std::optional<core::Duration> shortest;
  const auto leave_queue = [&](std::size_t i) {
    queue_.erase(queue_.begin() + static_cast<std::ptrdiff_t>(i));
  };
  for (std::size_t i = 0; i < queue_.size() && in_flight_.size() < settings_.parallel_max;) {
    const CallNo no = queue_[i];
    Call& call = calls_.at(no);
    const auto wait = wait_for(call);
    if (wait && *wait > settings_.retry.pause_max) {
      leave_queue(i);
      refused_.emplace(wire_.sleep({}), no);
      continue;
    }
    if (wait) {
      shortest = std::min(shortest.value_or(*wait), *wait);
      ++i;  // a call of another lane may go first
      continue;
    }
    leave_queue(i);
    launch(no, call);
  }
  if (shortest) wake_after(*shortest);
}

std::optional<core::Duration> Channel::wait_for(const Call& call) {
  const core::Duration now = wire_.clock().monotonic();
  core::Duration wait = bucket_.wait(now);
  if (const auto lane = lanes_.find(call.lane); lane != lanes_.end())
    wait = std::max(wait, lane->second.wait(now));
  return wait > core::Duration{} ? std::optional(wait) : std::nullopt;
}

void Channel::launch(CallNo no, Call& call) {
  const core::Duration now = wire_.clock().monotonic();
  bucket_.take(now);
  if (const auto lane = lanes_.find(call.lane); lane != lanes_.end()) lane->second.take(now);
  ++call.attempts;
  ++usage_.calls;
  if (call.attempts > 1) ++usage_.repeated;
  Request request = call.request;
  authorizer_.authorize(request, wire_.clock().now(), random_);
  in_flight_.emplace(wire_.send(request), no);
}

std::optional<Channel::Finished> Channel::answered(CallNo no, Answer answer) {
  Call& call = calls_.at(no);
  answer = checked(call.request, std::move(answer));
  const Verdict verdict = judge(call.request, answer);
  if (const auto* response = std::get_if<Response>(&answer)) {
    Budget budget = learn_(*response);
    if (verdict == Verdict::throttled) {
      ++usage_.throttled;
      if (!budget.blocked_for) budget.blocked_for = retry_after(*response);
    }
    bucket_.learn(budget, wire_.clock().monotonic());
  } else {
    call.maybe_applied |= std::get<Unanswered>(answer).maybe_applied;
  }
  const auto delay = delay_before_next(call, verdict, answer);
  if (!delay) return finish(no, std::move(answer));
  usage_.paused = usage_.paused + *delay;
  delayed_.emplace(wire_.sleep(*delay), no);
  return std::nullopt;
}

// Nothing: the answer is final.
std::optional<core::Duration> Channel::delay_before_next(const Call& call, Verdict verdict,
                                                         const Answer& answer) {
  if (verdict == Verdict::answer || call.attempts >= settings_.retry.attempts_max) return std::nullopt;
  std::int64_t delay = settings_.retry.delay_first.microseconds;
  for (int i = 1; i < call.attempts && delay < settings_.retry.delay_max.microseconds; ++i) delay *= 2;
  delay = std::min(delay, settings_.retry.delay_max.microseconds);
  const auto half = static_cast<std::uint64_t>(delay / 2 + 1);
  core::Duration wait{delay / 2 + static_cast<std::int64_t>(random_.below(half))};
  if (const auto* response = std::get_if<Response>(&answer)) {
    // What the system asks for, and a little by chance, so that not all callers come back at once.
    const auto asked = std::max(retry_after(*response).value_or(core::Duration{}),
                                learn_(*response).blocked_for.value_or(core::Duration{}));
    if (asked > settings_.retry.pause_max) return std::nullopt;
    if (asked > core::Duration{})
      wait = asked + core::Duration{static_cast<std::int64_t>(random_.below(half))};
    if (verdict == Verdict::throttled) bucket_.block(wire_.clock().monotonic() + wait);
  }
  return wait;
}

Channel::Finished Channel::finish(CallNo no, Answer answer) {
  if (auto* unanswered = std::get_if<Unanswered>(&answer)) {
    ++usage_.failed;
    unanswered->maybe_applied |= calls_.at(no).maybe_applied;
  }
  calls_.erase(no);
  return {no, std::move(answer)};
}

void Channel::wake_after(core::Duration delay) {
  if (wake_) wire_.cancel(*wake_);
  wake_ = wire_.sleep(delay);
}

}  // namespace parley::http
