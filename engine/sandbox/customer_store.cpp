#include "engine/sandbox/customer_store.hpp"

#include "engine/sandbox/calendar.hpp"
#include "stdlib/core/check.hpp"

namespace parley::sandbox {

namespace {

core::Instant whole_seconds(core::Instant at) {
  return {at.microseconds / 1'000'000 * 1'000'000};
}

std::string text(const Image& image, FieldNumber field) {
  const std::string* held = image.find(field);
  return held == nullptr ? std::string() : *held;
}

struct Keys {
  FieldNumber external = customer_field("externalId");
  FieldNumber entity = customer_field("entityId");
  FieldNumber email = customer_field("email");
  FieldNumber person = customer_field("isPerson");
  FieldNumber first = customer_field("firstName");
  FieldNumber last = customer_field("lastName");
  FieldNumber company = customer_field("companyName");
  FieldNumber alternative = customer_field("altName");
  FieldNumber status = customer_field("entityStatus");
  FieldNumber stage = customer_field("stage");
  FieldNumber created = customer_field("dateCreated");
  FieldNumber modified = customer_field("lastModifiedDate");
};

const Keys& keys() {
  static const Keys all;
  return all;
}

// What NetSuite derives from the other fields.
void compute(Customer& customer) {
  Image& image = customer.image;
  bool person = text(image, keys().person) == "T";
  std::string first = text(image, keys().first);
  std::string last = text(image, keys().last);
  std::string name =
      person ? first + (first.empty() || last.empty() ? "" : " ") + last : text(image, keys().company);
  if (name.empty()) {
    image.erase(keys().alternative);
  } else {
    image.set(keys().alternative, name);
  }
  std::string status = text(image, keys().status);
  for (const ListEntry& entry : customer_fields()[keys().status].entries) {
    if (entry.id == status) image.set(keys().stage, entry.name.substr(0, entry.name.find('-')));
  }
  image.set(keys().created, iso_seconds(customer.created));
  image.set(keys().modified, iso_seconds(customer.modified));
}

}  // namespace

const Customer* CustomerStore::find(CustomerId id) const {
  auto found = customers_.find(id);
  return found == customers_.end() ? nullptr : &found->second;
}

const Customer* CustomerStore::by_external_id(const std::string& external_id) const {
  auto found = by_external_id_.find(external_id);
  return found == by_external_id_.end() ? nullptr : find(found->second);
}

const Customer* CustomerStore::by_entity_id(const std::string& entity_id) const {
  auto found = by_entity_id_.find(entity_id);
  return found == by_entity_id_.end() ? nullptr : find(found->second);
}

std::vector<CustomerId> CustomerStore::with_email(const std::string& email) const {
  std::vector<CustomerId> ids;
  for (auto at = by_email_.lower_bound({email, 0}); at != by_email_.end() && at->first == email; ++at) {
    ids.push_back(at->second);
  }
  return ids;
}

std::vector<CustomerId> CustomerStore::modified_between(core::Instant first, core::Instant last) const {
  std::vector<CustomerId> ids;
  for (auto at = by_modified_.lower_bound({first, 0}); at != by_modified_.end() && at->first <= last; ++at) {
    ids.push_back(at->second);
  }
  return ids;
}

const Customer& CustomerStore::create(const FieldValues& values, core::Instant at, Actor actor) {
  Customer fresh;
  fresh.id = next_id_++;
  fresh.created = whole_seconds(at);
  fresh.modified = fresh.created;
  fresh.image.set(keys().entity, std::to_string(fresh.id));
  Customer& customer = customers_.emplace(fresh.id, std::move(fresh)).first->second;
  index(customer);
  apply(customer, values, actor);
  return customer;
}

const Customer& CustomerStore::update(CustomerId id, const FieldValues& values, core::Instant at,
                                      Actor actor) {
  auto found = customers_.find(id);
  ENSURE(found != customers_.end(), "an update names a customer that was looked up before");
  by_modified_.erase({found->second.modified, id});
  found->second.modified = std::max(found->second.modified, whole_seconds(at));
  apply(found->second, values, actor);
  return found->second;
}

void CustomerStore::remove(CustomerId id, core::Instant at) {
  auto found = customers_.find(id);
  ENSURE(found != customers_.end(), "a removal names a customer that was looked up before");
  unindex(found->second);
  deleted_.push_back({std::move(found->second), whole_seconds(at)});
  customers_.erase(found);
  ++revision_;
}

void CustomerStore::apply(Customer& customer, const FieldValues& values, Actor actor) {
  unindex(customer);
  for (const Image::Cell& cell : values) {
    std::string old = text(customer.image, cell.field);
    if (old != cell.text && notes_.size() < notes_max) {
      notes_.push_back({customer.id, cell.field, old, cell.text, customer.modified, actor});
    }
    if (cell.text.empty()) {
      customer.image.erase(cell.field);
    } else {
      customer.image.set(cell.field, cell.text);
    }
  }
  compute(customer);
  index(customer);
  ++revision_;
}

void CustomerStore::unindex(const Customer& customer) {
  by_external_id_.erase(text(customer.image, keys().external));
  by_entity_id_.erase(text(customer.image, keys().entity));
  by_email_.erase({text(customer.image, keys().email), customer.id});
  by_modified_.erase({customer.modified, customer.id});
}

void CustomerStore::index(const Customer& customer) {
  std::string external = text(customer.image, keys().external);
  std::string entity = text(customer.image, keys().entity);
  std::string email = text(customer.image, keys().email);
  if (!external.empty()) by_external_id_[external] = customer.id;
  if (!entity.empty()) by_entity_id_[entity] = customer.id;
  if (!email.empty()) by_email_.insert({email, customer.id});
  by_modified_.insert({customer.modified, customer.id});
}

}  // namespace parley::sandbox
