// Channel: the way to one account. Above a Wire it adds what every call needs and no connector should repeat:
// authorization anew for each attempt, the account's rate budget, a limit of calls at once, and retries that
// never repeat a call with an effect unless it surely had none. Owned by the run, used by one thread; several
// channels may share a wire. Whoever drives the wire hands each completion to the channel that owns its
// ticket.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "engine/http/authorize.hpp"
#include "engine/http/bucket.hpp"
#include "engine/http/message.hpp"
#include "engine/http/verdict.hpp"
#include "engine/http/wire.hpp"
#include "stdlib/core/clock.hpp"
#include "stdlib/core/random.hpp"

namespace parley::http {

struct RetryPolicy {
  int attempts_max = 6;
  core::Duration delay_first =
      core::Duration::milliseconds(200);  // doubles with each attempt, half of it by chance
  core::Duration delay_max = core::Duration::seconds(30);
  core::Duration pause_max =
      core::Duration::seconds(120);  // a longer pause that the system asks for is handed on
};

struct ChannelSettings {
  std::string account;  // for messages
  RetryPolicy retry;
  Pace pace;                          // until headers say otherwise
  std::map<std::string, Pace> lanes;  // further limits within the account: {"search", {5, 1 s}}
  std::size_t parallel_max = 4;       // calls of this account at once
};

struct Usage {                  // since the channel was made
  std::uint64_t calls = 0;      // attempts sent
  std::uint64_t repeated = 0;   // of them second and later ones
  std::uint64_t throttled = 0;  // refusals for the rate
  std::uint64_t failed = 0;     // calls that ended without a usable answer
  core::Duration paused{};      // time a call waited because of the rate or after a failure
};

using CallNo = core::Id<struct CallTag, std::uint64_t>;
using Learn = std::function<Budget(const Response&)>;

class Channel {
 public:
  struct Finished {
    CallNo call;
    Answer answer;
  };

  // Everything is borrowed and outlives the channel; `learn` is the connector's reading of rate headers.
  Channel(ChannelSettings settings, Wire& wire, const Authorizer& authorizer, Learn learn,
          core::Random& random);
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;

  CallNo submit(Request request, std::string lane = {});
  void cancel(CallNo call);  // its answer never comes; what was sent may have its effect

  bool owns(Ticket ticket) const;
  // A completion that owns() said yes to. The call that ended by it, if one did.
  std::optional<Finished> take(Completion completion);

  const Usage& usage() const { return usage_; }
  const ChannelSettings& settings() const { return settings_; }

 private:
  struct Call {
    Request request;
    std::string lane;
    int attempts = 0;
    bool maybe_applied = false;  // by any attempt so far
  };

  void pump();
  std::optional<core::Duration> wait_for(const Call& call);
  void launch(CallNo no, Call& call);
  std::optional<Finished> answered(CallNo no, Answer answer);
  std::optional<core::Duration> delay_before_next(const Call& call, Verdict verdict, const Answer& answer);
  Finished finish(CallNo no, Answer answer);
  void wake_after(core::Duration delay);

  ChannelSettings settings_;
  Wire& wire_;
  const Authorizer& authorizer_;
  Learn learn_;
  core::Random& random_;
  Usage usage_;
  Bucket bucket_;
  std::map<std::string, Bucket> lanes_;
  std::map<CallNo, Call> calls_;
  std::deque<CallNo> queue_;  // ready to be sent
  std::map<Ticket, CallNo> in_flight_;
  std::map<Ticket, CallNo> refused_;  // calls that will not be sent, on their way back
  std::map<Ticket, CallNo> delayed_;  // timers of calls that wait for their next attempt
  std::optional<Ticket> wake_;        // timer of the queue
  std::uint64_t last_call_ = 0;
};

}  // namespace parley::http
