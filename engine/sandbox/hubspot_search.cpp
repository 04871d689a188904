// The search call: reads the request, checks its limits, pages through what the index answers.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <span>

#include "engine/sandbox/hubspot_account.hpp"

namespace parley::sandbox {

using value::Json;

namespace {

constexpr std::size_t search_body_length_max = 3'000;
constexpr std::size_t groups_max = 5;
constexpr std::size_t filters_in_group_max = 6;
constexpr std::size_t filters_max = 18;
constexpr std::int64_t search_page_max = 200;
constexpr std::int64_t page_usual = 10;
constexpr std::int64_t results_max = 10'000;

constexpr std::array<std::string_view, 13> operators = {"EQ",
                                                        "NEQ",
                                                        "LT",
                                                        "LTE",
                                                        "GT",
                                                        "GTE",
                                                        "BETWEEN",
                                                        "IN",
                                                        "NOT_IN",
                                                        "HAS_PROPERTY",
                                                        "NOT_HAS_PROPERTY",
                                                        "CONTAINS_TOKEN",
                                                        "NOT_CONTAINS_TOKEN"};

Refusal invalid(std::string message) {
  return {400, "VALIDATION_ERROR", std::move(message), {}, {}};
}

Verdict<SearchFilter> filter_of(const Json& json) {
  SearchFilter filter;
  std::string name = text_of(json.find("propertyName"));
  auto property = find_property(name);
  if (!property)
    return invalid(fmt::format("There was a problem with the request: property '{}' does not exist", name));
  filter.property = *property;
  filter.op = text_of(json.find("operator"));
  if (std::ranges::find(operators, filter.op) == operators.end()) {
    return invalid(fmt::format("Invalid input JSON: operator '{}' is not known", filter.op));
  }
  filter.value = text_of(json.find("value"));
  filter.high = text_of(json.find("highValue"));
  bool list = filter.op == "IN" || filter.op == "NOT_IN";
  const Json* values = json.find("values");
  if (list && (values == nullptr || !values->is_array() || values->items().empty())) {
    return invalid(fmt::format("operator {} needs values", filter.op));
  }
  if (list) {
    for (const Json& value : values->items())
      filter.values.push_back(value.is_number() ? value.digits() : value.text_or(""));
  }
  bool bare = filter.op == "HAS_PROPERTY" || filter.op == "NOT_HAS_PROPERTY";
  if (!list && !bare && json.find("value") == nullptr)
    return invalid(fmt::format("operator {} needs a value", filter.op));
  if (filter.op == "BETWEEN" && json.find("highValue") == nullptr)
    return invalid("operator BETWEEN needs a highValue");
  return filter;
}

std::optional<Refusal> read_group(const Json& filters, SearchQuery& query, std::size_t& total) {
  if (!filters.is_array()) return invalid("Invalid input JSON: filters is not an array");
  total += filters.items().size();
  if (filters.items().size() > filters_in_group_max || total > filters_max) {
    return invalid(fmt::format("A search may have {} filters in a group and {} in all", filters_in_group_max,
                               filters_max));
  }
  auto& group = query.groups.emplace_back();
  for (const Json& json : filters.items()) {
    auto filter = filter_of(json);
    if (auto* refusal = std::get_if<Refusal>(&filter)) return *refusal;
    group.push_back(std::get<SearchFilter>(std::move(filter)));
  }
  return std::nullopt;
}

std::optional<Refusal> read_sort(const Json& sorts, SearchQuery& query) {
  if (!sorts.is_array()) return invalid("Invalid input JSON: sorts is not an array");
  if (sorts.items().size() > 1) return invalid("A search may have one sort rule");
  if (sorts.items().empty()) return std::nullopt;
  const Json& sort = sorts.items().front();
  std::string name = sort.is_text() ? sort.text() : text_of(sort.find("propertyName"));
  query.sort = find_property(name);
  query.descending = text_of(sort.find("direction")) == "DESCENDING";
  if (!query.sort)
    return invalid(fmt::format("There was a problem with the request: property '{}' does not exist", name));
  return std::nullopt;
}

// Filters stand in groups, or, as some clients send them, in one list at the top.
Verdict<SearchQuery> query_of(const Json& body) {
  SearchQuery query;
  query.text = text_of(body.find("query"));
  std::size_t total = 0;
  if (const Json* groups = body.find("filterGroups"); groups != nullptr && groups->is_array()) {
    if (groups->items().size() > groups_max)
      return invalid(fmt::format("A search may have {} filter groups", groups_max));
    for (const Json& group : groups->items()) {
      const Json* filters = group.find("filters");
      if (filters == nullptr) return invalid("Invalid input JSON: a filter group without filters");
      if (auto refusal = read_group(*filters, query, total)) return *refusal;
    }
  }
  if (const Json* filters = body.find("filters")) {
    if (auto refusal = read_group(*filters, query, total)) return *refusal;
  }
  if (const Json* sorts = body.find("sorts")) {
    if (auto refusal = read_sort(*sorts, query)) return *refusal;
  }
  return query;
}

// HubSpot's own failure on a filter that begins with the epoch.
bool begins_at_epoch(const SearchQuery& query) {
  for (const auto& group : query.groups) {
    for (const SearchFilter& filter : group) {
      if (contact_properties()[filter.property].type == "datetime" && filter.value == "0") return true;
    }
  }
  return false;
}

std::int64_t number_of(const Json& body, std::string_view name, std::int64_t otherwise) {
  std::string text = text_of(body.find(name));
  std::int64_t number = otherwise;
  if (!text.empty()) {
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return -1;
  }
  return number;
}

// What makes two pages belong to the same result.
std::string key_of(const Json& body) {
  Json key = body;
  for (const char* name : {"after", "limit", "properties"}) key.erase(name);
  return write_json(sorted(key));
}

}  // namespace

Response HubspotAccount::search(const Json& body, std::size_t body_length, core::Instant now) {
  if (body_length > search_body_length_max) {
    return refuse(400, "VALIDATION_ERROR",
                  fmt::format("The body of a search may have {} characters", search_body_length_max));
  }
  auto read = query_of(body);
  if (auto* refusal = std::get_if<Refusal>(&read)) return refuse(*refusal);
  const SearchQuery& query = std::get<SearchQuery>(read);
  std::int64_t limit = number_of(body, "limit", page_usual);
  std::int64_t offset = number_of(body, "after", 0);
  if (limit < 1 || limit > search_page_max) {
    return refuse(400, "VALIDATION_ERROR", fmt::format("limit must be between 1 and {}", search_page_max));
  }
  if (offset < 0) return refuse(400, "VALIDATION_ERROR", "The paging cursor `after` is not valid");
  if (offset + limit > results_max) {
    return refuse(400, "VALIDATION_ERROR",
                  fmt::format("A search pages through at most {} results", results_max));
  }
  if (begins_at_epoch(query)) return refuse(500, "", "internal error");
  index_.refresh(now);
  const std::vector<ContactId>& ids = index_.search(query, key_of(body));
  Asked asked = asked_from(body);
  Json answer = Json::object();
  answer["total"] = ids.size();
  answer["results"] = Json::array();
  auto from = static_cast<std::size_t>(offset);
  std::size_t until = std::min(ids.size(), from + static_cast<std::size_t>(limit));
  for (std::size_t i = from; i < until; ++i) {
    Json shown = render(*store_.find(ids[i]), *index_.entry(ids[i]).image, asked);
    shown["archived"] = false;
    shown.erase("archivedAt");
    shown.erase("propertiesWithHistory");
    answer["results"].push(std::move(shown));
  }
  if (until < ids.size()) answer["paging"]["next"]["after"] = std::to_string(until);
  return json_answer(200, answer);
}

}  // namespace parley::sandbox
