// Drive: runs operations. It gives each its requests' answers and its timers, and hands the caller what they
// say: pages, outcomes, faults. Any number of operations run at once, on one wire and any number of channels;
// the order of deliveries is the order of events, so a simulated wire makes a run repeatable. One thread.
//
//   Drive drive(wire);
//   drive.start(left, hubspot.scan(…));
//   drive.start(right, netsuite.scan(…));
//   while (auto delivery = TRY(drive.next())) …   // ends when every operation has ended
//
// A delivered step may borrow from its operation: it is valid until the next call of next().
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <vector>

#include "engine/connector/operation.hpp"
#include "engine/http/channel.hpp"
#include "engine/http/wire.hpp"
#include "stdlib/core/result.hpp"

namespace parley::connector {

using OperationNo = core::Id<struct OperationNoTag, std::uint64_t>;

constexpr std::size_t operations_max = 256;  // started and not ended

class Drive {
 public:
  struct Delivery {
    OperationNo operation;
    Step step;  // never Send or Sleep; Done and Fault are the operation's last
  };

  explicit Drive(http::Wire& wire) : wire_(wire) {}
  Drive(const Drive&) = delete;
  Drive& operator=(const Drive&) = delete;

  // The channel is borrowed until the operation has ended.
  OperationNo start(http::Channel& channel, Op operation);
  // The operation still ends with Done or Fault, after the outcomes of what it had open.
  void cancel(OperationNo operation);
  core::Result<std::optional<Delivery>> next();
  std::size_t running() const { return running_.size(); }

 private:
  struct Running {
    http::Channel* channel;
    Op operation;
    std::optional<http::CallNo> call;
    std::optional<http::Ticket> sleep;
  };
  enum class Next : std::uint8_t { begin, woken, taken, cancel };

  std::optional<Delivery> step(OperationNo no, const Event& event);
  std::optional<Delivery> complete(http::Completion completion);
  std::optional<Delivery> give(OperationNo no, Next next);

  http::Wire& wire_;
  std::map<OperationNo, Running> running_;
  std::deque<std::pair<OperationNo, Next>> ready_;
  std::optional<OperationNo> delivered_;  // waits to be told that its step was taken
  std::vector<http::Channel*> channels_;
  std::uint64_t last_ = 0;
};

}  // namespace parley::connector
