// The reading calls of the NetSuite connector, one script each. The contract of each:
// engine/connector/connector.hpp.
#pragma once

#include <string>
#include <vector>

#include "engine/connector/netsuite/netsuite.hpp"
#include "engine/connector/script.hpp"

namespace parley::netsuite {

struct Asked {
  Settings settings;
  connector::ObjectName object;
  connector::FieldSet fields;
};

connector::Script identity(Settings settings);
connector::Script describe(Settings settings, connector::ObjectName object);

// By SuiteQL, rows brought into record form.
connector::Script scan(Asked asked, connector::Cursor cursor);
connector::Script changes(Asked asked, connector::Cursor cursor, core::Instant until);
connector::Cursor changes_cursor(const connector::ObjectName& object, core::Instant start);
connector::Script find(Asked asked, std::string field, std::vector<std::string> values);

// By record GETs: `keys` are ids.
connector::Script get_records(Asked asked, std::vector<std::string> keys);
// By record GETs of external ids; another marker field is looked for by SuiteQL.
connector::Script find_external(Asked asked, std::vector<std::string> markers);

}  // namespace parley::netsuite
