// System: one external system served locally. `answer` is a pure step of its state: no socket, no thread, and
// no clock or chance but what was passed in, so tests call it in-process and a run can be repeated exactly.
//
// Who owns the clock moves it: the server advances a virtual one by a second a request, a simulation as it
// likes. Not shared between threads; the server holds a mutex around each system.
//
// Beside the API each system answers a control path, without authentication, faults or limits:
//   GET    /_sandbox/dump    every record as JSON, sorted by id, and counts of requests and effects by kind
//   POST   /_sandbox/edit    a person's edit (see `edit`); answers {"id":"..."}
//   POST   /_sandbox/fault   one fault rule (fault.hpp) or an array of them
//   DELETE /_sandbox/fault   forgets all rules
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "engine/sandbox/exchange.hpp"
#include "engine/sandbox/fault.hpp"
#include "stdlib/core/clock.hpp"
#include "stdlib/core/result.hpp"
#include "stdlib/value/json.hpp"

namespace parley::sandbox {

class System {
 public:
  explicit System(core::Clock& clock) : clock_(clock) {}
  virtual ~System() = default;
  System(const System&) = delete;
  System& operator=(const System&) = delete;

  // Faults first, then the control path or the API. `cut` in the answer: the caller must see no answer.
  Response answer(const Request& request);

  void add_fault(FaultRule rule) { faults_.add(std::move(rule)); }
  void clear_faults() { faults_.clear(); }

  // What a person does in the system's own screens: stamps the record as a person's change.
  //   {"id":"17","values":{"phone":"..."}}  changes; a null or "" clears
  //   {"values":{...}}                      creates
  //   {"id":"17","archive":true}            archives (HubSpot) or deletes (NetSuite)
  // Returns the record's id. Fails with ErrorKind::input where the system would refuse.
  virtual core::Result<std::string> edit(const value::Json& change) = 0;

  // One record as it lies in a file or comes from the generator: values by the system's own field names.
  // `modified` stands as created and modified time. Fails with ErrorKind::input where the system would
  // refuse.
  virtual core::Result<std::string> load(const value::Json& values, core::Instant modified) = 0;

  // {"system","account","time","requests":{kind:n},"effects":{kind:n},"records":[...]}; deleted and archived
  // ones are listed too, marked as such.
  value::Json dump() const;

 protected:
  virtual Response serve(const Request& request, const Target& target) = 0;
  virtual Response error_answer(int status) = 0;  // the system's own body for 429, 500, 503 …
  virtual value::Json identity() const = 0;       // {"system","account"}
  virtual value::Json records() const = 0;

  core::Instant now() { return clock_.now(); }
  void count_request(std::string_view kind) { ++requests_[std::string(kind)]; }
  void count_effect(std::string_view kind) { ++effects_[std::string(kind)]; }

 private:
  Response control(const Request& request, const Target& target);
  Response serve_with(const FaultRule& rule, const Request& request, const Target& target);

  core::Clock& clock_;
  FaultPlan faults_;
  std::map<std::string, std::int64_t> requests_;
  std::map<std::string, std::int64_t> effects_;
};

}  // namespace parley::sandbox
