// A customer in record form, and what the engine must know of it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/connector/netsuite/netsuite.hpp"
#include "engine/connector/rows.hpp"
#include "stdlib/value/json.hpp"

namespace parley::netsuite {

const schema::Object* find_object(const Settings& settings, const connector::ObjectName& object);
schema::Missing missing_of(const Settings& settings, const connector::ObjectName& object);

connector::Item item_of(const Settings& settings, const value::Json& record);

// The body fields that a GET must name: the first parts of the paths, with what connectors need themselves.
// Empty where a list is asked for: then the whole record comes, with its sub-resources.
std::vector<std::string> body_fields(const Settings& settings, const connector::ObjectName& object,
                                     const connector::FieldSet& asked);

// The id at the end of ".../record/v1/customer/647".
std::optional<connector::RecordId> id_in_location(const http::Response& response);

// Ids are decimal texts; 0 for anything else.
std::uint64_t id_number(std::string_view id);

}  // namespace parley::netsuite
