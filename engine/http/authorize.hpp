// Authorizer: puts a connection's secret on a request, anew for every attempt. Two kinds: a bearer token
// (HubSpot service keys and private apps) and OAuth 1.0a with HMAC-SHA256 (NetSuite token authentication).
// Nothing here fails.
#pragma once

#include <memory>
#include <string>

#include "engine/http/message.hpp"
#include "engine/http/secret.hpp"
#include "stdlib/core/clock.hpp"
#include "stdlib/core/random.hpp"

namespace parley::http {

struct Authorizer {
  virtual ~Authorizer() = default;
  virtual void authorize(Request& request, core::Instant now, core::Random& random) const = 0;
};

std::unique_ptr<Authorizer> bearer(Secret token);

struct TokenPair {
  std::string realm;  // the account, with its case and underscore: "123456_SB1"
  std::string consumer;
  Secret consumer_secret;
  std::string token;
  Secret token_secret;
};

std::unique_ptr<Authorizer> oauth1(TokenPair tokens);

// What makes one signature unlike every other.
struct Stamp {
  std::string nonce;
  std::int64_t timestamp = 0;  // seconds since 1970
};

// RFC 5849 §3.4.1 with HMAC-SHA256: method, address without its query, and all parameters, encoded and
// sorted. A body is never signed (form bodies would be; we send none).
std::string signature_text(const Request& request, const TokenPair& tokens, const Stamp& stamp);
std::string signature(const Request& request, const TokenPair& tokens, const Stamp& stamp);  // base64

}  // namespace parley::http
