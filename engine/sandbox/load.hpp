// Records from files: one JSON object a line (.ndjson, .jsonl), comma-separated values with a header (.csv),
// and Salesforce's tree format (.json with "records"). Columns and members are the served system's own field
// names; those that Salesforce uses for a person are translated.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "stdlib/core/result.hpp"
#include "stdlib/value/json.hpp"

namespace parley::sandbox {

enum class ServedSystem { hubspot, netsuite };

constexpr std::size_t load_records_max = 1'000'000;

// The records of a file's text, as System::load takes them; `name` decides the format and stands in errors,
// which name the line or the record. Fails with ErrorKind::input.
core::Result<std::vector<value::Json>> read_records(ServedSystem system, std::string_view name,
                                                    std::string_view text);

}  // namespace parley::sandbox
