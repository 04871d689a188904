#include "engine/connector/hubspot/refusal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "engine/connector/script.hpp"

namespace parley::hubspot {

using connector::Category;
using connector::Fault;
using connector::Outcome;
using connector::Settled;
using core::Duration;
using value::Json;

namespace {

constexpr std::size_t words_max = 500;

Json error_body(const http::Response& response) {
  auto body = value::parse_json(response.body);
  return body && body->is_object() ? *std::move(body) : Json::object();
}

std::string member(const Json& json, std::string_view name) {
  const Json* found = json.find(name);
  return found ? found->text_or("") : std::string();
}

std::string words_of(const Json& error) {
  std::string words = member(error, "message").substr(0, words_max);
  const std::string correlation = member(error, "correlationId");
  return correlation.empty() ? words : fmt::format("{} (correlation {})", words, correlation);
}

// The digits right behind `lead`: "Existing ID: 179556362935".
std::string digits_behind(std::string_view text, std::string_view lead) {
  const auto at = text.find(lead);
  if (at == std::string_view::npos) return {};
  const auto rest = text.substr(at + lead.size());
  return std::string(rest.substr(0, rest.find_first_not_of("0123456789")));
}

// The digits right before `tail`: "... on 12. 179556362935 already has that value."
std::string digits_before(std::string_view text, std::string_view tail) {
  const auto at = text.find(tail);
  if (at == std::string_view::npos) return {};
  const auto head = text.substr(0, at);
  const auto start = head.find_last_not_of("0123456789");
  return std::string(head.substr(start == std::string_view::npos ? 0 : start + 1));
}

struct Blame {
  std::string code;
  std::string field;
};

// From errors[].code and its context, or from the JSON list that the message of a validation error carries.
Blame blame_of(const Json& error) {
  if (const Json* errors = error.find("errors"); errors && errors->is_array() && !errors->items().empty()) {
    const Json& first = errors->items().front();
    Blame blame{member(first, "code"), {}};
    const Json* name = first.at_path("context.propertyName");
    if (name && name->is_array() && !name->items().empty()) blame.field = name->items().front().text_or("");
    if (name && name->is_text()) blame.field = name->text();
    if (!blame.code.empty()) return blame;
  }
  const std::string message = member(error, "message");
  const auto at = message.find('[');
  if (at == std::string::npos) return {};
  const auto list = value::parse_json(std::string_view(message).substr(at));
  if (!list || !list->is_array() || list->items().empty()) return {};
  return {member(list->items().front(), "error"), member(list->items().front(), "name")};
}

Category category_of_code(std::string_view code) {
  constexpr std::array<std::string_view, 9> values = {
      "INVALID_DATE",   "INVALID_FLOAT",   "INVALID_EMAIL",  "INVALID_LONG",        "INVALID_INTEGER",
      "INVALID_NUMBER", "INVALID_BOOLEAN", "VALUE_TOO_LONG", "INVALID_PHONE_NUMBER"};
  if (code == "INVALID_OPTION") return Category::picklist;
  if (code == "READ_ONLY_VALUE") return Category::permission;
  if (std::ranges::find(values, code) != values.end()) return Category::value;
  return Category::validation;
}

struct Named {
  std::string_view category;
  Category meaning;
};
constexpr std::array<Named, 9> named_categories = {{{"MISSING_SCOPES", Category::permission},
                                                    {"FORBIDDEN", Category::permission},
                                                    {"BANNED", Category::permission},
                                                    {"RATE_LIMITS", Category::limit},
                                                    {"RATE_LIMIT", Category::limit},
                                                    {"EXCEEDS_LIMIT", Category::limit},
                                                    {"OBJECT_ALREADY_EXISTS", Category::duplicate},
                                                    {"INVALID_ASSOCIATION", Category::association},
                                                    {"ASSOCIATION_ERROR", Category::association}}};

std::optional<Duration> stated_wait(const http::Response& response) {
  const auto seconds = response.headers.integer("Retry-After");
  if (!seconds || *seconds < 0) return std::nullopt;
  return Duration::seconds(std::min<std::int64_t>(*seconds, 86'400));
}

// The waits of HubSpot's own client where the answer names none.
Duration throttled_wait(const http::Response& response) {
  if (const auto stated = stated_wait(response)) return *stated;
  const Json body = error_body(response);
  const std::string policy = member(body, "policyName");
  if (policy == "DAILY" || member(body, "message").contains("daily limit")) return Duration::seconds(3'600);
  if (policy == "TEN_SECONDLY_ROLLING") return Duration::seconds(10);
  return Duration::seconds(1);
}

}  // namespace

bool is_success(int status) {
  return status >= 200 && status < 300;
}

std::expected<Json, Fault> read_reply(const http::Answer& answer) {
  if (const auto* none = std::get_if<http::Unanswered>(&answer)) {
    return std::unexpected(connector::fault_of(*none));
  }
  const auto& response = std::get<http::Response>(answer);
  if (!is_success(response.status)) return std::unexpected(fault_of(response));
  auto body = value::parse_json(response.body);
  if (!body) return std::unexpected(Fault{Fault::Kind::malformed, "HubSpot: " + body.error().message, {}});
  if (!body->is_object())
    return std::unexpected(Fault{Fault::Kind::malformed, "HubSpot: no JSON object", {}});
  return *std::move(body);
}

Fault fault_of(const http::Response& response) {
  const Json body = error_body(response);
  const std::string words = fmt::format("HubSpot answered {}: {}", response.status, words_of(body));
  const auto wait = budget_of(response).blocked_for;
  switch (response.status) {
    case 401:
    case 530:  // a malformed token
      return {Fault::Kind::unauthorized, words, {}};
    case 403:
      return {Fault::Kind::forbidden, words, {}};
    case 429:
      return {Fault::Kind::throttled, words, wait};
    case 423:
    case 477:
      return {Fault::Kind::unreachable, words, wait};
    default:
      return {response.status >= 500 ? Fault::Kind::unreachable : Fault::Kind::refused, words, {}};
  }
}

Outcome outcome_of(const Json& error, connector::IntentId intent) {
  Outcome outcome{.intent = intent, .how = Settled::rejected, .words = words_of(error)};
  const std::string category = member(error, "category");
  const std::string message = member(error, "message");
  const std::string holder = digits_before(message, " already has that value");
  if (category == "CONFLICT" || category == "OBJECT_ALREADY_EXISTS" || !holder.empty()) {
    outcome.how = Settled::existed;
    outcome.category = Category::duplicate;
    outcome.id.value = holder.empty() ? digits_behind(message, "Existing ID: ") : holder;
    return outcome;
  }
  if (category == "OBJECT_NOT_FOUND") {
    outcome.how = Settled::gone;
    outcome.category = Category::gone;
    return outcome;
  }
  for (const Named& named : named_categories) {
    if (category == named.category) outcome.category = named.meaning;
  }
  if (outcome.category == Category::limit) outcome.retry_in = Duration::seconds(10);
  if (outcome.category != Category::none) return outcome;
  const Blame blame = blame_of(error);
  outcome.field = blame.field;
  outcome.category =
      category == "VALIDATION_ERROR" || !blame.code.empty() ? category_of_code(blame.code) : Category::other;
  return outcome;
}

http::Budget budget_of(const http::Response& response) {
  http::Budget budget;
  budget.limit = response.headers.integer("X-HubSpot-RateLimit-Max");
  budget.remaining = response.headers.integer("X-HubSpot-RateLimit-Remaining");
  if (const auto window = response.headers.integer("X-HubSpot-RateLimit-Interval-Milliseconds")) {
    budget.window = Duration::milliseconds(*window);
  }
  if (response.status == 429) budget.blocked_for = throttled_wait(response);
  if (response.status == 423) budget.blocked_for = stated_wait(response).value_or(Duration::seconds(2));
  if (response.status == 477) budget.blocked_for = stated_wait(response).value_or(Duration::seconds(3'600));
  return budget;
}

std::optional<Duration> quiet_after(const http::Response& response) {
  const auto wait = budget_of(response).blocked_for;
  return wait && *wait <= quiet_max ? wait : std::nullopt;
}

}  // namespace parley::hubspot
