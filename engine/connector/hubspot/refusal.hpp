// What HubSpot's errors mean: for a read the Fault, for a written record the Outcome. Error bodies are
// optional in every member, so each question has an answer for a body that says nothing.
#pragma once

#include <expected>
#include <optional>
#include <string>

#include "engine/connector/operation.hpp"
#include "stdlib/value/json.hpp"

namespace parley::hubspot {

bool is_success(int status);

// The JSON of a 2xx answer with an object as its body, or the fault that a read ends with.
std::expected<value::Json, connector::Fault> read_reply(const http::Answer& answer);

connector::Fault fault_of(const http::Response& response);

// What one error object (of a whole answer, or one of `errors` in a partial one) says of a record.
connector::Outcome outcome_of(const value::Json& error, connector::IntentId intent);

// Rate headers, and the pause that a refusal asks for.
http::Budget budget_of(const http::Response& response);

// How long to wait and send again; nothing where the answer is no refusal, or the wait is too long to sit
// out.
constexpr core::Duration quiet_max = core::Duration::seconds(60);
std::optional<core::Duration> quiet_after(const http::Response& response);

}  // namespace parley::hubspot
