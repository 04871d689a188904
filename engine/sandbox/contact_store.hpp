// ContactStore: the contacts of one HubSpot account with their field history, and indexes by id and by each
// unique property. The store trusts its caller: values were accepted by hubspot_properties before. Not shared
// between threads.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/sandbox/hubspot_properties.hpp"
#include "engine/sandbox/image.hpp"
#include "stdlib/core/clock.hpp"
#include "stdlib/core/random.hpp"

namespace parley::sandbox {

using ContactId = std::int64_t;

struct PropertyChange {
  FieldNumber property;
  std::string text;
  core::Instant at;
  Actor actor;
};

struct Contact {
  ContactId id = 0;
  core::Instant created{};
  core::Instant modified{};
  std::optional<core::Instant> archived{};
  std::shared_ptr<const Image> image;   // shared with the search index, which shows older states
  std::vector<PropertyChange> history;  // oldest first
};

constexpr std::size_t history_max = 2'000;  // of one contact; the oldest are dropped

class ContactStore {
 public:
  explicit ContactStore(std::uint64_t seed) : random_(seed) {}

  const Contact* find(ContactId id) const;  // archived ones too
  // The live contact that holds this value of a unique property.
  const Contact* holder(FieldNumber unique, const std::string& text) const;
  // The archived contact that held it last: a slow look at every archived one.
  const Contact* archived_holder(FieldNumber unique, const std::string& text) const;
  const std::map<ContactId, Contact>& all() const { return contacts_; }

  const Contact& create(const FieldValues& values, core::Instant at, Actor actor);
  const Contact& update(ContactId id, const FieldValues& values, core::Instant at, Actor actor);
  void archive(ContactId id, core::Instant at);

 private:
  void apply(Contact& contact, const FieldValues& values, Actor actor);

  std::map<ContactId, Contact> contacts_;
  std::map<std::pair<FieldNumber, std::string>, ContactId> holders_;
  core::Random random_;
  ContactId next_id_ = 20'451'000'001;
};

}  // namespace parley::sandbox
