// A HubSpot record as JSON, and what the engine must know of it.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/connector/hubspot/hubspot.hpp"
#include "engine/connector/rows.hpp"
#include "stdlib/value/json.hpp"

namespace parley::hubspot {

// Contacts say `lastmodifieddate`, every other object `hs_lastmodifieddate`.
std::string modified_property(std::string_view object);

// What a read asks for: the caller's fields, and what connectors need themselves (marker, stamp, merged ids).
std::vector<std::string> projection(const Settings& settings, std::string_view object,
                                    const connector::FieldSet& fields);

// Life and version as the record says; aliases are the ids that were merged into it.
connector::Item item_of(const Settings& settings, const value::Json& record);

std::optional<connector::Version> version_of(const value::Json& record);

// The objects of `results`; anything else in that place is left out.
std::vector<const value::Json*> results_of(const value::Json& reply);

// Ids (or values of an idProperty) that a batch read did not find: those listed by its OBJECT_NOT_FOUND
// errors are data. Anything else among the errors is the fault of the whole read.
std::optional<connector::Fault> fault_in_errors(const value::Json& reply);

}  // namespace parley::hubspot
