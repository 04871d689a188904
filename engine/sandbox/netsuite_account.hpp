// NetsuiteAccount: the calls of the record service and of SuiteQL on one account: what each one checks, does
// and answers. Authentication and the concurrency limit lie before it, in netsuite_sandbox.cpp. Not shared
// between threads.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/sandbox/customer_store.hpp"
#include "engine/sandbox/netsuite_sandbox.hpp"
#include "engine/sandbox/suiteql_run.hpp"
#include "stdlib/core/random.hpp"

namespace parley::sandbox {

// What one entry of o:errorDetails says.
struct NetsuiteRefusal {
  int status = 400;
  std::string code;  // USER_ERROR, NONEXISTENT_ID …
  std::string detail;
  std::string path = {};       // o:errorPath
  std::string parameter = {};  // o:errorQueryParam
};

// What a call knows of its surroundings.
struct NetsuiteCall {
  const Request& request;
  const Target& target;
  core::Instant now;
  std::string origin;  // "http://127.0.0.1:8081", the beginning of every link
};

class NetsuiteAccount {
 public:
  using Count = std::function<void(std::string_view)>;

  NetsuiteAccount(NetsuiteOptions options, Count count_effect);

  // The record service for customers. `name` is an id or "eid:" and an external id.
  Response list(const NetsuiteCall& call);
  Response get(const NetsuiteCall& call, const std::string& name);
  Response create(const NetsuiteCall& call);
  Response update(const NetsuiteCall& call, const std::string& name);
  Response upsert(const NetsuiteCall& call, const std::string& name);
  Response remove(const NetsuiteCall& call, const std::string& name);

  Response suiteql(const NetsuiteCall& call);  // netsuite_suiteql.cpp

  Response catalog(const NetsuiteCall& call);
  Response catalog_of_customer(const NetsuiteCall& call);
  Response server_time(const NetsuiteCall& call);
  Response governance();

  static Response refuse(const NetsuiteRefusal& refusal);

  core::Result<std::string> edit(const value::Json& change, core::Instant now);
  core::Result<std::string> load(const value::Json& values, core::Instant modified);
  value::Json records() const;

  const NetsuiteOptions& options() const { return options_; }
  std::uint64_t next_random() { return random_.next(); }

 private:
  struct Accepted {
    FieldValues values;
    std::vector<std::string> dropped;  // unknown properties, left out without a word
  };
  struct Rows {
    std::string key;
    std::vector<std::int64_t> rows;
  };

  std::variant<Accepted, NetsuiteRefusal> accept(const value::Json& body, bool unknown_is_error) const;
  std::optional<NetsuiteRefusal> check_new(FieldValues& values) const;
  std::optional<NetsuiteRefusal> collision(const FieldValues& values, std::optional<CustomerId> self) const;
  const Customer* look_up(const std::string& name) const;
  value::Json render(const Customer& customer, const NetsuiteCall& call) const;
  Response written(const NetsuiteCall& call, const Customer& customer,
                   const std::vector<std::string>& dropped);
  Response write(const NetsuiteCall& call, const Customer* existing, const std::string& external_id);
  // The rows of a query, kept while nothing changes, so that a page does not run the whole query again.
  std::variant<std::vector<std::int64_t>, NetsuiteRefusal> rows_of(SqlRun& run, const SqlQuery& query,
                                                                   const std::string& key);

  NetsuiteOptions options_;
  Count count_effect_;
  SqlSettings sql_;
  CustomerStore store_;
  core::Random random_;
  std::deque<Rows> answers_;
  std::uint64_t answers_revision_ = 0;
};

}  // namespace parley::sandbox
