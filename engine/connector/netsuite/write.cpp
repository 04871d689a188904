// A record service without archives: "archive" makes a record inactive, "restore" makes it active again;
// "remove" deletes it for good.
#include "engine/connector/netsuite/write.hpp"

#include <fmt/format.h>

#include "engine/connector/netsuite/record.hpp"
#include "engine/connector/netsuite/refusal.hpp"
#include "engine/connector/netsuite/requests.hpp"
#include "engine/connector/settling.hpp"
#include "stdlib/core/check.hpp"

namespace parley::netsuite {

using namespace connector;
using value::Json;

namespace {

Outcomes only(const Write& write, Outcome outcome) {
  outcome.intent = write.intent;
  return {{std::move(outcome)}};
}

bool is_external(const Settings& settings, const Write& write) {
  return settings.marker == "externalId" && !write.marker.value.empty();
}

std::string body_of(const Settings& settings, const Write& write) {
  if (write.kind == WriteKind::archive) return R"({"isInactive":true})";
  if (write.kind == WriteKind::restore) return R"({"isInactive":false})";
  auto body = value::parse_json(write.body);
  ENSURE(body && body->is_object(),
         fmt::format("the body of intent {} is no JSON object", write.intent.value));
  const bool own_field = write.kind == WriteKind::create && settings.marker != "externalId";
  if (own_field && !write.marker.value.empty()) (*body)[settings.marker] = write.marker.value;
  return value::write_json(*body);
}

http::Request request_of(const Settings& settings, const ObjectName& object, const Write& write) {
  if (write.kind == WriteKind::remove)
    return change_record(settings, http::Method::remove, record_path(object.value, write.id.value), "");
  std::string body = body_of(settings, write);
  if (write.kind != WriteKind::create) {
    return change_record(settings, http::Method::patch, record_path(object.value, write.id.value),
                         std::move(body));
  }
  if (is_external(settings, write)) {
    const std::string path = record_path(object.value, "eid:" + write.marker.value);
    return change_record(settings, http::Method::put, path, std::move(body));
  }
  return change_record(settings, http::Method::post, record_path(object.value, ""), std::move(body));
}

Outcome applied(const Write& write, const http::Response& response) {
  if (write.kind != WriteKind::create) return {.intent = {}, .how = Settled::applied, .id = write.id};
  const auto id = id_in_location(response);
  if (!id) return perhaps_written("NetSuite: an answer to a create that does not name the record");
  return {.intent = {}, .how = Settled::applied, .id = *id};
}

bool stops(int status) {
  return status == 401 || status == 429 || (status >= 500 && status != 500);
}

}  // namespace

Script write_records(Settings settings, ObjectName object, std::vector<Write> writes) {
  std::optional<Fault> stop;
  for (const Write& write : writes) {
    if (write.kind == WriteKind::convert || write.kind == WriteKind::action) {
      Outcome none = not_written("NetSuite's record service has no call for this kind of write");
      none.retry_in.reset();
      co_await only(write, none);
      continue;
    }
    if (stop) {
      co_await only(write, not_written("not sent: " + stop->words));
      continue;
    }
    const http::Answer& answer = co_await Send{request_of(settings, object, write)};
    if (const auto* none = std::get_if<http::Unanswered>(&answer)) {
      stop = connector::fault_of(*none);
      co_await only(write, connector::outcome_of(*none));
      continue;
    }
    const auto& response = std::get<http::Response>(answer);
    if (is_success(response.status)) {
      co_await only(write, applied(write, response));
      continue;
    }
    const Fault fault = netsuite::fault_of(response);
    if (response.status == 403) {
      // One record may be closed to the role while others are open.
      co_await only(write, netsuite::outcome_of(response, find_object(settings, object)));
      continue;
    }
    if (stops(response.status)) stop = fault;
    if (response.status >= 500) {
      co_await only(write, perhaps_written(fault.words));
    } else if (stop) {
      co_await only(write, connector::outcome_of(fault));
    } else {
      co_await only(write, netsuite::outcome_of(response, find_object(settings, object)));
    }
  }
  if (stop) co_return *stop;
  co_return Done{};
}

}  // namespace parley::netsuite
