#include "engine/connector/netsuite/refusal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "engine/connector/script.hpp"
#include "stdlib/core/text.hpp"

namespace parley::netsuite {

using connector::Category;
using connector::Fault;
using connector::Outcome;
using connector::Settled;
using value::Json;

namespace {

constexpr std::size_t words_max = 500;
// No header says how long; two seconds is longer than most calls hold their slot.
constexpr core::Duration concurrency_wait = core::Duration::seconds(2);

struct Detail {
  std::string code;
  std::string words;
  std::string path;
};

// The first detail; the outer code where the detail has none.
Detail detail_of(const http::Response& response) {
  auto body = value::parse_json(response.body);
  if (!body || !body->is_object()) return {};
  Detail detail{text_of(body->find("o:errorCode")), text_of(body->find("title")), {}};
  const Json* details = body->find("o:errorDetails");
  if (!details || !details->is_array() || details->items().empty()) return detail;
  const Json& first = details->items().front();
  if (const std::string code = text_of(first.find("o:errorCode")); !code.empty()) detail.code = code;
  detail.words = text_of(first.find("detail")).substr(0, words_max);
  detail.path = text_of(first.find("o:errorPath"));
  return detail;
}

bool has(std::string_view words, std::string_view part) {
  return core::lower_ascii(words).contains(part);
}

// What stands in single quotes behind `lead`.
std::optional<std::string> quoted_behind(std::string_view words, std::string_view lead) {
  const auto at = words.find(lead);
  if (at == std::string_view::npos) return std::nullopt;
  const auto start = words.find('\'', at);
  const auto end = start == std::string_view::npos ? start : words.find('\'', start + 1);
  if (end == std::string_view::npos) return std::nullopt;
  return std::string(words.substr(start + 1, end - start - 1));
}

struct Named {
  std::string_view code;
  Category meaning;
};
constexpr std::array<Named, 16> named_codes = {{{"INSUFFICIENT_PERMISSION", Category::permission},
                                                {"PERMISSION_VIOLATION", Category::permission},
                                                {"CONCURRENCY_LIMIT_EXCEEDED", Category::limit},
                                                {"INVALID_KEY_OR_REF", Category::association},
                                                {"INVALID_KEY", Category::association},
                                                {"INVALID_REF", Category::association},
                                                {"NONEXISTENT_ID", Category::association},
                                                {"INVALID_ID", Category::association},
                                                {"EXCEEDED_MAX_FIELD_LENGTH", Category::value},
                                                {"INVALID_EMAIL", Category::value},
                                                {"INVALID_NUMBER", Category::value},
                                                {"INVALID_DATE", Category::value},
                                                {"INVALID_VALUE", Category::value},
                                                {"INVALID_PARAMETER", Category::value},
                                                {"NONEXISTENT_FIELD", Category::validation},
                                                {"INVALID_CONTENT", Category::validation}}};

bool is_duplicate(const Detail& detail) {
  return detail.code.starts_with("DUP_") || detail.code == "UNIQUE_CUST_ID_REQD" ||
         has(detail.words, "already exists");
}

// References and picklists have one wire form here; the schema knows which one the field is.
bool is_picklist(const schema::Object* object, const Detail& detail) {
  if (!object) return false;
  for (const schema::Field& field : object->fields) {
    if (field.type.kind != schema::TypeKind::enumeration) continue;
    const std::string name = core::lower_ascii(field.name);
    if (core::lower_ascii(detail.path).starts_with(name)) return true;
    if (detail.path.empty() && has(detail.words, name)) return true;
  }
  return false;
}

Category category_of(const http::Response& response, const Detail& detail, const schema::Object* object) {
  if (response.status == 403 || has(detail.words, "does not have permission")) return Category::permission;
  for (const Named& named : named_codes) {
    if (detail.code != named.code) continue;
    if (named.meaning == Category::association && is_picklist(object, detail)) return Category::picklist;
    return named.meaning;
  }
  if (has(detail.words, "maximum") || has(detail.words, "too long")) return Category::value;
  if (has(detail.words, "reference key")) {
    return is_picklist(object, detail) ? Category::picklist : Category::association;
  }
  return detail.code == "USER_ERROR" ? Category::validation : Category::other;
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
  if (!body) return std::unexpected(Fault{Fault::Kind::malformed, "NetSuite: " + body.error().message, {}});
  if (!body->is_object())
    return std::unexpected(Fault{Fault::Kind::malformed, "NetSuite: no JSON object", {}});
  return *std::move(body);
}

Fault fault_of(const http::Response& response) {
  const Detail detail = detail_of(response);
  const std::string words =
      fmt::format("NetSuite answered {} {}: {}", response.status, detail.code, detail.words);
  switch (response.status) {
    case 401:
      return {Fault::Kind::unauthorized, words, {}};
    case 403:
      return {Fault::Kind::forbidden, words, {}};
    case 429:
      return {Fault::Kind::throttled, words, budget_of(response).blocked_for};
    default:
      break;
  }
  if (response.status >= 500) return {Fault::Kind::unreachable, words, {}};
  // SuiteQL says "was not found" of a record type that the role may not see.
  const bool hidden = has(detail.words, "does not have permission") || has(detail.words, "' was not found");
  return {hidden ? Fault::Kind::forbidden : Fault::Kind::refused, words, {}};
}

std::optional<std::string> refused_name(const http::Answer& answer) {
  const auto* response = std::get_if<http::Response>(&answer);
  if (!response || response->status != 400) return std::nullopt;
  const Detail detail = detail_of(*response);
  for (const std::string_view lead : {"Unknown identifier", "Field", "field"}) {
    if (auto name = quoted_behind(detail.words, lead)) return name;
  }
  if (detail.code == "NONEXISTENT_FIELD" && !detail.path.empty()) return detail.path;
  return std::nullopt;
}

bool is_not_shown(const http::Answer& answer) {
  const auto* response = std::get_if<http::Response>(&answer);
  if (!response) return false;
  const Detail detail = detail_of(*response);
  if (response->status == 404) return !has(detail.words, "record type");
  if (response->status != 400) return false;
  return detail.code == "NONEXISTENT_ID" || has(detail.words, "only an administrator");
}

Outcome outcome_of(const http::Response& response, const schema::Object* object) {
  const Detail detail = detail_of(response);
  Outcome outcome{.intent = {}, .how = Settled::rejected, .words = detail.words, .field = detail.path};
  if (is_duplicate(detail)) {
    outcome.how = Settled::existed;
    outcome.category = Category::duplicate;
    return outcome;
  }
  const bool target_missing =
      response.status == 404 || (detail.code == "NONEXISTENT_ID" && detail.path.empty());
  if (target_missing) {
    outcome.how = Settled::gone;
    outcome.category = Category::gone;
    return outcome;
  }
  outcome.category = category_of(response, detail, object);
  if (outcome.category == Category::limit) outcome.retry_in = concurrency_wait;
  return outcome;
}

http::Budget budget_of(const http::Response& response) {
  http::Budget budget;
  if (response.status != 429) return budget;
  const auto seconds = response.headers.integer("Retry-After");
  budget.blocked_for = seconds && *seconds >= 0
                           ? core::Duration::seconds(std::min<std::int64_t>(*seconds, 86'400))
                           : concurrency_wait;
  return budget;
}

std::optional<core::Duration> quiet_after(const http::Response& response) {
  const auto wait = budget_of(response).blocked_for;
  return wait && *wait <= core::Duration::seconds(60) ? wait : std::nullopt;
}

}  // namespace parley::netsuite
