// Subject: one connector with the system it speaks to, in this process. A new connector adds one maker to
// subjects(), and the whole suite runs on it.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/connector/connector.hpp"
#include "engine/sandbox/system.hpp"
#include "engine/sandbox/virtual_clock.hpp"
#include "tests/support/talk.hpp"

namespace parley::contract {

struct Subject {
  virtual ~Subject() = default;

  virtual connector::Connector& connector() = 0;
  virtual sandbox::System& system() = 0;

  sandbox::VirtualClock clock;
  connector::ObjectName object;
  connector::FieldSet fields;
  connector::FieldName find_field;  // one that find() takes
  std::string account;              // as identity() must name it
  std::size_t page = 0;             // records on a full page of scan()
  core::Duration lag;               // of the system's index

  // Record number n, as a file loads it, as a create sends it, and the same with another phone number.
  virtual value::Json loaded(int n) const = 0;
  virtual std::string create_body(int n) const = 0;
  virtual std::string update_body(int n) const = 0;
  // A create that the system refuses for its content.
  virtual std::string bad_body() const = 0;
  // What find_field holds in record n; a wire text.
  virtual std::string find_value(int n) const = 0;

  // Carries one request to the system; its clock goes on by a second.
  http::Answer answer(const http::Request& request);
  test::Server server() {
    return [this](const http::Request& request) { return answer(request); };
  }

  // Loads records 0 … count - 1, all with one stamp; their ids in order.
  std::vector<connector::RecordId> load(int count, core::Instant modified);
  // Whole seconds ago, by the system's clock.
  core::Instant ago(std::int64_t seconds) { return clock.now() - core::Duration::seconds(seconds); }
  // Ids of live records by the marker that they carry, from the system's own dump.
  std::map<std::string, std::vector<std::string>> holders();
  std::size_t live_records();

 protected:
  virtual void authorize(http::Request& request) = 0;
  virtual std::string marker_name() const = 0;
};

struct Maker {
  std::string name;
  std::function<std::unique_ptr<Subject>()> make;
};

const std::vector<Maker>& subjects();

std::unique_ptr<Subject> make_hubspot();
std::unique_ptr<Subject> make_netsuite();
std::unique_ptr<Subject> make_netsuite_with(std::vector<schema::Object> objects);

}  // namespace parley::contract
