// What is not records: the account, its properties, lists, and the history of values.
#include <fmt/format.h>

#include <algorithm>

#include "engine/connector/cursor_text.hpp"
#include "engine/connector/http_date.hpp"
#include "engine/connector/hubspot/read.hpp"
#include "engine/connector/hubspot/record.hpp"
#include "engine/connector/hubspot/refusal.hpp"
#include "engine/connector/hubspot/requests.hpp"
#include "stdlib/value/time.hpp"

namespace parley::hubspot {

using namespace connector;
using value::Json;

namespace {

bool truth(const Json* json) {
  return json && json->is_bool() && json->boolean();
}

std::vector<Option> options_of(const Json& property) {
  std::vector<Option> all;
  const Json* options = property.find("options");
  if (!options || !options->is_array()) return all;
  for (const Json& option : options->items()) {
    all.push_back(
        {text_of(option.find("value")), text_of(option.find("label")), !truth(option.find("hidden"))});
  }
  return all;
}

// Writability is what modificationMetadata says; `calculated` is false on many values that nobody may write.
FieldRights rights_of(const Json& property) {
  FieldRights rights{.field = FieldName(text_of(property.find("name"))),
                     .type = text_of(property.find("type"))};
  const bool read_only = truth(property.at_path("modificationMetadata.readOnlyValue"));
  rights.creatable = rights.updatable = !read_only;
  rights.unique = truth(property.find("hasUniqueValue"));
  rights.options = options_of(property);
  return rights;
}

void add_history(const Json& record, const std::string& app, core::Instant since, Histories& histories) {
  const Json* all = record.find("propertiesWithHistory");
  if (!all || !all->is_object()) return;
  for (const auto& [name, values] : all->members()) {
    if (!values.is_array()) continue;
    for (const Json& past : values.items()) {
      const auto at = value::parse_instant(text_of(past.find("timestamp")));
      if (!at) continue;
      PastValue found{
          .id = RecordId(text_of(record.find("id"))), .field = FieldName(name), .value = {}, .at = *at};
      const std::string written = text_of(past.find("value"));
      if (!written.empty()) found.value = written;
      const std::string source = text_of(past.find("sourceId"));
      found.author = fmt::format("{} {}", text_of(past.find("sourceType")), source);
      found.ours = !app.empty() && source == app;
      const bool held_at_since = *at < since;
      histories.values.push_back(std::move(found));
      if (held_at_since) break;  // newest first: this one held then
    }
  }
}

}  // namespace

Script identity(Settings settings) {
  const http::Answer& answer = co_await Send{get(settings, "/account-info/v3/details")};
  auto details = read_reply(answer);
  if (!details) co_return details.error();
  Account account{.name = text_of(details->find("portalId")),
                  .clock = clock_of(std::get<http::Response>(answer))};
  if (account.name.empty())
    co_return Fault{Fault::Kind::malformed, "HubSpot: no portalId in the account's details", {}};
  account.label = fmt::format("{} ({}, {})", account.name, text_of(details->find("accountType")),
                              text_of(details->find("dataHostingLocation")));
  co_await account;
  co_return Done{};
}

Script describe(Settings settings, ObjectName object) {
  auto reply = read_reply(co_await Send{get(settings, properties_path(settings, object.value))});
  if (!reply) co_return reply.error();
  Schema schema{.object = object, .fields = {}};
  for (const Json* property : results_of(*reply)) schema.fields.push_back(rights_of(*property));
  std::ranges::sort(schema.fields, {}, &FieldRights::field);
  co_await schema;
  co_return Done{};
}

Script options(Settings settings, ObjectName object, FieldName field) {
  const std::string path = properties_path(settings, object.value) + "/" + http::percent_encoded(field.value);
  auto reply = read_reply(co_await Send{get(settings, path)});
  if (!reply) co_return reply.error();
  co_await Options{options_of(*reply)};
  co_return Done{};
}

Script members(Settings settings, SetRef set, Cursor cursor) {
  const StreamKey key{"hubspot", "members", set.set};
  std::string after;
  if (!cursor.empty()) {
    auto place = read_cursor(key, cursor);
    if (!place) co_return place.error();
    after = text_of(place->find("after"));
  }
  for (;;) {
    std::string path =
        fmt::format("{}/{}/memberships?limit=100", lists_path(settings), http::percent_encoded(set.set));
    if (!after.empty()) path += "&after=" + http::percent_encoded(after);
    auto reply = read_reply(co_await Send{get(settings, path)});
    if (!reply) co_return reply.error();
    Members page{.set = set, .records = {}, .next = {}};
    for (const Json* member : results_of(*reply))
      page.records.emplace_back(text_of(member->find("recordId")));
    const std::string next = text_of(reply->at_path("paging.next.after"));
    page.complete = next.empty();
    page.next = write_cursor(key, Json::Object{{"after", next}});
    co_await page;
    if (next.empty()) co_return Done{};
    if (next == after) co_return Fault{Fault::Kind::malformed, "HubSpot's list members do not go on", {}};
    after = next;
  }
}

Script history(Asked asked, std::vector<std::string> ids, core::Instant since) {
  for (std::size_t at = 0; at < ids.size(); at += history_batch_max) {
    Json body = Json::object();
    Json names = Json::array();
    for (const auto& field : asked.fields.names) names.push(field.value);
    body["properties"] = Json::array();
    body["propertiesWithHistory"] = std::move(names);
    Json inputs = Json::array();
    for (std::size_t i = at; i < std::min(ids.size(), at + history_batch_max); ++i) {
      inputs.push(Json::Object{{"id", ids[i]}});
    }
    body["inputs"] = std::move(inputs);
    const std::string path = objects_path(asked.settings, asked.object.value) + "/batch/read";
    auto reply = read_reply(co_await Send{query(asked.settings, path, body)});
    if (!reply) co_return reply.error();
    if (auto fault = fault_in_errors(*reply)) co_return *fault;
    Histories histories;
    for (const Json* record : results_of(*reply)) add_history(*record, asked.settings.app, since, histories);
    co_await histories;
  }
  co_return Done{};
}

}  // namespace parley::hubspot
