// The token authentication of NetSuite (OAuth 1.0a with HMAC-SHA256): takes the Authorization header apart
// and says whether it is signed as the account expects. A nonce counts once. Not shared between threads.
#pragma once

#include <deque>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/sandbox/exchange.hpp"
#include "engine/sandbox/netsuite_sandbox.hpp"

namespace parley::sandbox {

// The text that is signed: METHOD & url without query & all parameters, each percent-encoded.
std::string signature_base(std::string_view method, std::string_view url, std::vector<Header> parameters);
std::string tba_signature(std::string_view base, std::string_view consumer_secret,
                          std::string_view token_secret);

class TokenCheck {
 public:
  explicit TokenCheck(const NetsuiteOptions& options) : options_(options) {}

  // Empty where the request is genuine; else what is wrong, for the sandbox's log. The answer to the caller
  // never says which part it was, as NetSuite's does not.
  std::string fault(const Request& request, const Target& target, core::Instant now);

 private:
  std::string check_nonce(const std::string& timestamp, const std::string& nonce);

  NetsuiteOptions options_;
  std::set<std::pair<std::string, std::string>> nonces_;
  std::deque<std::pair<std::string, std::string>> nonce_order_;
};

}  // namespace parley::sandbox
