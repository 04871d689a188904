// Of GET https://h.example/a?x=1 the signed text is
//   GET&https%3A%2F%2Fh.example%2Fa&oauth_consumer_key%3D…%26x%3D1
// and its signature is base64(HMAC-SHA256(encoded consumer secret & encoded token secret, text)).
#include "engine/http/authorize.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <vector>

#include "stdlib/core/check.hpp"
#include "stdlib/core/text.hpp"

namespace parley::http {

namespace {

using Parameters = std::vector<std::pair<std::string, std::string>>;

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// A part of a query as its meaning: %xx and + undone. A stray % stands for itself.
std::string decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escape =
        text[i] == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 && hex_digit(text[i + 2]) >= 0;
    if (escape) {
      out += static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]));
      i += 2;
    } else {
      out += text[i] == '+' ? ' ' : text[i];
    }
  }
  return out;
}

Parameters query_parameters(std::string_view url) {
  Parameters parameters;
  const std::size_t mark = url.find('?');
  if (mark == std::string_view::npos) return parameters;
  const std::string_view query = url.substr(mark + 1, url.find('#') - mark - 1);
  for (const std::string_view part : core::split(query, '&')) {
    if (part.empty()) continue;
    const std::size_t equals = std::min(part.find('='), part.size());
    const std::string_view value = equals == part.size() ? std::string_view() : part.substr(equals + 1);
    parameters.emplace_back(percent_encoded(decoded(part.substr(0, equals))),
                            percent_encoded(decoded(value)));
  }
  return parameters;
}

// Scheme, host in lower case, port unless it is the scheme's own, path.
std::string signed_address(std::string_view url) {
  url = url.substr(0, url.find_first_of("?#"));
  const std::size_t host_at = std::min(url.find("://"), url.size() - 3) + 3;
  const std::size_t path_at = std::min(url.find('/', host_at), url.size());
  std::string address = core::lower_ascii(url.substr(0, path_at));
  for (const auto& [scheme, port] : {std::pair("https://", ":443"), std::pair("http://", ":80")})
    if (address.starts_with(scheme) && address.ends_with(port))
      address.resize(address.size() - std::string_view(port).size());
  const std::string_view path = url.substr(path_at);
  return address + (path.empty() ? "/" : std::string(path));
}

std::string base64(const unsigned char* bytes, std::size_t size) {
  std::string out(4 * ((size + 2) / 3) + 1, '\0');
  const int length =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()), bytes, static_cast<int>(size));
  out.resize(static_cast<std::size_t>(length));
  return out;
}

std::string hmac_sha256(const std::string& key, const std::string& text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  const auto* done =
      HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
           reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data(), &size);
  ENSURE(done != nullptr, "HMAC-SHA256 failed");
  return base64(digest.data(), size);
}

class Bearer final : public Authorizer {
 public:
  explicit Bearer(Secret token) : token_(std::move(token)) {}
  void authorize(Request& request, core::Instant, core::Random&) const override {
    request.headers.set("Authorization", "Bearer " + token_.reveal());
  }

 private:
  Secret token_;
};

class OAuth1 final : public Authorizer {
 public:
  explicit OAuth1(TokenPair tokens) : tokens_(std::move(tokens)) {}

  void authorize(Request& request, core::Instant now, core::Random& random) const override {
    const Stamp stamp{fmt::format("{:016x}{:08x}", random.next(), random.next() >> 32U),
                      now.microseconds / 1'000'000};
    request.headers.set(
        "Authorization",
        fmt::format("OAuth realm=\"{}\", oauth_token=\"{}\", oauth_consumer_key=\"{}\", oauth_nonce=\"{}\", "
                    "oauth_timestamp=\"{}\", oauth_signature_method=\"HMAC-SHA256\", oauth_version=\"1.0\", "
                    "oauth_signature=\"{}\"",
                    tokens_.realm, percent_encoded(tokens_.token), percent_encoded(tokens_.consumer),
                    stamp.nonce, stamp.timestamp, percent_encoded(signature(request, tokens_, stamp))));
  }

 private:
  TokenPair tokens_;
};

}  // namespace

std::unique_ptr<Authorizer> bearer(Secret token) {
  return std::make_unique<Bearer>(std::move(token));
}

std::unique_ptr<Authorizer> oauth1(TokenPair tokens) {
  return std::make_unique<OAuth1>(std::move(tokens));
}

std::string signature_text(const Request& request, const TokenPair& tokens, const Stamp& stamp) {
  Parameters parameters = query_parameters(request.url);
  parameters.emplace_back("oauth_consumer_key", percent_encoded(tokens.consumer));
  parameters.emplace_back("oauth_nonce", percent_encoded(stamp.nonce));
  parameters.emplace_back("oauth_signature_method", "HMAC-SHA256");
  parameters.emplace_back("oauth_timestamp", fmt::to_string(stamp.timestamp));
  parameters.emplace_back("oauth_token", percent_encoded(tokens.token));
  parameters.emplace_back("oauth_version", "1.0");
  std::ranges::sort(parameters);
  std::string joined;
  for (const auto& [name, value] : parameters) {
    if (!joined.empty()) joined += '&';
    fmt::format_to(std::back_inserter(joined), "{}={}", name, value);
  }
  return fmt::format("{}&{}&{}", method_name(request.method), percent_encoded(signed_address(request.url)),
                     percent_encoded(joined));
}

std::string signature(const Request& request, const TokenPair& tokens, const Stamp& stamp) {
  const std::string key =
      percent_encoded(tokens.consumer_secret.reveal()) + '&' + percent_encoded(tokens.token_secret.reveal());
  return hmac_sha256(key, signature_text(request, tokens, stamp));
}

}  // namespace parley::http
