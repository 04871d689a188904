#include "engine/sandbox/fault.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace parley::sandbox {

namespace {

constexpr std::array<std::pair<std::string_view, FaultAction>, 6> actions = {{
    {"applied_then_cut", FaultAction::applied_then_cut},
    {"cut", FaultAction::cut},
    {"status", FaultAction::status},
    {"applied_status", FaultAction::applied_status},
    {"html", FaultAction::html},
    {"delay", FaultAction::delay},
}};

std::unexpected<core::Error> refuse(std::string message) {
  return core::fail(core::ErrorKind::input, std::move(message),
                    "a rule has action, method, path, nth, times, status, headers, body, delay_ms");
}

core::Result<void> read_member(FaultRule& rule, std::string_view name, const value::Json& json) {
  auto number = json.integer();
  if (name == "nth" && number) {
    rule.nth = *number;
  } else if (name == "times" && number) {
    rule.times = *number;
  } else if (name == "status" && number) {
    rule.status = static_cast<int>(*number);
  } else if (name == "delay_ms" && number) {
    rule.delay = core::Duration::milliseconds(*number);
  } else if (name == "method" && json.is_text()) {
    rule.method = json.text();
  } else if (name == "path" && json.is_text()) {
    rule.path = json.text();
  } else if (name == "body" && json.is_text()) {
    rule.body = json.text();
  } else if (name == "headers" && json.is_object()) {
    for (const auto& [key, value] : json.members()) rule.headers.push_back({key, value.text_or("")});
  } else {
    return refuse(fmt::format("fault rule: \"{}\" is unknown or of the wrong kind", name));
  }
  return {};
}

}  // namespace

void FaultPlan::add(FaultRule rule) {
  rules_.push_back({std::move(rule), 0});
}

const FaultRule* FaultPlan::next(const Request& request) {
  const FaultRule* fired = nullptr;
  for (Armed& armed : rules_) {
    const FaultRule& rule = armed.rule;
    if (!rule.method.empty() && rule.method != request.method) continue;
    if (request.target.find(rule.path) == std::string::npos) continue;
    ++armed.seen;
    bool due = armed.seen >= rule.nth && armed.seen < rule.nth + rule.times;
    if (due && fired == nullptr) fired = &rule;
  }
  return fired;
}

core::Result<FaultRule> fault_from_json(const value::Json& json) {
  const value::Json* action = json.find("action");
  if (action == nullptr || !action->is_text()) return refuse("fault rule: \"action\" is missing");
  FaultRule rule;
  bool known = false;
  for (const auto& [name, meaning] : actions) {
    if (name != action->text()) continue;
    rule.action = meaning;
    known = true;
  }
  if (!known) return refuse(fmt::format("fault rule: action \"{}\" is unknown", action->text()));
  for (const auto& [name, value] : json.members()) {
    if (name == "action") continue;
    TRY_VOID(read_member(rule, name, value));
  }
  return rule;
}

}  // namespace parley::sandbox
