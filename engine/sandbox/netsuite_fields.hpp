// The fields of a customer in the served NetSuite account: the sandbox's own reading of the REST API Browser
// and of SuiteQL's customer table, and how each value is written to and read from the wire. Constant; threads
// may share it.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/sandbox/image.hpp"
#include "stdlib/value/json.hpp"

namespace parley::sandbox {

enum class FieldKind { text, boolean, number, integer, date, date_time, reference, choice };

struct ListEntry {
  std::string id;
  std::string name;
};

struct CustomerField {
  std::string name;  // in the record service: lastModifiedDate
  FieldKind kind;
  std::string column;                   // in SuiteQL; empty: not there
  std::size_t length_max = 0;           // of text, in characters
  std::vector<ListEntry> entries = {};  // of references and choices; empty: any customer's id
  bool read_only = false;
};

const std::vector<CustomerField>& customer_fields();
std::optional<FieldNumber> find_customer_field(std::string_view name);  // by its name in the record service
std::optional<FieldNumber> find_customer_column(std::string_view lower_case);
FieldNumber customer_field(std::string_view name);  // of a field that is known to be there

// What NetSuite says of a value that it refuses.
struct RefusedValue {
  std::string code;  // USER_ERROR, INVALID_CONTENT
  std::string words;
};

// The stored text of a value in a request's body: booleans 'T' or 'F', references by id, dates as 2017-07-21.
// Empty text: cleared (null, or "").
std::expected<std::string, RefusedValue> accept_field(const CustomerField& field, const value::Json& written);

// The same value in a record that is read; `record_url` begins the links of references.
value::Json show_field(const CustomerField& field, const std::string& text, const std::string& record_url);

// One property of the JSON schema in the metadata catalog.
value::Json describe_field(const CustomerField& field);

}  // namespace parley::sandbox
