#include "engine/sandbox/netsuite_signature.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <tuple>

#include "engine/sandbox/sha256.hpp"
#include "stdlib/core/text.hpp"

namespace parley::sandbox {

namespace {

constexpr std::size_t nonces_max = 100'000;  // remembered; the oldest are forgotten

// The parts of `OAuth realm="…", oauth_token="…"`, decoded.
std::vector<Header> parts_of(std::string_view credentials) {
  std::vector<Header> parts;
  for (std::string_view piece : core::split(credentials, ',')) {
    piece = core::trim_ascii(piece);
    std::size_t equals = piece.find('=');
    if (equals == std::string_view::npos) continue;
    std::string_view text = piece.substr(equals + 1);
    if (text.size() >= 2 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
    parts.push_back({std::string(piece.substr(0, equals)), percent_decode(text)});
  }
  return parts;
}

std::string part(const std::vector<Header>& parts, std::string_view name) {
  auto found = std::ranges::find(parts, name, &Header::name);
  return found == parts.end() ? std::string() : found->value;
}

}  // namespace

std::string signature_base(std::string_view method, std::string_view url, std::vector<Header> parameters) {
  for (Header& parameter : parameters) {
    parameter.name = percent_encode(parameter.name);
    parameter.value = percent_encode(parameter.value);
  }
  std::ranges::sort(parameters, [](const Header& a, const Header& b) {
    return std::tie(a.name, a.value) < std::tie(b.name, b.value);
  });
  std::string joined;
  for (const Header& parameter : parameters) {
    if (!joined.empty()) joined += '&';
    joined += parameter.name + '=' + parameter.value;
  }
  return std::string(method) + '&' + percent_encode(url) + '&' + percent_encode(joined);
}

std::string tba_signature(std::string_view base, std::string_view consumer_secret,
                          std::string_view token_secret) {
  return base64(hmac_sha256(percent_encode(consumer_secret) + '&' + percent_encode(token_secret), base));
}

std::string TokenCheck::fault(const Request& request, const Target& target, core::Instant now) {
  const std::string* credentials = find_header(request.headers, "Authorization");
  const std::string* host = find_header(request.headers, "Host");
  if (credentials == nullptr || !credentials->starts_with("OAuth ")) return "no OAuth credentials";
  if (host == nullptr) return "no Host header";
  std::vector<Header> parts = parts_of(std::string_view(*credentials).substr(6));
  if (part(parts, "realm") != options_.account) return "realm";
  if (part(parts, "oauth_consumer_key") != options_.consumer) return "consumer key";
  if (part(parts, "oauth_token") != options_.token) return "token";
  if (part(parts, "oauth_signature_method") != "HMAC-SHA256") return "signature method";
  if (part(parts, "oauth_version") != "1.0") return "version";
  std::string timestamp = part(parts, "oauth_timestamp");
  std::int64_t seconds = 0;
  auto [end, error] = std::from_chars(timestamp.data(), timestamp.data() + timestamp.size(), seconds);
  if (error != std::errc() || end != timestamp.data() + timestamp.size()) return "timestamp";
  std::int64_t skew = now.microseconds / 1'000'000 - seconds;
  std::int64_t skew_max = options_.timestamp_skew_max.microseconds / 1'000'000;
  if (skew_max > 0 && (skew > skew_max || -skew > skew_max)) return "timestamp";
  std::vector<Header> parameters = target.query;
  for (const Header& one : parts) {
    if (one.name.starts_with("oauth_") && one.name != "oauth_signature") parameters.push_back(one);
  }
  std::string base =
      signature_base(request.method, "http://" + core::lower_ascii(*host) + target.path, parameters);
  if (part(parts, "oauth_signature") !=
      tba_signature(base, options_.consumer_secret, options_.token_secret)) {
    return "signature";
  }
  return check_nonce(timestamp, part(parts, "oauth_nonce"));
}

std::string TokenCheck::check_nonce(const std::string& timestamp, const std::string& nonce) {
  if (nonce.empty()) return "nonce";
  if (!nonces_.insert({timestamp, nonce}).second) return "nonce used before";
  nonce_order_.emplace_back(timestamp, nonce);
  if (nonce_order_.size() > nonces_max) {
    nonces_.erase(nonce_order_.front());
    nonce_order_.pop_front();
  }
  return {};
}

}  // namespace parley::sandbox
