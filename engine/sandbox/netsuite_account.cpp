#include "engine/sandbox/netsuite_account.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "engine/sandbox/calendar.hpp"
#include "stdlib/core/check.hpp"
#include "stdlib/core/text.hpp"

namespace parley::sandbox {

using value::Json;

namespace {

constexpr std::int64_t list_page_max = 1'000;
constexpr const char* record_root = "/services/rest/record/v1";

Response answer_with(const Json& body, const char* type) {
  return {.status = 200,
          .headers = {{"Content-Type", fmt::format("application/vnd.oracle.resource+json; type={}", type)}},
          .body = write_json(body)};
}

Json link(const char* rel, std::string href) {
  return Json::Object{{"rel", rel}, {"href", std::move(href)}};
}

std::string customer_url(const NetsuiteCall& call, CustomerId id) {
  return fmt::format("{}{}/customer/{}", call.origin, record_root, id);
}

std::string title_of(int status) {
  switch (status) {
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 429:
      return "Bad Request";  // so NetSuite calls it
    default:
      return "Internal Server Error";
  }
}

std::string section_of(int status) {
  if (status >= 500) return fmt::format("15.6.{}", status - 499);
  return status == 429 ? "15.5.1" : fmt::format("15.5.{}", status - 399);
}

const std::string* value_in(const FieldValues& values, FieldNumber field) {
  auto found = std::ranges::find(values, field, &Image::Cell::field);
  return found == values.end() ? nullptr : &found->text;
}

Zone zone_of(const NetsuiteOptions& options) {
  auto zone = Zone::named(options.time_zone);
  ENSURE(zone.has_value(), "the sandbox knows the time zone " + options.time_zone);
  return *zone;
}

bool is_external_id(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

}  // namespace

NetsuiteAccount::NetsuiteAccount(NetsuiteOptions options, Count count_effect)
    : options_(std::move(options)),
      count_effect_(std::move(count_effect)),
      sql_{zone_of(options_), options_.time_zone, options_.date_format},
      random_(options_.seed) {}

Response NetsuiteAccount::refuse(const NetsuiteRefusal& refusal) {
  Json detail = Json::Object{{"detail", refusal.detail}};
  if (!refusal.path.empty()) detail["o:errorPath"] = refusal.path;
  if (!refusal.parameter.empty()) detail["o:errorQueryParam"] = refusal.parameter;
  if (!refusal.code.empty()) detail["o:errorCode"] = refusal.code;
  Json body = Json::object();
  body["type"] =
      fmt::format("https://www.rfc-editor.org/rfc/rfc9110.html#section-{}", section_of(refusal.status));
  body["title"] = title_of(refusal.status);
  body["status"] = refusal.status;
  body["o:errorDetails"] = Json(Json::Array{std::move(detail)});
  Response response = answer_with(body, "error");
  response.status = refusal.status;
  return response;
}

Response NetsuiteAccount::list(const NetsuiteCall& call) {
  auto number = [&](const char* name, std::int64_t otherwise) {
    const std::string* text = call.target.parameter(name);
    if (text == nullptr) return otherwise;
    std::int64_t out = -1;
    std::from_chars(text->data(), text->data() + text->size(), out);
    return out;
  };
  std::int64_t limit = number("limit", list_page_max);
  std::int64_t offset = number("offset", 0);
  if (limit < 1 || limit > list_page_max)
    return refuse({.code = "INVALID_PARAMETER", .detail = "Invalid value for limit.", .parameter = "limit"});
  if (offset < 0 || offset % limit != 0)
    return refuse({.code = "INVALID_PARAMETER",
                   .detail = "The offset must be divisible by the limit.",
                   .parameter = "offset"});
  if (call.target.parameter("q") != nullptr) {
    return refuse({.code = "INVALID_PARAMETER",
                   .detail = "q is not served by this sandbox; use SuiteQL",
                   .parameter = "q"});
  }
  Json items = Json::array();
  std::int64_t position = 0;
  for (const auto& [id, customer] : store_.all()) {
    if (position >= offset && position < offset + limit) {
      items.push(Json::Object{{"links", Json::Array{link("self", customer_url(call, id))}},
                              {"id", std::to_string(id)}});
    }
    ++position;
  }
  Json body = Json::object();
  body["links"] = Json(Json::Array{link("self", call.origin + call.request.target)});
  body["count"] = items.items().size();
  body["hasMore"] = offset + limit < position;
  body["items"] = std::move(items);
  body["offset"] = offset;
  body["totalResults"] = position;
  return answer_with(body, "collection");
}

Response NetsuiteAccount::get(const NetsuiteCall& call, const std::string& name) {
  const Customer* customer = look_up(name);
  if (customer == nullptr) {
    return refuse({.status = 404,
                   .code = "NONEXISTENT_ID",
                   .detail = "The record instance does not exist. Provide a valid record instance ID."});
  }
  return answer_with(render(*customer, call), "singular");
}

Response NetsuiteAccount::create(const NetsuiteCall& call) {
  return write(call, nullptr, "");
}

Response NetsuiteAccount::update(const NetsuiteCall& call, const std::string& name) {
  const Customer* customer = look_up(name);
  if (customer == nullptr) {
    return refuse({.status = 404,
                   .code = "NONEXISTENT_ID",
                   .detail = "The record instance does not exist. Provide a valid record instance ID."});
  }
  return write(call, customer, "");
}

Response NetsuiteAccount::upsert(const NetsuiteCall& call, const std::string& name) {
  if (!name.starts_with("eid:") || !is_external_id(name.substr(4))) {
    return refuse({.code = "INVALID_PARAMETER",
                   .detail = "Invalid external ID: letters, digits, '_' and '-' are allowed after eid:"});
  }
  return write(call, look_up(name), name.substr(4));
}

Response NetsuiteAccount::remove(const NetsuiteCall& call, const std::string& name) {
  const Customer* customer = look_up(name);
  if (customer == nullptr) {
    return refuse({.status = 404,
                   .code = "NONEXISTENT_ID",
                   .detail = "The record instance does not exist. Provide a valid record instance ID."});
  }
  store_.remove(customer->id, call.now);
  count_effect_("deleted");
  return {.status = 204, .headers = {}, .body = {}};
}

Response NetsuiteAccount::write(const NetsuiteCall& call, const Customer* existing,
                                const std::string& external_id) {
  auto body = value::parse_json(call.request.body);
  if (!body || !body->is_object()) {
    return refuse({.code = "INVALID_CONTENT",
                   .detail = "Invalid content in the request body. The body is no JSON object."});
  }
  const std::string* strict = find_header(call.request.headers, "X-NetSuite-PropertyNameValidation");
  auto verdict = accept(*body, strict != nullptr && core::lower_ascii(*strict) == "error");
  if (auto* refusal = std::get_if<NetsuiteRefusal>(&verdict)) return refuse(*refusal);
  Accepted& accepted = std::get<Accepted>(verdict);
  if (!external_id.empty()) {
    FieldNumber field = customer_field("externalId");
    const std::string* named = value_in(accepted.values, field);
    if (named != nullptr && *named != external_id) {
      return refuse(
          {.code = "USER_ERROR",
           .detail = "Error while accessing a resource. The external ID cannot be changed by an upsert.",
           .path = "externalId"});
    }
    if (named == nullptr && existing == nullptr) accepted.values.push_back({field, external_id});
  }
  if (existing == nullptr) {
    if (auto refusal = check_new(accepted.values)) return refuse(*refusal);
  }
  auto self = existing == nullptr ? std::nullopt : std::optional(existing->id);
  if (auto refusal = collision(accepted.values, self)) return refuse(*refusal);
  count_effect_(self ? "updated" : "created");
  const Customer& customer = self ? store_.update(*self, accepted.values, call.now, Actor::integration)
                                  : store_.create(accepted.values, call.now, Actor::integration);
  return written(call, customer, accepted.dropped);
}

Response NetsuiteAccount::written(const NetsuiteCall& call, const Customer& customer,
                                  const std::vector<std::string>& dropped) {
  Response response{.status = 204, .headers = {{"Location", customer_url(call, customer.id)}}, .body = {}};
  for (const std::string& name : dropped) {
    response.headers.push_back(
        {"X-NetSuite-Warning", fmt::format("Unknown property '{}' was ignored", name)});
  }
  return response;
}

std::variant<NetsuiteAccount::Accepted, NetsuiteRefusal> NetsuiteAccount::accept(
    const Json& body, bool unknown_is_error) const {
  Accepted accepted;
  for (const auto& [name, written] : body.members()) {
    auto number = find_customer_field(name);
    bool other = name == "id" || name == "links" || name == "addressBook";
    if (!number && !other && unknown_is_error) {
      return NetsuiteRefusal{
          .code = "INVALID_CONTENT",
          .detail = fmt::format("Invalid content in the request body. Unknown property '{}'.", name),
          .path = name};
    }
    if (!number && !other) accepted.dropped.push_back(name);
    if (!number || customer_fields()[*number].read_only) continue;
    auto value = accept_field(customer_fields()[*number], written);
    if (!value)
      return NetsuiteRefusal{.code = value.error().code, .detail = value.error().words, .path = name};
    accepted.values.push_back({*number, *value});
  }
  return accepted;
}

// Required fields and defaults of a new customer.
std::optional<NetsuiteRefusal> NetsuiteAccount::check_new(FieldValues& values) const {
  const std::string* person = value_in(values, customer_field("isPerson"));
  bool individual = person != nullptr && *person == "T";
  const char* needed = individual ? "lastName" : "companyName";
  const std::string* name = value_in(values, customer_field(needed));
  if (name == nullptr || name->empty()) {
    return NetsuiteRefusal{
        .code = "USER_ERROR",
        .detail = fmt::format("Error while accessing a resource. Please enter value(s) for: {}.",
                              individual ? "Last Name" : "Company Name"),
        .path = needed};
  }
  auto by_default = [&](const char* field, const char* text) {
    if (value_in(values, customer_field(field)) == nullptr) values.push_back({customer_field(field), text});
  };
  by_default("isPerson", "F");
  by_default("isInactive", "F");
  by_default("subsidiary", "1");
  by_default("entityStatus", "13");
  by_default("currency", "1");
  by_default("emailPreference", "DEFAULT");
  return std::nullopt;
}

std::optional<NetsuiteRefusal> NetsuiteAccount::collision(const FieldValues& values,
                                                          std::optional<CustomerId> self) const {
  NetsuiteRefusal exists{.code = "USER_ERROR",
                         .detail = "Error while accessing a resource. This entity already exists."};
  const std::string* external = value_in(values, customer_field("externalId"));
  const Customer* holder =
      external == nullptr || external->empty() ? nullptr : store_.by_external_id(*external);
  if (holder != nullptr && holder->id != self) return exists;
  const std::string* entity = value_in(values, customer_field("entityId"));
  holder = entity == nullptr || entity->empty() ? nullptr : store_.by_entity_id(*entity);
  if (holder != nullptr && holder->id != self) return exists;
  const std::string* parent = value_in(values, customer_field("parent"));
  if (parent != nullptr && !parent->empty() && look_up(*parent) == nullptr) {
    return NetsuiteRefusal{
        .code = "USER_ERROR",
        .detail = fmt::format(
            "Error while accessing a resource. Invalid Field Value {} for the following field: parent",
            *parent),
        .path = "parent"};
  }
  return std::nullopt;
}

const Customer* NetsuiteAccount::look_up(const std::string& name) const {
  if (name.starts_with("eid:")) return store_.by_external_id(name.substr(4));
  CustomerId id = 0;
  auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), id);
  return error == std::errc() && end == name.data() + name.size() ? store_.find(id) : nullptr;
}

// Fields without a value are left out; a check box always has one.
Json NetsuiteAccount::render(const Customer& customer, const NetsuiteCall& call) const {
  std::vector<std::string> wanted;
  if (const std::string* fields = call.target.parameter("fields")) {
    for (std::string_view name : core::split(*fields, ',')) wanted.emplace_back(core::trim_ascii(name));
  }
  Json json = Json::object();
  json["links"] = Json(Json::Array{link("self", customer_url(call, customer.id))});
  if (wanted.empty()) {
    json["addressBook"] = Json(
        Json::Object{{"links", Json::Array{link("self", customer_url(call, customer.id) + "/addressBook")}}});
  }
  for (FieldNumber number = 0; number < customer_fields().size(); ++number) {
    const CustomerField& field = customer_fields()[number];
    if (!wanted.empty() && std::ranges::find(wanted, field.name) == wanted.end()) continue;
    const std::string* held = customer.image.find(number);
    if (held != nullptr) {
      json[field.name] = show_field(field, *held, call.origin + record_root);
    } else if (field.kind == FieldKind::boolean) {
      json[field.name] = false;
    }
  }
  json["id"] = std::to_string(customer.id);
  return json;
}

Response NetsuiteAccount::catalog(const NetsuiteCall& call) {
  const std::string* select = call.target.parameter("select");
  Json items = Json::array();
  bool wanted = select == nullptr;
  if (select != nullptr) {
    for (std::string_view name : core::split(*select, ',')) wanted = wanted || name == "customer";
  }
  std::string canonical = fmt::format("{}{}/metadata-catalog/customer", call.origin, record_root);
  if (wanted) {
    Json links = Json::array();
    links.push(Json::Object{{"rel", "canonical"}, {"href", canonical}, {"mediaType", "application/json"}});
    links.push(
        Json::Object{{"rel", "alternate"}, {"href", canonical}, {"mediaType", "application/schema+json"}});
    links.push(
        Json::Object{{"rel", "describes"}, {"href", fmt::format("{}{}/customer", call.origin, record_root)}});
    items.push(Json::Object{{"name", "customer"}, {"links", std::move(links)}});
  }
  return answer_with(Json::Object{{"items", std::move(items)}}, "collection");
}

Response NetsuiteAccount::catalog_of_customer(const NetsuiteCall&) {
  Json properties = Json::object();
  properties["id"] = Json(Json::Object{
      {"title", "Internal ID"}, {"type", "string"}, {"nullable", true}, {"x-ns-filterable", true}});
  for (const CustomerField& field : customer_fields()) properties[field.name] = describe_field(field);
  Json body = Json::object();
  body["type"] = "object";
  body["properties"] = std::move(properties);
  body["$schema"] = "http://json-schema.org/draft-06/hyper-schema#";
  body["x-ns-filterable"] = Json(Json::Array{"id"});
  Response response = answer_with(body, "singular");
  response.headers = {{"Content-Type", "application/schema+json"}};
  return response;
}

Response NetsuiteAccount::server_time(const NetsuiteCall& call) {
  Civil t = civil_from(call.now);
  std::string time =
      fmt::format("{}T{:02}:{:02}:{:02}.{:03}Z", iso_date(t), t.hour, t.minute, t.second, t.millisecond);
  return answer_with(Json::Object{{"serverTime", time}}, "singular");
}

Response NetsuiteAccount::governance() {
  return answer_with(Json::Object{{"accountConcurrencyLimit", options_.concurrency_max},
                                  {"accountUnallocatedConcurrencyLimit", options_.concurrency_max},
                                  {"integrationLimitType", "accountLimit"}},
                     "singular");
}

core::Result<std::string> NetsuiteAccount::edit(const Json& change, core::Instant now) {
  auto fail = [](std::string words) { return core::fail(core::ErrorKind::input, std::move(words)); };
  const Customer* existing = nullptr;
  if (const Json* id = change.find("id")) {
    existing = look_up(id->text_or(""));
    if (existing == nullptr) return fail("edit: no customer has this id");
  }
  if (change.find("archive") != nullptr && existing != nullptr) {
    std::string id = std::to_string(existing->id);
    store_.remove(existing->id, now);
    count_effect_("person.deleted");
    return id;
  }
  const Json* values = change.find("values");
  if (values == nullptr || !values->is_object()) return fail("edit: \"values\" is missing");
  auto verdict = accept(*values, true);
  if (auto* refusal = std::get_if<NetsuiteRefusal>(&verdict)) return fail(refusal->detail);
  FieldValues accepted = std::get<Accepted>(std::move(verdict)).values;
  auto refusal = existing == nullptr ? check_new(accepted) : std::nullopt;
  if (!refusal)
    refusal = collision(accepted, existing == nullptr ? std::nullopt : std::optional(existing->id));
  if (refusal) return fail(refusal->detail);
  count_effect_(existing == nullptr ? "person.created" : "person.updated");
  const Customer& customer = existing == nullptr ? store_.create(accepted, now, Actor::person)
                                                 : store_.update(existing->id, accepted, now, Actor::person);
  return std::to_string(customer.id);
}

core::Result<std::string> NetsuiteAccount::load(const Json& values, core::Instant modified) {
  auto fail = [](std::string words) { return core::fail(core::ErrorKind::input, std::move(words)); };
  if (!values.is_object()) return fail("a record must be a JSON object");
  auto verdict = accept(values, true);
  if (auto* refusal = std::get_if<NetsuiteRefusal>(&verdict)) return fail(refusal->detail);
  FieldValues accepted = std::get<Accepted>(std::move(verdict)).values;
  auto refusal = check_new(accepted);
  if (!refusal) refusal = collision(accepted, std::nullopt);
  if (refusal) return fail(refusal->detail);
  return std::to_string(store_.create(accepted, modified, Actor::import).id);
}

Json NetsuiteAccount::records() const {
  std::map<CustomerId, std::pair<const Customer*, bool>> all;
  for (const auto& [id, customer] : store_.all()) all[id] = {&customer, false};
  for (const DeletedCustomer& gone : store_.deleted()) all[gone.customer.id] = {&gone.customer, true};
  Json out = Json::array();
  for (const auto& [id, entry] : all) {
    Json values = Json::object();
    for (const Image::Cell& cell : entry.first->image.cells())
      values[customer_fields()[cell.field].name] = cell.text;
    out.push(
        Json::Object{{"id", std::to_string(id)}, {"deleted", entry.second}, {"values", std::move(values)}});
  }
  return out;
}

}  // namespace parley::sandbox
