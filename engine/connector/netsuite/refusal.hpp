// What NetSuite's errors mean: for a read the Fault, for a written record the Outcome, for a query the column
// to leave out. Errors are {"title","status","o:errorDetails":[{"detail","o:errorPath","o:errorCode"}]}.
#pragma once

#include <expected>
#include <optional>
#include <string>

#include "engine/connector/netsuite/netsuite.hpp"
#include "engine/connector/operation.hpp"
#include "stdlib/value/json.hpp"

namespace parley::netsuite {

bool is_success(int status);

std::expected<value::Json, connector::Fault> read_reply(const http::Answer& answer);
connector::Fault fault_of(const http::Response& response);

// The field or column that a 400 names as unknown or hidden: "Unknown identifier 'x'", "Field 'x'".
std::optional<std::string> refused_name(const http::Answer& answer);

// A refusal of one record's read that says nothing of the others: not there, or not to be shown.
bool is_not_shown(const http::Answer& answer);

// A refused write of one record of `object` (may be null: the schema is not known).
connector::Outcome outcome_of(const http::Response& response, const schema::Object* object);

http::Budget budget_of(const http::Response& response);
std::optional<core::Duration> quiet_after(const http::Response& response);

}  // namespace parley::netsuite
