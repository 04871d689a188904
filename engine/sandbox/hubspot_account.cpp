#include "engine/sandbox/hubspot_account.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "engine/sandbox/calendar.hpp"
#include "stdlib/core/text.hpp"

namespace parley::sandbox {

using value::Json;

namespace {

const char* actor_name(Actor actor) {
  switch (actor) {
    case Actor::integration:
      return "INTEGRATION";
    case Actor::person:
      return "CRM_UI";
    case Actor::import:
      return "IMPORT";
  }
  return "";
}

Json text_or_null(const Image& image, FieldNumber field) {
  const std::string* held = image.find(field);
  return held == nullptr ? Json() : Json(*held);
}

}  // namespace

HubspotAccount::HubspotAccount(HubspotOptions options, Count count_effect)
    : options_(std::move(options)),
      count_effect_(std::move(count_effect)),
      store_(options_.seed),
      random_(options_.seed + 1) {}

std::string HubspotAccount::correlation_id() {
  std::uint64_t a = random_.next();
  std::uint64_t b = random_.next();
  return fmt::format("{:08x}-{:04x}-4{:03x}-a{:03x}-{:012x}", a >> 32U, a & 0xffffU, (a >> 16U) & 0xfffU,
                     b & 0xfffU, b >> 16U);
}

Response HubspotAccount::refuse(const Refusal& refusal) {
  Json body = Json::object();
  body["status"] = "error";
  body["message"] = refusal.message;
  body["correlationId"] = correlation_id();
  if (!refusal.errors.is_null()) body["errors"] = refusal.errors;
  if (!refusal.context.is_null()) body["context"] = refusal.context;
  if (!refusal.category.empty()) body["category"] = refusal.category;
  return json_answer(refusal.status, body);
}

Response HubspotAccount::refuse(int status, std::string category, std::string message) {
  return refuse(Refusal{.status = status, .category = std::move(category), .message = std::move(message)});
}

Response HubspotAccount::properties() {
  Json results = Json::array();
  for (const Property& one : contact_properties()) results.push(describe_property(one));
  return json_answer(200, Json::Object{{"results", std::move(results)}});
}

Response HubspotAccount::property(const std::string& name) {
  auto number = find_property(name);
  if (!number) return refuse(404, "OBJECT_NOT_FOUND", fmt::format("Property {} does not exist.", name));
  return json_answer(200, describe_property(contact_properties()[*number]));
}

Response HubspotAccount::details() {
  return json_answer(200, Json::Object{{"portalId", options_.portal},
                                       {"accountType", "STANDARD"},
                                       {"timeZone", "US/Eastern"},
                                       {"companyCurrency", "USD"},
                                       {"additionalCurrencies", Json::array()},
                                       {"utcOffset", "-05:00"},
                                       {"utcOffsetMilliseconds", -18'000'000},
                                       {"uiDomain", "app.hubspot.com"},
                                       {"dataHostingLocation", "na1"}});
}

Response HubspotAccount::lifecycle_stages() {
  Json stages = Json::array();
  int order = 0;
  for (const PropertyOption& option : contact_properties()[property_number("lifecyclestage")].options) {
    stages.push(Json::Object{{"id", option.value},
                             {"label", option.label},
                             {"displayOrder", order++},
                             {"metadata", Json::object()},
                             {"archived", false}});
  }
  Json pipeline = Json::Object{{"id", "contacts-lifecycle-pipeline"},
                               {"label", "Lifecycle Stage Pipeline"},
                               {"displayOrder", 0},
                               {"stages", std::move(stages)},
                               {"archived", false}};
  return json_answer(200, Json::Object{{"results", Json::Array{std::move(pipeline)}}});
}

core::Result<std::string> HubspotAccount::edit(const Json& change, core::Instant now) {
  auto refused = [](const Refusal& refusal) { return core::fail(core::ErrorKind::input, refusal.message); };
  Draft draft;
  if (const Json* id = change.find("id")) {
    const Contact* contact = look_up(id->is_text() ? id->text() : "", nullptr, false);
    if (contact == nullptr) return core::fail(core::ErrorKind::input, "edit: no live contact has this id");
    draft.id = contact->id;
  }
  const Json* archive = change.find("archive");
  if (archive != nullptr && draft.id) {
    store_.archive(*draft.id, now);
    index_.schedule(*store_.find(*draft.id), now + options_.search_lag);
    count_effect_("person.archived");
    return std::to_string(*draft.id);
  }
  const Json* values = change.find("values");
  if (values == nullptr) return core::fail(core::ErrorKind::input, "edit: \"values\" is missing");
  auto accepted = accept(*values);
  if (auto* refusal = std::get_if<Refusal>(&accepted)) return refused(*refusal);
  draft.values = std::get<FieldValues>(std::move(accepted));
  if (auto refusal = conflict(draft)) return refused(*refusal);
  count_effect_(draft.id ? "person.updated" : "person.created");
  return std::to_string(commit(draft, now, Actor::person).id);
}

core::Result<std::string> HubspotAccount::load(const Json& values, core::Instant modified) {
  auto accepted = accept(values);
  if (auto* refusal = std::get_if<Refusal>(&accepted))
    return core::fail(core::ErrorKind::input, refusal->message);
  Draft draft{.id = {}, .values = std::get<FieldValues>(std::move(accepted))};
  if (auto refusal = conflict(draft)) return core::fail(core::ErrorKind::input, refusal->message);
  const Contact& contact = store_.create(draft.values, modified, Actor::import);
  index_.schedule(contact, modified + options_.search_lag);
  return std::to_string(contact.id);
}

value::Json HubspotAccount::records() const {
  Json out = Json::array();
  for (const auto& [id, contact] : store_.all()) {
    Json values = Json::object();
    for (const Image::Cell& cell : contact.image->cells())
      values[contact_properties()[cell.field].name] = cell.text;
    out.push(Json::Object{
        {"id", std::to_string(id)}, {"archived", contact.archived.has_value()}, {"values", values}});
  }
  return out;
}

HubspotAccount::Asked HubspotAccount::asked_from(const Target& target) {
  Json body = Json::object();
  for (const char* list : {"properties", "propertiesWithHistory"}) {
    body[list] = Json::array();
    for (const Header& parameter : target.query) {
      if (parameter.name != list) continue;
      for (std::string_view name : core::split(parameter.value, ',')) body[list].push(Json(name));
    }
  }
  return asked_from(body);
}

// Unknown names are left out without a word. Nothing asked for: the six default properties.
HubspotAccount::Asked HubspotAccount::asked_from(const Json& body) {
  Asked asked;
  auto read = [&](const char* list, std::vector<FieldNumber>& out) {
    const Json* names = body.find(list);
    if (names == nullptr || !names->is_array()) return;
    for (const Json& name : names->items()) {
      if (auto number = find_property(name.text_or(""))) out.push_back(*number);
    }
  };
  read("properties", asked.properties);
  read("propertiesWithHistory", asked.with_history);
  const Json* names = body.find("properties");
  if (names == nullptr || !names->is_array() || names->items().empty()) {
    for (const char* name : {"email", "firstname", "lastname"})
      asked.properties.push_back(property_number(name));
  }
  for (const char* name : {"createdate", "hs_object_id", "lastmodifieddate"}) {
    asked.properties.push_back(property_number(name));
  }
  std::ranges::sort(asked.properties);
  asked.properties.erase(std::ranges::unique(asked.properties).begin(), asked.properties.end());
  return asked;
}

HubspotAccount::Asked HubspotAccount::full(const Contact& contact) {
  Asked asked;
  for (const Image::Cell& cell : contact.image->cells()) asked.properties.push_back(cell.field);
  return asked;
}

HubspotAccount::Asked HubspotAccount::written(const Draft& draft) {
  Asked asked = asked_from(Json(Json::Object{{"properties", Json::Array{"hs_lastmodifieddate"}}}));
  for (const Image::Cell& cell : draft.values) asked.properties.push_back(cell.field);
  std::ranges::sort(asked.properties);
  asked.properties.erase(std::ranges::unique(asked.properties).begin(), asked.properties.end());
  return asked;
}

value::Json HubspotAccount::render(const Contact& contact, const Image& image, const Asked& asked) const {
  static const FieldNumber modified = property_number("lastmodifieddate");
  Json properties = Json::object();
  for (FieldNumber field : asked.properties)
    properties[contact_properties()[field].name] = text_or_null(image, field);
  Json json = Json::object();
  json["id"] = std::to_string(contact.id);
  json["properties"] = std::move(properties);
  if (!asked.with_history.empty()) {
    Json histories = Json::object();
    for (FieldNumber field : asked.with_history) {
      Json versions = Json::array();
      for (auto change = contact.history.rbegin(); change != contact.history.rend(); ++change) {
        if (change->property != field) continue;
        Json version = Json::object();
        version["value"] = change->text;
        version["timestamp"] = iso_milliseconds(change->at);
        version["sourceType"] = actor_name(change->actor);
        version["sourceId"] = change->actor == Actor::person ? "userId:45678" : "987654";
        if (change->actor == Actor::person) version["updatedByUserId"] = 45678;
        versions.push(std::move(version));
      }
      histories[contact_properties()[field].name] = std::move(versions);
    }
    json["propertiesWithHistory"] = std::move(histories);
  }
  json["createdAt"] = iso_milliseconds(contact.created);
  json["updatedAt"] = text_or_null(image, modified);
  json["archived"] = contact.archived.has_value();
  if (contact.archived) json["archivedAt"] = iso_milliseconds(*contact.archived);
  json["url"] = fmt::format("https://app.hubspot.com/contacts/{}/record/0-1/{}", options_.portal, contact.id);
  return json;
}

Verdict<FieldValues> HubspotAccount::accept(const Json& properties) const {
  FieldValues values;
  Json invalid = Json::array();
  Json errors = Json::array();
  auto refuse_one = [&](const std::string& name, const InvalidValue& why) {
    invalid.push(Json::Object{{"isValid", false},
                              {"message", why.message},
                              {"error", why.code},
                              {"name", name},
                              {"localizedErrorMessage", why.message},
                              {"portalId", options_.portal}});
    errors.push(Json::Object{{"message", why.message},
                             {"code", why.code},
                             {"context", Json::Object{{"propertyName", Json::Array{name}}}}});
  };
  if (!properties.is_object())
    return Refusal{400, "VALIDATION_ERROR", "Invalid input JSON: properties is missing", {}, {}};
  for (const auto& [name, json] : properties.members()) {
    auto number = find_property(name);
    if (!number) {
      refuse_one(name, {"PROPERTY_DOESNT_EXIST", fmt::format("Property \"{}\" does not exist", name)});
      continue;
    }
    const Property& definition = contact_properties()[*number];
    if (definition.read_only) {
      refuse_one(name, {"READ_ONLY_VALUE",
                        fmt::format("\"{}\" is a read only property; its value cannot be set", name)});
      continue;
    }
    std::string written = json.is_bool()     ? (json.boolean() ? "true" : "false")
                          : json.is_number() ? json.digits()
                                             : json.text_or("");
    auto accepted = accept_value(definition, written);
    if (accepted) {
      values.push_back({*number, *accepted});
    } else {
      refuse_one(name, accepted.error());
    }
  }
  if (errors.is_array() && !errors.items().empty()) {
    return Refusal{
        400, "VALIDATION_ERROR", "Property values were not valid: " + write_json(invalid), errors, {}};
  }
  return values;
}

std::optional<Refusal> HubspotAccount::conflict(const Draft& draft) const {
  static const FieldNumber email = property_number("email");
  for (const Image::Cell& cell : draft.values) {
    if (!contact_properties()[cell.field].unique || cell.text.empty()) continue;
    const Contact* holder = store_.holder(cell.field, cell.text);
    if (holder == nullptr || holder->id == draft.id) continue;
    if (cell.field == email) {
      return Refusal{409, "CONFLICT", fmt::format("Contact already exists. Existing ID: {}", holder->id),
                     {},  {},         "Contact already exists."};
    }
    const std::string& name = contact_properties()[cell.field].name;
    std::string words = fmt::format(
        "Cannot set PropertyValueCoordinates{{portalId={}, objectTypeId=0-1, propertyName={}, value={}}} on "
        "{}. {} already has that value.",
        options_.portal, name, cell.text, draft.id.value_or(0), holder->id);
    Json invalid = Json::Object{{"isValid", false},
                                {"message", words},
                                {"error", "CONFLICTING_UNIQUE_VALUE"},
                                {"name", name},
                                {"portalId", options_.portal}};
    Json error = Json::Object{{"message", words},
                              {"code", "CONFLICTING_UNIQUE_VALUE"},
                              {"context", Json::Object{{"propertyName", Json::Array{name}}}}};
    return Refusal{400,
                   "VALIDATION_ERROR",
                   "Property values were not valid: " + write_json(Json(Json::Array{invalid})),
                   Json(Json::Array{error}),
                   {}};
  }
  return std::nullopt;
}

std::optional<Refusal> HubspotAccount::check_id_property(const std::string* name) const {
  if (name == nullptr || name->empty() || *name == "hs_object_id") return std::nullopt;
  auto number = find_property(*name);
  if (number && contact_properties()[*number].unique) return std::nullopt;
  return Refusal{
      400,
      "VALIDATION_ERROR",
      fmt::format("The property {} is not a unique property and cannot be used as idProperty", *name),
      {},
      {}};
}

const Contact* HubspotAccount::look_up(const std::string& id, const std::string* id_property,
                                       bool archived) const {
  if (id_property == nullptr || id_property->empty() || *id_property == "hs_object_id") {
    ContactId number = 0;
    auto [end, error] = std::from_chars(id.data(), id.data() + id.size(), number);
    if (error != std::errc() || end != id.data() + id.size()) return nullptr;
    const Contact* contact = store_.find(number);
    return contact != nullptr && contact->archived.has_value() == archived ? contact : nullptr;
  }
  FieldNumber property = property_number(*id_property);
  std::string text = *id_property == "email" ? core::lower_ascii(core::trim_ascii(id)) : id;
  return archived ? store_.archived_holder(property, text) : store_.holder(property, text);
}

const Contact& HubspotAccount::commit(const Draft& draft, core::Instant now, Actor actor) {
  const Contact& contact =
      draft.id ? store_.update(*draft.id, draft.values, now, actor) : store_.create(draft.values, now, actor);
  index_.schedule(contact, now + options_.search_lag);
  return contact;
}

}  // namespace parley::sandbox
