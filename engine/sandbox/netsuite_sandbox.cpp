#include "engine/sandbox/netsuite_sandbox.hpp"

#include <fmt/format.h>

#include <span>

#include "engine/sandbox/netsuite_account.hpp"
#include "engine/sandbox/netsuite_signature.hpp"

namespace parley::sandbox {

using value::Json;

namespace {

constexpr const char* login_words =
    "Invalid login attempt. For more details, see the Login Audit Trail in the NetSuite UI at Setup > "
    "Users/Roles > User "
    "Management > View Login Audit Trail.";

std::string origin_of(const Request& request) {
  const std::string* host = find_header(request.headers, "Host");
  return "http://" + (host == nullptr ? std::string("localhost") : *host);
}

// The part of the path behind "/services/rest/<service>/v1".
std::span<const std::string> behind_rest(const std::vector<std::string>& path, std::string_view service) {
  bool there =
      path.size() >= 4 && path[0] == "services" && path[1] == "rest" && path[2] == service && path[3] == "v1";
  return there ? std::span(path).subspan(4) : std::span<const std::string>();
}

Response not_allowed() {
  return NetsuiteAccount::refuse({.status = 405,
                                  .code = "METHOD_NOT_ALLOWED",
                                  .detail = "The HTTP method is not supported for this resource."});
}

Response concurrency_answer() {
  Response response =
      NetsuiteAccount::refuse({.status = 429,
                               .code = "CONCURRENCY_LIMIT_EXCEEDED",
                               .detail = "Concurrent request limit exceeded. Request blocked."});
  Json body = *value::parse_json(response.body);
  body["o:errorCode"] = "USER_ERROR";
  response.body = write_json(body);
  return response;
}

Response customers(NetsuiteAccount& account, const NetsuiteCall& call, std::span<const std::string> rest,
                   std::string& kind) {
  const std::string& method = call.request.method;
  if (rest.empty()) {
    kind = method == "POST" ? "create" : "list";
    if (method == "POST") return account.create(call);
    return method == "GET" ? account.list(call) : not_allowed();
  }
  if (rest.size() > 1) {
    return NetsuiteAccount::refuse(
        {.status = 404,
         .code = "NONEXISTENT_ID",
         .detail = fmt::format("The sub-resource {} is not served by this sandbox", rest[1])});
  }
  if (method == "GET") {
    kind = "get";
    return account.get(call, rest[0]);
  }
  if (method == "PATCH") {
    kind = "update";
    return account.update(call, rest[0]);
  }
  if (method == "PUT") {
    kind = "upsert";
    return account.upsert(call, rest[0]);
  }
  if (method != "DELETE") return not_allowed();
  kind = "delete";
  return account.remove(call, rest[0]);
}

Response route(NetsuiteAccount& account, const NetsuiteCall& call, std::string& kind) {
  const auto& path = call.target.segments;
  bool get = call.request.method == "GET";
  kind = "other";
  if (auto rest = behind_rest(path, "query"); rest.size() == 1 && rest[0] == "suiteql") {
    kind = "suiteql";
    return call.request.method == "POST" ? account.suiteql(call) : not_allowed();
  }
  if (auto rest = behind_rest(path, "system"); rest.size() == 1 && get) {
    if (rest[0] == "serverTime") return account.server_time(call);
    if (rest[0] == "governanceLimits") return account.governance();
  }
  auto rest = behind_rest(path, "record");
  if (!rest.empty() && rest[0] == "metadata-catalog" && get) {
    kind = "metadata";
    if (rest.size() == 1) return account.catalog(call);
    if (rest.size() == 2 && rest[1] == "customer") return account.catalog_of_customer(call);
  }
  if (!rest.empty() && rest[0] == "customer") return customers(account, call, rest.subspan(1), kind);
  std::string type = rest.empty() ? call.target.path : rest[0];
  return NetsuiteAccount::refuse({.status = 404,
                                  .code = "NONEXISTENT_ID",
                                  .detail = fmt::format("Record type '{}' does not exist", type)});
}

}  // namespace

NetsuiteSandbox::NetsuiteSandbox(NetsuiteOptions options, core::Clock& clock)
    : System(clock),
      account_(
          std::make_unique<NetsuiteAccount>(options, [this](std::string_view kind) { count_effect(kind); })),
      tokens_(std::make_unique<TokenCheck>(options)) {}

NetsuiteSandbox::~NetsuiteSandbox() = default;

core::Result<std::string> NetsuiteSandbox::edit(const Json& change) {
  return account_->edit(change, now());
}

core::Result<std::string> NetsuiteSandbox::load(const Json& values, core::Instant modified) {
  return account_->load(values, modified);
}

Response NetsuiteSandbox::serve(const Request& request, const Target& target) {
  if (request.method == "OPTIONS") return {.status = 204, .headers = {}, .body = {}};
  std::string fault = tokens_->fault(request, target, now());
  if (!fault.empty()) {
    count_request("refused");
    count_effect("refused: " + fault);
    Response response =
        NetsuiteAccount::refuse({.status = 401, .code = "INVALID_LOGIN", .detail = login_words});
    response.headers.push_back(
        {"WWW-Authenticate",
         fmt::format(
             "OAuth realm=\"{}\", error=\"token_rejected\", error_description=\"Invalid login attempt.\"",
             account_->options().account)});
    return response;
  }
  int most = account_->options().concurrency_max;
  if (most > 0 && request.in_flight > most) {
    count_request("limited");
    return concurrency_answer();
  }
  std::string kind;
  Response response = route(*account_, {request, target, now(), origin_of(request)}, kind);
  count_request(kind);
  return response;
}

Response NetsuiteSandbox::error_answer(int status) {
  if (status == 429) return concurrency_answer();
  return NetsuiteAccount::refuse(
      {.status = status,
       .code = status >= 500 ? "UNEXPECTED_ERROR" : "USER_ERROR",
       .detail = fmt::format("An unexpected error occurred. Error ID: {:x}", account_->next_random())});
}

Json NetsuiteSandbox::identity() const {
  return Json::Object{{"system", "netsuite"}, {"account", account_->options().account}};
}

Json NetsuiteSandbox::records() const {
  return account_->records();
}

}  // namespace parley::sandbox
