// The reading calls of the HubSpot connector, one script each. The contract of each:
// engine/connector/connector.hpp.
#pragma once

#include <string>
#include <vector>

#include "engine/connector/hubspot/hubspot.hpp"
#include "engine/connector/script.hpp"

namespace parley::hubspot {

struct Asked {
  Settings settings;
  connector::ObjectName object;
  connector::FieldSet fields;
};

connector::Script scan(Asked asked, connector::Cursor cursor);
connector::Script changes(Asked asked, connector::Cursor cursor, core::Instant until);
connector::Cursor changes_cursor(const connector::ObjectName& object, core::Instant start);
connector::Script get_records(Asked asked, std::vector<std::string> ids);
enum class Archives { live_only, live_and_archived };
// By a property with unique values: batch reads, authoritative.
connector::Script find_unique(Asked asked, std::string property, std::vector<std::string> values,
                              Archives archives);
// By any property: searches, as old as the index.
connector::Script find_anywhere(Asked asked, std::string property, std::vector<std::string> values);

connector::Script identity(Settings settings);
connector::Script describe(Settings settings, connector::ObjectName object);
connector::Script options(Settings settings, connector::ObjectName object, connector::FieldName field);
connector::Script members(Settings settings, connector::SetRef set, connector::Cursor cursor);
connector::Script history(Asked asked, std::vector<std::string> ids, core::Instant since);

}  // namespace parley::hubspot
