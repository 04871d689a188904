#include "engine/http/verdict.hpp"

#include <fmt/format.h>

#include "stdlib/core/text.hpp"

namespace parley::http {

namespace {

constexpr int depth_max = 1'024;

bool is_html(const Response& response, std::string_view body) {
  if (core::lower_ascii(response.headers.find("Content-Type").value_or("")).starts_with("text/html"))
    return true;
  const std::string start = core::lower_ascii(body.substr(0, 15));
  return start.starts_with("<!doctype html") || start.starts_with("<html");
}

// Statuses that a second attempt can cure. 500 is among them: both systems send it for passing trouble.
bool can_pass(int status) {
  switch (status) {
    case 408:
    case 423:
    case 425:
    case 477:
    case 500:
    case 502:
    case 503:
    case 504:
    case 521:
    case 522:
    case 523:
    case 524:
    case 525:
    case 526:
      return true;
    default:
      return false;
  }
}

std::string what_is_wrong(const Request& request, const Response& response) {
  const std::string_view body = core::trim_ascii(response.body);
  if (request.expects == Expects::anything || response.status < 200 || response.status > 299) return {};
  if (!body.empty() && is_html(response, body)) return "an HTML page";
  if (request.expects == Expects::nothing || response.status == 204 || request.method == Method::head)
    return {};
  if (body.empty()) return "no body";
  if (!is_closed_json(body)) return "a body that is cut or no JSON";
  return {};
}

Verdict judge_response(const Request& request, const Response& response) {
  if (response.status == 429) return Verdict::throttled;
  const bool repeatable = request.repeat == Repeat::safe;
  return repeatable && can_pass(response.status) ? Verdict::again : Verdict::answer;
}

Verdict judge_unanswered(const Request& request, const Unanswered& unanswered) {
  if (unanswered.trouble == Trouble::too_large) return Verdict::answer;
  const bool harmless = !unanswered.maybe_applied || request.repeat == Repeat::safe;
  return harmless ? Verdict::again : Verdict::answer;
}

}  // namespace

Verdict judge(const Request& request, const Answer& answer) {
  if (const auto* response = std::get_if<Response>(&answer)) return judge_response(request, *response);
  return judge_unanswered(request, std::get<Unanswered>(answer));
}

Answer checked(const Request& request, Answer answer) {
  const auto* response = std::get_if<Response>(&answer);
  if (response == nullptr) return answer;
  const std::string wrong = what_is_wrong(request, *response);
  if (wrong.empty()) return answer;
  return Unanswered{Trouble::garbled, fmt::format("status {} with {}", response->status, wrong), true};
}

std::optional<core::Duration> retry_after(const ResponseHead& head) {
  const auto seconds = head.headers.integer("Retry-After");
  if (!seconds || *seconds < 0 || *seconds > 86'400) return std::nullopt;
  return core::Duration::seconds(*seconds);
}

bool is_closed_json(std::string_view text) {
  text = core::trim_ascii(text);
  if (text.empty() || (text.front() != '{' && text.front() != '[')) return false;
  int depth = 0;
  bool in_text = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_text) {
      if (c == '\\') ++i;
      if (c == '"') in_text = false;
    } else if (c == '"') {
      in_text = true;
    } else if (c == '{' || c == '[') {
      if (++depth > depth_max) return false;
    } else if (c == '}' || c == ']') {
      if (--depth == 0) return i + 1 == text.size();
    }
  }
  return false;
}

}  // namespace parley::http
