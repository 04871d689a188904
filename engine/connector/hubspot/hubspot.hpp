// The HubSpot connector: contacts, and other CRM objects of the same shape. Bearer tokens are added by
// whoever carries the requests. What it can and cannot do, and why: docs/operations/hubspot.md.
//
// Record form:
// {"id":"17","properties":{"email":"...",...},"createdAt":"...","updatedAt":"...","archived":false}. A
// FieldName is a property name. Bodies of writes: {"properties":{...}}; a null in it clears the property.
#pragma once

#include <memory>
#include <string>

#include "engine/connector/connector.hpp"

namespace parley::hubspot {

struct Settings {
  std::string url = "https://api.hubapi.com";  // without a slash at the end
  std::string api = "v3";                      // or a date-based version: "2026-03", "2026-09"
  std::string marker = "parley_key";           // a text property with unique values, of our own
  std::string app = {};                        // our app's id, by which history names us; empty: not known
  // How far search may lag behind writes. changes() re-reads this far behind itself.
  core::Duration index_lag = core::Duration::seconds(600);
};

std::unique_ptr<connector::Connector> make_connector(Settings settings);

}  // namespace parley::hubspot
