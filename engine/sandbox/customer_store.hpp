// CustomerStore: the customers of one NetSuite account, with a log of field changes and what was deleted;
// indexes by id, external id, entity id, e-mail and modified time. It trusts its caller: values were accepted
// by netsuite_fields before. Not shared between threads.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "engine/sandbox/image.hpp"
#include "engine/sandbox/netsuite_fields.hpp"
#include "stdlib/core/clock.hpp"

namespace parley::sandbox {

using CustomerId = std::int64_t;

struct Customer {
  CustomerId id = 0;
  core::Instant created{};   // whole seconds
  core::Instant modified{};  // whole seconds
  Image image;
};

// A row of the system notes.
struct FieldNote {
  CustomerId customer;
  FieldNumber field;
  std::string old_text;
  std::string new_text;
  core::Instant at;
  Actor actor;
};

struct DeletedCustomer {
  Customer customer;
  core::Instant at;
};

constexpr std::size_t notes_max = 500'000;  // of the account; later ones are not kept

class CustomerStore {
 public:
  const Customer* find(CustomerId id) const;
  const Customer* by_external_id(const std::string& external_id) const;
  const Customer* by_entity_id(const std::string& entity_id) const;
  const std::map<CustomerId, Customer>& all() const { return customers_; }
  std::vector<CustomerId> with_email(const std::string& email) const;
  std::vector<CustomerId> modified_between(core::Instant first, core::Instant last) const;
  const std::vector<FieldNote>& notes() const { return notes_; }
  const std::vector<DeletedCustomer>& deleted() const { return deleted_; }
  std::uint64_t revision() const { return revision_; }  // moves with every change

  const Customer& create(const FieldValues& values, core::Instant at, Actor actor);
  const Customer& update(CustomerId id, const FieldValues& values, core::Instant at, Actor actor);
  void remove(CustomerId id, core::Instant at);

 private:
  void apply(Customer& customer, const FieldValues& values, Actor actor);
  void unindex(const Customer& customer);
  void index(const Customer& customer);

  std::map<CustomerId, Customer> customers_;
  std::map<std::string, CustomerId> by_external_id_;
  std::map<std::string, CustomerId> by_entity_id_;
  std::set<std::pair<std::string, CustomerId>> by_email_;
  std::set<std::pair<core::Instant, CustomerId>> by_modified_;
  std::vector<FieldNote> notes_;
  std::vector<DeletedCustomer> deleted_;
  CustomerId next_id_ = 1'201;
  std::uint64_t revision_ = 0;
};

}  // namespace parley::sandbox
