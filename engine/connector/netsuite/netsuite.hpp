// The NetSuite connector: record service and SuiteQL, for customers and other records of the same shape.
// Requests are signed by whoever carries them. What it can and cannot do, and why:
// docs/operations/netsuite.md.
//
// Record form: as a record GET gives it, {"id":"107","companyName":"...","entityStatus":{"id":"13"},...}.
// Rows of SuiteQL are brought into this form: field names, booleans, numbers, references, instants in UTC; a
// selected column that is null stands as null. Bodies of writes: {"companyName":"..."}; null clears.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/connector/connector.hpp"
#include "stdlib/schema/schema.hpp"
#include "stdlib/value/time.hpp"

namespace parley::netsuite {

// How far a zone's clocks are ahead of UTC at a civil time; nothing for a zone that is not known. Of a time
// that stands twice, the offset of its first occurrence. "UTC", "GMT" and "+02:00" are not asked for.
using ZoneRules = std::function<std::optional<core::Duration>(std::string_view zone, value::DateTime civil)>;

constexpr std::size_t query_page_max = 1'000;

struct Settings {
  std::string url;      // "https://123456-sb1.suitetalk.api.netsuite.com", without a slash at the end
  std::string account;  // "123456_SB1": the realm that requests are signed for
  std::vector<schema::Object> objects;  // what their fields are called in SuiteQL, and their types
  std::string marker = "externalId";
  std::size_t page_rows = query_page_max;  // of SuiteQL; fewer make smaller pages, never more
  ZoneRules zones = {};           // SuiteQL shows times in the zone of the integration's user
  // How far changes() re-reads behind itself: stamps are whole seconds, and transactions commit late.
  core::Duration overlap = core::Duration::seconds(120);
};

// "123456_SB1" → "https://123456-sb1.suitetalk.api.netsuite.com"
std::string url_of(std::string_view account);

std::unique_ptr<connector::Connector> make_connector(Settings settings);

}  // namespace parley::netsuite
