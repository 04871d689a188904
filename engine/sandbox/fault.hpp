// FaultRule: which request goes wrong, and how. A FaultPlan holds the rules of one system and decides,
// request by request, whether one of them fires. Not shared between threads.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/sandbox/exchange.hpp"
#include "stdlib/core/result.hpp"
#include "stdlib/value/json.hpp"

namespace parley::sandbox {

enum class FaultAction {
  applied_then_cut,  // the request does its work, the answer is lost
  cut,               // the request is lost before it does anything
  status,            // refused with `status`, nothing done
  applied_status,    // the request does its work, the answer is `status` (stored, then 500)
  html,              // 200 with an HTML page, nothing done
  delay,             // answered, but `delay` later
};

struct FaultRule {
  FaultAction action = FaultAction::cut;
  std::string method;               // empty: any
  std::string path;                 // a piece of the target; empty: any
  std::int64_t nth = 1;             // the rule begins with the nth matching request after it was added
  std::int64_t times = 1;           // and fires for so many matching requests
  int status = 500;                 // for status and applied_status
  std::vector<Header> headers;      // added to that answer
  std::optional<std::string> body;  // instead of the system's own error body
  core::Duration delay{};
};

class FaultPlan {
 public:
  void add(FaultRule rule);
  void clear() { rules_.clear(); }

  // Counts the request against every rule; the first rule that fires, if any.
  const FaultRule* next(const Request& request);

 private:
  struct Armed {
    FaultRule rule;
    std::int64_t seen = 0;
  };
  std::vector<Armed> rules_;
};

// {"action":"status","status":429,"headers":{"Retry-After":"1"},"nth":3,"times":2,"method":"POST","path":"/search",
//  "delay_ms":50}. Refuses unknown actions and members.
core::Result<FaultRule> fault_from_json(const value::Json& json);

}  // namespace parley::sandbox
