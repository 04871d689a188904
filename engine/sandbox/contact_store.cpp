#include "engine/sandbox/contact_store.hpp"

#include "engine/sandbox/calendar.hpp"
#include "stdlib/core/check.hpp"

namespace parley::sandbox {

namespace {

// The properties that HubSpot computes from the others, asked for or not.
void compute(Image& image, const Contact& contact) {
  static const FieldNumber email = property_number("email");
  static const FieldNumber first = property_number("firstname");
  static const FieldNumber last = property_number("lastname");
  static const FieldNumber domain = property_number("hs_email_domain");
  static const FieldNumber full = property_number("hs_full_name_or_email");
  static const FieldNumber modified = property_number("lastmodifieddate");
  static const FieldNumber hs_modified = property_number("hs_lastmodifieddate");
  auto text = [&](FieldNumber field) {
    const std::string* found = image.find(field);
    return found == nullptr ? std::string() : *found;
  };
  std::string address = text(email);
  std::string name = text(first);
  if (!name.empty() && !text(last).empty()) name += ' ';
  name += text(last);
  if (name.empty()) name = address;
  if (address.empty()) {
    image.erase(domain);
  } else {
    image.set(domain, address.substr(address.find('@') + 1));
  }
  image.set(full, name);
  std::string stamp = iso_milliseconds(contact.modified);
  image.set(modified, stamp);
  image.set(hs_modified, stamp);
}

void set_birth(Image& image, const Contact& contact, Actor actor) {
  image.set(property_number("hs_object_id"), std::to_string(contact.id));
  image.set(property_number("createdate"), iso_milliseconds(contact.created));
  image.set(property_number("hs_is_contact"), "true");
  image.set(property_number("hs_is_unworked"), "true");
  const char* origin = actor == Actor::integration ? "INTEGRATION"
                       : actor == Actor::person    ? "CRM_UI"
                                                   : "IMPORT";
  image.set(property_number("hs_object_source"), origin);
  image.set(property_number("hs_object_source_label"), origin);
}

}  // namespace

const Contact* ContactStore::find(ContactId id) const {
  auto found = contacts_.find(id);
  return found == contacts_.end() ? nullptr : &found->second;
}

const Contact* ContactStore::holder(FieldNumber unique, const std::string& text) const {
  auto found = holders_.find({unique, text});
  return found == holders_.end() ? nullptr : find(found->second);
}

const Contact* ContactStore::archived_holder(FieldNumber unique, const std::string& text) const {
  const Contact* latest = nullptr;
  for (const auto& [id, contact] : contacts_) {
    if (!contact.archived) continue;
    const std::string* held = contact.image->find(unique);
    if (held == nullptr || *held != text) continue;
    if (latest == nullptr || *contact.archived >= *latest->archived) latest = &contact;
  }
  return latest;
}

const Contact& ContactStore::create(const FieldValues& values, core::Instant at, Actor actor) {
  Contact contact;
  contact.id = next_id_;
  next_id_ += 1 + static_cast<ContactId>(random_.below(47));
  contact.created = at;
  contact.modified = at;
  Image image;
  set_birth(image, contact, actor);
  contact.image = std::make_shared<const Image>(std::move(image));
  Contact& placed = contacts_.emplace(contact.id, std::move(contact)).first->second;
  apply(placed, values, actor);
  return placed;
}

const Contact& ContactStore::update(ContactId id, const FieldValues& values, core::Instant at, Actor actor) {
  auto found = contacts_.find(id);
  ENSURE(found != contacts_.end(), "an update names a contact that was looked up before");
  // Two writes in one millisecond still have different stamps, as a person's and ours must be told apart.
  core::Instant later = found->second.modified + core::Duration::milliseconds(1);
  found->second.modified = at > found->second.modified ? at : later;
  apply(found->second, values, actor);
  return found->second;
}

void ContactStore::archive(ContactId id, core::Instant at) {
  auto found = contacts_.find(id);
  ENSURE(found != contacts_.end(), "an archive names a contact that was looked up before");
  Contact& contact = found->second;
  contact.archived = at;
  contact.modified = at;
  for (const Image::Cell& cell : contact.image->cells()) {
    if (contact_properties()[cell.field].unique) holders_.erase({cell.field, cell.text});
  }
}

void ContactStore::apply(Contact& contact, const FieldValues& values, Actor actor) {
  Image image = *contact.image;
  for (const Image::Cell& cell : values) {
    if (contact_properties()[cell.field].unique) {
      if (const std::string* old = image.find(cell.field)) holders_.erase({cell.field, *old});
      if (!cell.text.empty()) holders_[{cell.field, cell.text}] = contact.id;
    }
    contact.history.push_back({cell.field, cell.text, contact.modified, actor});
    image.set(cell.field, cell.text);
  }
  if (contact.history.size() > history_max) {
    contact.history.erase(contact.history.begin(), contact.history.end() - history_max);
  }
  compute(image, contact);
  contact.image = std::make_shared<const Image>(std::move(image));
}

}  // namespace parley::sandbox
