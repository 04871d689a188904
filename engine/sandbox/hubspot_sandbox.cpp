#include "engine/sandbox/hubspot_sandbox.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>

#include "engine/sandbox/hubspot_account.hpp"
#include "engine/sandbox/rate_limit.hpp"

namespace parley::sandbox {

using value::Json;

// The way of a request to its call: authentication, limits, then the path.
class HubspotDoor {
 public:
  HubspotDoor(const HubspotOptions& options, HubspotAccount& account)
      : account_(account),
        token_(options.token),
        burst_(options.burst_max, core::Duration::seconds(10)),
        search_(options.search_max, core::Duration::seconds(1)),
        daily_(options.daily_max, core::Duration::seconds(86'400)) {}

  Response answer(const Request& request, const Target& target, core::Instant now, std::string& kind);
  Response too_many(std::string_view policy);

 private:
  bool authentic(const Request& request) const;
  std::optional<Response> limited(bool search, core::Instant now);
  Response route(const Request& request, const Target& target, core::Instant now, std::string& kind);
  Response objects(const Request& request, const Target& target, std::span<const std::string> rest,
                   core::Instant now, std::string& kind);
  Response batch(const Target& target, const std::string& call, const Json& body, core::Instant now);

  HubspotAccount& account_;
  std::string token_;
  RateLimit burst_;
  RateLimit search_;
  RateLimit daily_;
};

namespace {

constexpr std::array<std::string_view, 2> dated = {"2026-03", "2026-09"};

bool is_dated(std::string_view version) {
  return std::ranges::find(dated, version) != dated.end();
}
bool is_contact(std::string_view type) {
  return type == "contacts" || type == "contact" || type == "0-1";
}

// The part of the path behind "/crm/v3/<area>" or "/crm/<area>/<date>".
std::optional<std::span<const std::string>> behind_crm(const std::vector<std::string>& path,
                                                       std::string_view area) {
  if (path.size() < 3 || path[0] != "crm") return std::nullopt;
  bool classic = path[1] == "v3" && path[2] == area;
  bool by_date = path[1] == area && is_dated(path[2]);
  if (!classic && !by_date) return std::nullopt;
  return std::span(path).subspan(3);
}

bool is_search(const Request& request, const Target& target) {
  return request.method == "POST" && !target.segments.empty() && target.segments.back() == "search";
}

}  // namespace

Response HubspotDoor::answer(const Request& request, const Target& target, core::Instant now,
                             std::string& kind) {
  bool search = is_search(request, target);
  Response response;
  if (!authentic(request)) {
    kind = "refused";
    response = account_.refuse(
        401, "INVALID_AUTHENTICATION",
        "Authentication credentials not found. This API supports OAuth 2.0 authentication and "
        "you can find more details at https://developers.hubspot.com/docs/methods/auth/oauth-overview");
  } else if (auto refused = limited(search, now)) {
    kind = "limited";
    response = std::move(*refused);
  } else {
    response = route(request, target, now, kind);
  }
  response.headers.push_back({"x-hubspot-correlation-id", account_.correlation_id()});
  if (search || response.status == 401 || burst_.calls_max() == 0) return response;
  auto header = [&](const char* name, std::int64_t value) {
    response.headers.push_back({fmt::format("x-hubspot-ratelimit-{}", name), std::to_string(value)});
  };
  header("interval-milliseconds", 10'000);
  header("max", burst_.calls_max());
  header("remaining", burst_.remaining());
  header("secondly", burst_.calls_max() / 10);
  header("secondly-remaining", std::min(burst_.calls_max() / 10, burst_.remaining()));
  if (daily_.calls_max() == 0) return response;
  header("daily", daily_.calls_max());
  header("daily-remaining", daily_.remaining());
  return response;
}

Response HubspotDoor::too_many(std::string_view policy) {
  Json body = Json::object();
  body["status"] = "error";
  body["message"] = policy == "DAILY"      ? "You have reached your daily limit."
                    : policy == "SECONDLY" ? "You have reached your secondly limit."
                                           : "You have reached your ten_secondly_rolling limit.";
  body["errorType"] = "RATE_LIMIT";
  body["correlationId"] = account_.correlation_id();
  if (policy != "SECONDLY") {
    body["policyName"] = policy;
    body["groupName"] = fmt::format("publicapi:private_app-api-calls-{}:1512050:{}",
                                    policy == "DAILY" ? "daily" : "ten-secondly", account_.options().portal);
  }
  return json_answer(429, body);
}

bool HubspotDoor::authentic(const Request& request) const {
  const std::string* credentials = find_header(request.headers, "Authorization");
  return credentials != nullptr && *credentials == "Bearer " + token_;
}

std::optional<Response> HubspotDoor::limited(bool search, core::Instant now) {
  if (!daily_.allow(now)) return too_many("DAILY");
  if (search) return search_.allow(now) ? std::nullopt : std::optional(too_many("SECONDLY"));
  return burst_.allow(now) ? std::nullopt : std::optional(too_many("TEN_SECONDLY_ROLLING"));
}

Response HubspotDoor::route(const Request& request, const Target& target, core::Instant now,
                            std::string& kind) {
  const auto& path = target.segments;
  bool get = request.method == "GET";
  kind = "other";
  if (get && path.size() == 3 && path[0] == "account-info" && path[2] == "details" &&
      (path[1] == "v3" || is_dated(path[1]))) {
    kind = "details";
    return account_.details();
  }
  if (auto rest = behind_crm(path, "properties"); rest && get && !rest->empty() && is_contact((*rest)[0])) {
    kind = "properties";
    return rest->size() == 1 ? account_.properties() : account_.property((*rest)[1]);
  }
  if (auto rest = behind_crm(path, "pipelines"); rest && get && rest->size() == 1 && is_contact((*rest)[0])) {
    return account_.lifecycle_stages();
  }
  auto rest = behind_crm(path, "objects");
  if (!rest || rest->empty()) return account_.refuse(404, "OBJECT_NOT_FOUND", "resource not found");
  if (!is_contact((*rest)[0])) {
    return account_.refuse(400, "VALIDATION_ERROR",
                           fmt::format("Unable to infer object type from: {}", (*rest)[0]));
  }
  return objects(request, target, rest->subspan(1), now, kind);
}

Response HubspotDoor::objects(const Request& request, const Target& target, std::span<const std::string> rest,
                              core::Instant now, std::string& kind) {
  const std::string& method = request.method;
  Json body;
  if (method == "POST" || method == "PATCH") {
    auto parsed = value::parse_json(request.body);
    if (!parsed)
      return account_.refuse(400, "VALIDATION_ERROR", "Invalid input JSON: " + parsed.error().message);
    body = std::move(*parsed);
  }
  if (method == "POST" && rest.size() == 1 && rest[0] == "search") {
    kind = "search";
    return account_.search(body, request.body.size(), now);
  }
  if (method == "POST" && rest.size() == 2 && rest[0] == "batch") {
    kind = "batch/" + rest[1];
    return batch(target, rest[1], body, now);
  }
  if (rest.empty() && method == "GET") {
    kind = "list";
    return account_.list(target, now);
  }
  if (rest.empty() && method == "POST") {
    kind = "create";
    return account_.create(body, now);
  }
  if (rest.size() == 1 && method == "GET") {
    kind = "get";
    return account_.get(target, rest[0], now);
  }
  if (rest.size() == 1 && method == "PATCH") {
    kind = "update";
    return account_.update(target, rest[0], body, now);
  }
  if (rest.size() == 1 && method == "DELETE") {
    kind = "archive";
    return account_.archive(rest[0], now);
  }
  return account_.refuse(405, "", "HTTP 405 Method Not Allowed");
}

Response HubspotDoor::batch(const Target& target, const std::string& call, const Json& body,
                            core::Instant now) {
  if (call == "read") return account_.batch_read(target, body, now);
  if (call == "create" || call == "update" || call == "upsert") return account_.batch_write(call, body, now);
  if (call == "archive") return account_.batch_archive(body, now);
  return account_.refuse(404, "OBJECT_NOT_FOUND", "resource not found");
}

HubspotSandbox::HubspotSandbox(HubspotOptions options, core::Clock& clock)
    : System(clock),
      account_(
          std::make_unique<HubspotAccount>(options, [this](std::string_view kind) { count_effect(kind); })),
      door_(std::make_unique<HubspotDoor>(options, *account_)) {}

HubspotSandbox::~HubspotSandbox() = default;

core::Result<std::string> HubspotSandbox::edit(const Json& change) {
  return account_->edit(change, now());
}

core::Result<std::string> HubspotSandbox::load(const Json& values, core::Instant modified) {
  return account_->load(values, modified);
}

Response HubspotSandbox::serve(const Request& request, const Target& target) {
  std::string kind;
  Response response = door_->answer(request, target, now(), kind);
  count_request(kind);
  return response;
}

Response HubspotSandbox::error_answer(int status) {
  if (status == 429) return door_->too_many("TEN_SECONDLY_ROLLING");
  return account_->refuse(status, "",
                          status >= 500 ? "internal error" : "There was a problem with the request.");
}

Json HubspotSandbox::identity() const {
  return Json::Object{{"system", "hubspot"}, {"account", std::to_string(account_->options().portal)}};
}

Json HubspotSandbox::records() const {
  return account_->records();
}

}  // namespace parley::sandbox
