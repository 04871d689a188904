// NetsuiteSandbox: the NetSuite REST record service and SuiteQL for customers, served from memory; token
// authentication (OAuth 1.0a, HMAC-SHA256) is verified. What it does and leaves out:
// docs/operations/sandbox.md. Threads and clock: see system.hpp.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "engine/sandbox/system.hpp"

namespace parley::sandbox {

struct NetsuiteOptions {
  std::string account = "TSTDRV1234567_SB1";  // the realm, with its case and underscore
  std::string consumer = "ef40afdd8abaac111b13825dd5e5e2ddddb44f86d5a0dd6dcf38c20aae6b67e4";
  std::string consumer_secret = "d26ad321a4b2f23b0741c8d38392ce01c3e23e109df6c96eac6d099e9ab9e8b5";
  std::string token = "2b0ce516420110bcbd36b69e99196d1b7f6de3c6234c5afb799b73d87569f5cc";
  std::string token_secret = "c29a677df7d5439a458c063654187e3d678d73aca8e3c9d8bea1478a3eb0d295";
  core::Duration timestamp_skew_max = core::Duration::seconds(300);  // zero: the timestamp is not compared
  int concurrency_max = 5;  // more calls in flight are refused with 429; 0: no limit
  std::string time_zone =
      "America/Los_Angeles";               // SuiteQL's dates: also UTC, America/New_York, Europe/Berlin
  std::string date_format = "MM/DD/YYYY";  // how SuiteQL shows a date without TO_CHAR
  std::uint64_t seed = 1;
};

class NetsuiteAccount;
class TokenCheck;

class NetsuiteSandbox final : public System {
 public:
  // Fails an ENSURE where the time zone is none of the above; server options are checked before.
  NetsuiteSandbox(NetsuiteOptions options, core::Clock& clock);
  ~NetsuiteSandbox() override;

  core::Result<std::string> edit(const value::Json& change) override;
  core::Result<std::string> load(const value::Json& values, core::Instant modified) override;

 protected:
  Response serve(const Request& request, const Target& target) override;
  Response error_answer(int status) override;
  value::Json identity() const override;
  value::Json records() const override;

 private:
  std::unique_ptr<NetsuiteAccount> account_;
  std::unique_ptr<TokenCheck> tokens_;
};

}  // namespace parley::sandbox
