// Operation: one call on a connector as a pure state machine. It has no socket, clock or randomness: it says
// what to send, and is told what came back. The same events give the same steps.
//
//   auto operation = connector.scan(object, fields, cursor);
//   Step step = operation->next(Begin{});
//   for (;;) step = operation->next(<answer to step>);      // see Event; ends with Done or Fault
//
// The runner around it (engine/http) adds authorization to each request, keeps rate budgets, and may answer a
// refusal (429, 503) of a request by itself: wait and send it again. It may send again after a lost answer
// only where Request::repeat says so. What it gives up on it hands to the operation, which classes it; a 429
// that reaches an operation makes it Sleep and send again at most throttle_attempts_max times. An operation
// belongs to one caller and one thread, and must not outlive its connector.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/connector/record.hpp"
#include "engine/connector/write.hpp"
#include "engine/http/message.hpp"
#include "stdlib/core/clock.hpp"

namespace parley::connector {

// --- What the runner says
// -----------------------------------------------------------------------------------------

struct Begin {};  // exactly once, first
// How the last Send ended: a complete response of any status, or none. Borrowed for the call.
struct Answered {
  const http::Answer& answer;
};
struct Woken {};   // the last Sleep is over
struct Taken {};   // the last result step (Page, Outcomes, ...) was taken; go on
struct Cancel {};  // at any time: the next step is Done or, for open writes, Outcomes and then Done

using Event = std::variant<Begin, Answered, Woken, Taken, Cancel>;

// --- What the operation says
// ---------------------------------------------------------------------------------------

// A request without authorization headers. One is open at a time. Reads are Repeat::safe; writes are
// Repeat::never, so that the engine, not the wire, decides what a lost answer means.
struct Send {
  http::Request request;
  std::string budget = {};  // the rate policy it draws on beside the account's own: "search"; mostly empty
};

constexpr int throttle_attempts_max = 5;

struct Sleep {
  core::Duration length;
};

// Which account answered, and what its clock said: the answer of identity().
struct Account {
  std::string name;                    // compared with the connection's `account`
  std::optional<core::Instant> clock;  // the remote time; cursors start from it
  std::string label = {};              // for people: "147893286 (STANDARD, eu1)"
};

// What the account says of one field, to be laid over the shipped schema: rights by direction, not our types.
struct FieldRights {
  FieldName field;
  std::string type;  // the system's own word: "enumeration", "string"
  bool creatable = true;
  bool updatable = true;
  bool required = false;
  bool unique = false;
  std::vector<Option> options = {};
};

// The answer of describe(). A field of the shipped schema that is missing here is not in this account.
struct Schema {
  ObjectName object;
  std::vector<FieldRights> fields;  // by name, ascending
};

struct Histories {
  std::vector<PastValue> values;
};

struct Options {
  std::vector<Option> options;
};

using JobId = core::Id<struct JobTag, std::string>;
// A bulk job was accepted; resume(job) finds it after a restart. Commit it before going on.
struct JobStarted {
  JobId job;
};

// Answers to some of the intents of write(). Over all Outcomes steps of one operation, whatever its end
// (Done, Fault or Cancel), each intent is answered exactly once.
struct Outcomes {
  std::vector<Outcome> outcomes;
};

struct Done {};  // the last step of an operation that did what was asked

// The last step of an operation that could not. What was delivered before stays true; reads go on from the
// last cursor.
struct Fault {
  enum class Kind {
    unsupported,   // the system has no such call: see Capabilities
    bad_cursor,    // not a cursor of this connector, stream and object: read anew
    unauthorized,  // the secret is refused: stop the connection
    forbidden,     // the role may not do this: stop the mapping, not the connection
    throttled,     // refused for its rate; `retry_in` says when
    unreachable,   // no answer, a gateway's error, a locked or moving account
    malformed,     // an answer that is not what the interface promises
    refused,       // the system understood and says no: our request does not suit this account
    incomplete,    // answers stopped before the end for a reason that has no other name
  };
  Kind kind;
  std::string words;  // what happened, where, in the system's words
  std::optional<core::Duration> retry_in = {};
};

using Step = std::variant<Send, Sleep, Page, Members, Account, Schema, Histories, Options, JobStarted,
                          Outcomes, Done, Fault>;

struct Operation {
  virtual ~Operation() = default;
  // An event that does not answer the last step is a bug of the caller (ENSURE). After Done or Fault: no more
  // calls.
  virtual Step next(const Event& event) = 0;
};

using Op = std::unique_ptr<Operation>;

}  // namespace parley::connector
