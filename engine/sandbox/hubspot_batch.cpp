// A hundred records a call. Without trace ids a batch of writes lands whole or not at all; with a distinct
// objectWriteTraceId on every input each one is judged by itself and the answer is 207 where some were
// refused.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "engine/sandbox/calendar.hpp"
#include "engine/sandbox/hubspot_account.hpp"

namespace parley::sandbox {

using value::Json;

namespace {

constexpr std::size_t batch_max = 100;
constexpr std::size_t batch_with_history_max = 50;

Json grouped_missing(const Json& ids) {
  return Json::Object{
      {"status", "error"},
      {"category", "OBJECT_NOT_FOUND"},
      {"message",
       "Could not get some CONTACT objects, they may be deleted or not exist. Check that ids are valid."},
      {"context", Json::Object{{"ids", ids}}}};
}

bool has_items(const Json& json) {
  return json.is_array() && !json.items().empty();
}

// Every input has a trace id, and no two the same.
bool all_traced(const Json& inputs) {
  std::set<std::string> seen;
  return std::ranges::all_of(inputs.items(), [&](const Json& input) {
    std::string trace = text_of(input.find("objectWriteTraceId"));
    return !trace.empty() && seen.insert(trace).second;
  });
}

// The first id that two inputs name.
std::optional<std::string> repeated_id(const Json& inputs) {
  std::set<std::pair<std::string, std::string>> seen;
  for (const Json& input : inputs.items()) {
    std::string id = text_of(input.find("id"));
    if (!id.empty() && !seen.insert({text_of(input.find("idProperty")), id}).second) return id;
  }
  return std::nullopt;
}

}  // namespace

Response HubspotAccount::batch_read(const Target& target, const Json& body, core::Instant now) {
  const Json* inputs = body.find("inputs");
  if (inputs == nullptr || !inputs->is_array())
    return refuse(400, "VALIDATION_ERROR", "Invalid input JSON: inputs is missing");
  Asked asked = asked_from(body);
  std::size_t most = asked.with_history.empty() ? batch_max : batch_with_history_max;
  if (inputs->items().size() > most) {
    return refuse(400, "VALIDATION_ERROR",
                  fmt::format("The maximum number of inputs supported in a batch request is {}", most));
  }
  std::string id_property = text_of(body.find("idProperty"));
  if (auto refusal = check_id_property(&id_property)) return refuse(*refusal);
  const std::string* archived = target.parameter("archived");
  Json results = Json::array();
  Json missing = Json::array();
  std::set<ContactId> seen;
  for (const Json& input : inputs->items()) {
    std::string id = text_of(input.find("id"));
    const Contact* contact = look_up(id, &id_property, archived != nullptr && *archived == "true");
    if (contact == nullptr) {
      missing.push(id);
    } else if (seen.insert(contact->id).second) {
      results.push(render(*contact, asked));
    }
  }
  Json errors = has_items(missing) ? Json(Json::Array{grouped_missing(missing)}) : Json();
  return batch_answer(errors.is_null() ? 200 : 207, std::move(results), std::move(errors), now);
}

Response HubspotAccount::batch_write(const std::string& kind, const Json& body, core::Instant now) {
  const Json* inputs = body.find("inputs");
  if (inputs == nullptr || !inputs->is_array())
    return refuse(400, "VALIDATION_ERROR", "Invalid input JSON: inputs is missing");
  if (inputs->items().size() > batch_max) {
    return refuse(400, "VALIDATION_ERROR",
                  fmt::format("The maximum number of inputs supported in a batch request is {}", batch_max));
  }
  if (kind != "create") {
    if (auto id = repeated_id(*inputs)) {
      return refuse(400, "VALIDATION_ERROR",
                    fmt::format("Duplicate IDs found in batch input: [{}]. IDs must be unique", *id));
    }
  }
  return all_traced(*inputs) ? batch_one_by_one(kind, *inputs, now) : batch_in_one(kind, *inputs, now);
}

Response HubspotAccount::batch_archive(const Json& body, core::Instant now) {
  const Json* inputs = body.find("inputs");
  if (inputs == nullptr || !inputs->is_array() || inputs->items().size() > batch_max) {
    return refuse(400, "VALIDATION_ERROR", fmt::format("inputs must be an array of at most {}", batch_max));
  }
  for (const Json& input : inputs->items()) archive(text_of(input.find("id")), now);
  return {.status = 204, .headers = {}, .body = {}};
}

Verdict<HubspotAccount::Draft> HubspotAccount::draft_of(const std::string& kind, const Json& input) const {
  Draft draft;
  const Json* properties = input.find("properties");
  auto accepted = accept(properties == nullptr ? Json() : *properties);
  if (auto* refusal = std::get_if<Refusal>(&accepted)) return *refusal;
  draft.values = std::get<FieldValues>(std::move(accepted));
  std::string id = text_of(input.find("id"));
  std::string id_property = text_of(input.find("idProperty"));
  if (auto refusal = check_id_property(&id_property)) return *refusal;
  if (kind == "upsert" && (id_property.empty() || id.empty())) {
    return Refusal{
        400, "VALIDATION_ERROR", "idProperty and id are required for an upsert by a unique property", {}, {}};
  }
  if (kind != "create") {
    if (const Contact* contact = look_up(id, &id_property, false)) {
      draft.id = contact->id;
      return draft;
    }
    if (kind == "update") {
      Json ids = Json::Object{{"ids", Json::Array{id}}};
      return Refusal{
          404, "OBJECT_NOT_FOUND", grouped_missing(Json::array()).find("message")->text(), {}, ids};
    }
    FieldNumber key = property_number(id_property);
    std::erase_if(draft.values, [&](const Image::Cell& cell) { return cell.field == key; });
    auto held = accept_value(contact_properties()[key], id);
    if (!held) return Refusal{400, "VALIDATION_ERROR", held.error().message, {}, {}};
    draft.values.push_back({key, *held});
  }
  bool named = std::ranges::any_of(draft.values, [](const Image::Cell& cell) {
    const std::string& name = contact_properties()[cell.field].name;
    return !cell.text.empty() && (name == "email" || name == "firstname" || name == "lastname");
  });
  if (named) return draft;
  return Refusal{
      400, "VALIDATION_ERROR", "A contact needs at least one of email, firstname and lastname", {}, {}};
}

// All are judged before any is written, against the store and against each other.
Response HubspotAccount::batch_in_one(const std::string& kind, const Json& inputs, core::Instant now) {
  std::vector<Draft> drafts;
  Json missing = Json::array();
  std::set<std::pair<FieldNumber, std::string>> taken;
  for (const Json& input : inputs.items()) {
    auto draft = draft_of(kind, input);
    if (auto* refusal = std::get_if<Refusal>(&draft)) {
      if (refusal->category != "OBJECT_NOT_FOUND") return refuse(*refusal);
      missing.push(text_of(input.find("id")));
      continue;
    }
    Draft& accepted = std::get<Draft>(draft);
    if (auto refusal = conflict(accepted)) {
      if (!refusal->brief.empty()) refusal->message = refusal->brief;
      return refuse(*refusal);
    }
    for (const Image::Cell& cell : accepted.values) {
      if (!contact_properties()[cell.field].unique || cell.text.empty()) continue;
      if (!taken.insert({cell.field, cell.text}).second)
        return refuse(409, "CONFLICT", "Contact already exists.");
    }
    drafts.push_back(std::move(accepted));
  }
  Json results = Json::array();
  for (const Draft& draft : drafts) {
    const Contact& contact = commit(draft, now, Actor::integration);
    count_effect_(draft.id ? "updated" : "created");
    results.push(render(contact, draft.id ? written(draft) : full(contact)));
    if (kind == "upsert") results.items().back()["new"] = !draft.id.has_value();
  }
  bool partial = has_items(missing);
  Json errors = partial ? Json(Json::Array{grouped_missing(missing)}) : Json();
  return batch_answer(partial            ? 207
                      : kind == "create" ? 201
                                         : 200,
                      std::move(results), std::move(errors), now);
}

Response HubspotAccount::batch_one_by_one(const std::string& kind, const Json& inputs, core::Instant now) {
  Json results = Json::array();
  Json errors = Json::array();
  for (const Json& input : inputs.items()) {
    auto draft = draft_of(kind, input);
    auto* refusal = std::get_if<Refusal>(&draft);
    std::optional<Refusal> clash = refusal == nullptr ? conflict(std::get<Draft>(draft)) : *refusal;
    if (clash) {
      Json context = clash->context.is_null() ? Json::object() : clash->context;
      context["objectWriteTraceId"] = Json(Json::Array{text_of(input.find("objectWriteTraceId"))});
      Json error = Json::Object{{"status", "error"},
                                {"category", clash->category},
                                {"message", clash->message},
                                {"context", context}};
      if (!clash->errors.is_null()) error["errors"] = clash->errors;
      errors.push(std::move(error));
      continue;
    }
    const Draft& accepted = std::get<Draft>(draft);
    const Contact& contact = commit(accepted, now, Actor::integration);
    count_effect_(accepted.id ? "updated" : "created");
    results.push(render(contact, accepted.id ? written(accepted) : full(contact)));
    if (kind == "upsert") results.items().back()["new"] = !accepted.id.has_value();
  }
  bool partial = has_items(errors);
  return batch_answer(partial            ? 207
                      : kind == "create" ? 201
                                         : 200,
                      std::move(results), partial ? errors : Json(), now);
}

Response HubspotAccount::batch_answer(int status, Json results, Json errors, core::Instant now) {
  std::string time = iso_milliseconds(now);
  Json body = Json::object();
  body["status"] = "COMPLETE";
  body["results"] = shuffled(std::move(results));
  if (!errors.is_null()) {
    body["numErrors"] = errors.items().size();
    body["errors"] = std::move(errors);
  }
  body["requestedAt"] = time;
  body["startedAt"] = time;
  body["completedAt"] = time;
  return json_answer(status, body);
}

// Results come in no promised order.
Json HubspotAccount::shuffled(Json results) {
  Json::Array& items = results.items();
  for (std::size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[random_.below(i)]);
  return results;
}

}  // namespace parley::sandbox
