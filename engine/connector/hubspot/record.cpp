#include "engine/connector/hubspot/record.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/connector/operation.hpp"
#include "stdlib/core/text.hpp"
#include "stdlib/value/time.hpp"

namespace parley::hubspot {

using connector::Item;
using connector::RecordId;
using value::Json;

namespace {

constexpr std::string_view merged_ids = "hs_merged_object_ids";

std::string property(const Json& record, std::string_view name) {
  const Json* properties = record.find("properties");
  const Json* found = properties ? properties->find(name) : nullptr;
  return found ? found->text_or("") : std::string();
}

std::string stamp_of(const Json& record) {
  if (const Json* updated = record.find("updatedAt"); updated && updated->is_text()) return updated->text();
  const std::string contact = property(record, "lastmodifieddate");
  return contact.empty() ? property(record, "hs_lastmodifieddate") : contact;
}

}  // namespace

std::string modified_property(std::string_view object) {
  const bool contacts = object == "contacts" || object == "contact" || object == "0-1";
  return contacts ? "lastmodifieddate" : "hs_lastmodifieddate";
}

std::vector<std::string> projection(const Settings& settings, std::string_view object,
                                    const connector::FieldSet& fields) {
  std::vector<std::string> names;
  const auto add = [&names](std::string name) {
    if (std::ranges::find(names, name) == names.end()) names.push_back(std::move(name));
  };
  for (const auto& field : fields.names) add(field.value);
  add(settings.marker);
  add(modified_property(object));
  add(std::string(merged_ids));
  return names;
}

std::optional<connector::Version> version_of(const Json& record) {
  const std::string stamp = stamp_of(record);
  if (stamp.empty()) return std::nullopt;
  const auto modified = value::parse_instant(stamp);
  // Stamps may drop ".000": the token is the canonical text, so that one state has one token.
  return connector::Version{modified ? value::to_text(*modified) : stamp, modified};
}

Item item_of(const Settings& settings, const Json& record) {
  Item item;
  if (const Json* id = record.find("id")) item.id.value = id->is_number() ? id->digits() : id->text_or("");
  item.version = version_of(record);
  const Json* archived = record.find("archived");
  if (archived && archived->is_bool() && archived->boolean()) item.life = connector::Life::archived;
  if (const std::string marker = property(record, settings.marker); !marker.empty()) {
    item.marker = connector::Marker(marker);
  }
  for (const auto id : core::split(property(record, merged_ids), ';')) {
    if (!id.empty() && id != item.id.value) item.aliases.emplace_back(std::string(id));
  }
  return item;
}

std::vector<const Json*> results_of(const Json& reply) {
  std::vector<const Json*> records;
  const Json* results = reply.find("results");
  if (!results || !results->is_array()) return records;
  for (const Json& record : results->items()) {
    if (record.is_object()) records.push_back(&record);
  }
  return records;
}

std::optional<connector::Fault> fault_in_errors(const Json& reply) {
  const Json* errors = reply.find("errors");
  if (!errors || !errors->is_array()) return std::nullopt;
  for (const Json& error : errors->items()) {
    const Json* category = error.find("category");
    if (category && category->text_or("") == "OBJECT_NOT_FOUND") continue;
    const Json* message = error.find("message");
    return connector::Fault{connector::Fault::Kind::refused,
                            fmt::format("HubSpot, in a batch: {}", message ? message->text_or("") : ""),
                            {}};
  }
  return std::nullopt;
}

}  // namespace parley::hubspot
