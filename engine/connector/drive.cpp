#include "engine/connector/drive.hpp"

#include <algorithm>

#include "stdlib/core/check.hpp"

namespace parley::connector {

OperationNo Drive::start(http::Channel& channel, Op operation) {
  ENSURE(running_.size() < operations_max, "too many operations at once");
  const OperationNo no(++last_);
  running_.emplace(no, Running{&channel, std::move(operation), std::nullopt, std::nullopt});
  if (std::ranges::find(channels_, &channel) == channels_.end()) channels_.push_back(&channel);
  ready_.emplace_back(no, Next::begin);
  return no;
}

void Drive::cancel(OperationNo operation) {
  const auto found = running_.find(operation);
  if (found == running_.end()) return;
  Running& running = found->second;
  if (running.call) running.channel->cancel(*running.call);
  if (running.sleep) wire_.cancel(*running.sleep);
  running.call.reset();
  running.sleep.reset();
  if (delivered_ == operation) delivered_.reset();
  std::erase_if(ready_, [&](const auto& entry) { return entry.first == operation; });
  ready_.emplace_back(operation, Next::cancel);
}

core::Result<std::optional<Drive::Delivery>> Drive::next() {
  if (delivered_) ready_.emplace_back(*delivered_, Next::taken);
  delivered_.reset();
  std::optional<Delivery> delivery;
  while (!delivery && !running_.empty()) {
    if (!ready_.empty()) {
      const auto [no, next] = ready_.front();
      ready_.pop_front();
      delivery = give(no, next);
      continue;
    }
    auto completion = TRY(wire_.wait());
    ENSURE(completion.has_value(), "operations wait for nothing");
    delivery = complete(*std::move(completion));
  }
  return delivery;
}

std::optional<Drive::Delivery> Drive::give(OperationNo no, Next next) {
  switch (next) {
    case Next::begin:
      return step(no, Begin{});
    case Next::woken:
      return step(no, Woken{});
    case Next::taken:
      return step(no, Taken{});
    case Next::cancel:
      return step(no, Cancel{});
  }
  ENSURE(false, "an event outside the enumeration");
}

std::optional<Drive::Delivery> Drive::complete(http::Completion completion) {
  for (auto& [no, running] : running_) {
    if (running.sleep != completion.ticket) continue;
    running.sleep.reset();
    return step(no, Woken{});
  }
  const auto channel =
      std::ranges::find_if(channels_, [&](auto* each) { return each->owns(completion.ticket); });
  if (channel == channels_.end()) return std::nullopt;  // a timer of somebody who shares the wire
  const auto finished = (*channel)->take(std::move(completion));
  if (!finished) return std::nullopt;
  for (auto& [no, running] : running_) {
    if (running.channel != *channel || running.call != finished->call) continue;
    running.call.reset();
    return step(no, Answered{finished->answer});
  }
  return std::nullopt;
}

std::optional<Drive::Delivery> Drive::step(OperationNo no, const Event& event) {
  Running& running = running_.at(no);
  Step step = running.operation->next(event);
  if (auto* send = std::get_if<Send>(&step)) {
    running.call = running.channel->submit(std::move(send->request), std::move(send->budget));
    return std::nullopt;
  }
  if (const auto* sleep = std::get_if<Sleep>(&step)) {
    running.sleep = wire_.sleep(sleep->length);
    return std::nullopt;
  }
  const bool ended = std::holds_alternative<Done>(step) || std::holds_alternative<Fault>(step);
  if (ended)
    running_.erase(no);
  else
    delivered_ = no;
  return Delivery{no, std::move(step)};
}

}  // namespace parley::connector
