#include "engine/sandbox/system.hpp"

#include <utility>

#include "engine/sandbox/calendar.hpp"

namespace parley::sandbox {

namespace {

using value::Json;

Response refuse(const core::Error& error) {
  return json_answer(400, Json::Object{{"error", error.message}});
}

Json counts(const std::map<std::string, std::int64_t>& by_kind) {
  Json json = Json::object();
  for (const auto& [kind, number] : by_kind) json[kind] = number;
  return json;
}

void override_with(Response& response, const FaultRule& rule) {
  response.headers.insert(response.headers.end(), rule.headers.begin(), rule.headers.end());
  if (rule.body) response.body = *rule.body;
}

}  // namespace

Response System::answer(const Request& request) {
  Target target = parse_target(request.target);
  if (!target.segments.empty() && target.segments.front() == "_sandbox") return control(request, target);
  count_request("all");
  if (request.target.size() > target_length_max) {
    return {.status = 414, .headers = {{"Content-Type", "text/plain"}}, .body = "URI Too Long"};
  }
  const FaultRule* rule = faults_.next(request);
  Response response = rule == nullptr ? serve(request, target) : serve_with(*rule, request, target);
  if (find_header(response.headers, "Date") == nullptr)
    response.headers.push_back({"Date", http_date(now())});
  return response;
}

value::Json System::dump() const {
  Json json = identity();
  json["time"] = clock_.now().microseconds / 1'000;
  json["requests"] = counts(requests_);
  json["effects"] = counts(effects_);
  json["records"] = records();
  return json;
}

Response System::serve_with(const FaultRule& rule, const Request& request, const Target& target) {
  count_effect("fault");
  Response response;
  switch (rule.action) {
    case FaultAction::applied_then_cut:
      response = serve(request, target);
      response.cut = true;
      return response;
    case FaultAction::cut:
      response.cut = true;
      return response;
    case FaultAction::status:
      response = error_answer(rule.status);
      override_with(response, rule);
      return response;
    case FaultAction::applied_status:
      serve(request, target);
      response = error_answer(rule.status);
      override_with(response, rule);
      return response;
    case FaultAction::html:
      response.headers = {{"Content-Type", "text/html"}};
      response.body = "<!DOCTYPE html><html><body><h1>We'll be right back</h1></body></html>";
      override_with(response, rule);
      return response;
    case FaultAction::delay:
      response = serve(request, target);
      response.delay = rule.delay;
      return response;
  }
  return response;
}

Response System::control(const Request& request, const Target& target) {
  std::string call = request.method + " " + (target.segments.size() == 2 ? target.segments[1] : "");
  if (call == "GET dump") return json_answer(200, dump());
  if (call == "DELETE fault") {
    clear_faults();
    return json_answer(200, Json::object());
  }
  if (call != "POST edit" && call != "POST fault")
    return json_answer(404, Json::Object{{"error", "no such control"}});
  auto body = value::parse_json(request.body);
  if (!body) return refuse(body.error());
  if (call == "POST edit") {
    auto id = edit(*body);
    return id ? json_answer(200, Json::Object{{"id", *id}}) : refuse(id.error());
  }
  Json rules = body->is_array() ? *body : Json(Json::Array{*body});
  for (const Json& item : rules.items()) {
    auto rule = fault_from_json(item);
    if (!rule) return refuse(rule.error());
    add_fault(std::move(*rule));
  }
  return json_answer(200, Json::object());
}

}  // namespace parley::sandbox
