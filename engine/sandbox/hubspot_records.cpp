// One record a call: list, get, create, update, archive.
#include <fmt/format.h>

#include <charconv>

#include "engine/sandbox/hubspot_account.hpp"

namespace parley::sandbox {

using value::Json;

namespace {

constexpr std::int64_t list_limit_max = 100;
constexpr std::int64_t list_limit_with_history_max = 50;
constexpr std::int64_t list_limit_usual = 10;

std::optional<std::int64_t> number_in(const std::string* text, std::int64_t otherwise) {
  if (text == nullptr) return otherwise;
  std::int64_t number = 0;
  auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (error != std::errc() || end != text->data() + text->size()) return std::nullopt;
  return number;
}

bool wants_archived(const Target& target) {
  const std::string* archived = target.parameter("archived");
  return archived != nullptr && *archived == "true";
}

}  // namespace

Response HubspotAccount::list(const Target& target, core::Instant) {
  Asked asked = asked_from(target);
  std::int64_t limit_max = asked.with_history.empty() ? list_limit_max : list_limit_with_history_max;
  auto limit = number_in(target.parameter("limit"), list_limit_usual);
  auto after = number_in(target.parameter("after"), 0);
  if (!limit || *limit < 1 || *limit > limit_max) {
    return refuse(400, "VALIDATION_ERROR", fmt::format("limit must be between 1 and {}", limit_max));
  }
  if (!after) return refuse(400, "VALIDATION_ERROR", "The paging cursor `after` is not valid");
  bool archived = wants_archived(target);
  Json results = Json::array();
  Json body = Json::object();
  // `after` is the id with which the page begins.
  for (auto at = store_.all().lower_bound(*after); at != store_.all().end(); ++at) {
    if (at->second.archived.has_value() != archived) continue;
    if (static_cast<std::int64_t>(results.items().size()) == *limit) {
      std::string next = std::to_string(at->first);
      body["paging"]["next"]["after"] = next;
      body["paging"]["next"]["link"] =
          fmt::format("https://api.hubapi.com{}?limit={}&after={}", target.path, *limit, next);
      break;
    }
    results.push(render(at->second, asked));
  }
  Json answer = Json::Object{{"results", std::move(results)}};
  if (const Json* paging = body.find("paging")) answer["paging"] = *paging;
  return json_answer(200, answer);
}

Response HubspotAccount::get(const Target& target, const std::string& id, core::Instant) {
  const std::string* id_property = target.parameter("idProperty");
  if (auto refusal = check_id_property(id_property)) return refuse(*refusal);
  const Contact* contact = look_up(id, id_property, wants_archived(target));
  if (contact == nullptr) return refuse(404, "OBJECT_NOT_FOUND", "resource not found");
  return json_answer(200, render(*contact, asked_from(target)));
}

Response HubspotAccount::create(const Json& body, core::Instant now) {
  auto draft = draft_of("create", body);
  if (auto* refusal = std::get_if<Refusal>(&draft)) return refuse(*refusal);
  if (auto refusal = conflict(std::get<Draft>(draft))) return refuse(*refusal);
  const Contact& contact = commit(std::get<Draft>(draft), now, Actor::integration);
  count_effect_("created");
  return json_answer(201, render(contact, full(contact)));
}

Response HubspotAccount::update(const Target& target, const std::string& id, const Json& body,
                                core::Instant now) {
  const std::string* id_property = target.parameter("idProperty");
  if (auto refusal = check_id_property(id_property)) return refuse(*refusal);
  const Contact* contact = look_up(id, id_property, false);
  if (contact == nullptr) return refuse(404, "OBJECT_NOT_FOUND", "resource not found");
  Json input = Json::Object{{"id", std::to_string(contact->id)}};
  if (const Json* properties = body.find("properties")) input["properties"] = *properties;
  auto draft = draft_of("update", input);
  if (auto* refusal = std::get_if<Refusal>(&draft)) return refuse(*refusal);
  if (auto refusal = conflict(std::get<Draft>(draft))) return refuse(*refusal);
  const Contact& changed = commit(std::get<Draft>(draft), now, Actor::integration);
  count_effect_("updated");
  return json_answer(200, render(changed, written(std::get<Draft>(draft))));
}

Response HubspotAccount::archive(const std::string& id, core::Instant now) {
  // An unknown or archived id is no failure: the answer is 204 all the same.
  if (const Contact* contact = look_up(id, nullptr, false)) {
    store_.archive(contact->id, now);
    index_.schedule(*contact, now + options_.search_lag);
    count_effect_("archived");
  }
  return {.status = 204, .headers = {}, .body = {}};
}

}  // namespace parley::sandbox
