// The contact properties of the served HubSpot account: the sandbox's own reading of HubSpot's property
// metadata, and the rules by which HubSpot takes or refuses a written value. Constant once built; threads may
// share it.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/sandbox/image.hpp"
#include "stdlib/value/json.hpp"

namespace parley::sandbox {

struct PropertyOption {
  std::string value;
  std::string label;
};

struct Property {
  std::string name;
  std::string label;
  std::string type;        // string phone_number number enumeration bool date datetime
  std::string field_type;  // text phonenumber number select radio checkbox booleancheckbox date
  std::string group = "contactinformation";
  std::vector<PropertyOption> options = {};
  bool read_only = false;
  bool unique = false;
  bool external_options = false;  // described without its options
};

const std::vector<Property>& contact_properties();
std::optional<FieldNumber> find_property(std::string_view name);
// Of a property that is known to be there.
FieldNumber property_number(std::string_view name);
value::Json describe_property(const Property& property);

// Why HubSpot refuses a value: its code and words.
struct InvalidValue {
  std::string code;  // INVALID_OPTION, INVALID_EMAIL …
  std::string message;
};

// The text that HubSpot stores for a written value (dates and e-mail addresses are brought into one form), or
// why it refuses it. "" clears and is always allowed.
std::expected<std::string, InvalidValue> accept_value(const Property& property, const std::string& written);

}  // namespace parley::sandbox
