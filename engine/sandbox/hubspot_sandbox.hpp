// HubspotSandbox: the HubSpot CRM API for contacts, served from memory: both path families
// (/crm/v3/objects/contacts and /crm/objects/2026-09/contacts, 2026-03 too), properties, account details.
// What it does and leaves out: docs/operations/sandbox.md. Threads and clock: see system.hpp.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "engine/sandbox/system.hpp"

namespace parley::sandbox {

struct HubspotOptions {
  std::string token = "pat-na1-5a7d0c1e-sandbox";
  std::int64_t portal = 147893286;
  core::Duration search_lag = core::Duration::seconds(3);  // the search index shows a change this much later
  std::int64_t burst_max = 190;                            // calls in any 10 seconds; 0: no limit
  std::int64_t search_max = 5;                             // searches in any second; 0: no limit
  std::int64_t daily_max = 650'000;                        // calls a day; 0: no limit
  std::uint64_t seed = 1;  // correlation ids, record ids, the order of batch results
};

class HubspotAccount;
class HubspotDoor;

class HubspotSandbox final : public System {
 public:
  HubspotSandbox(HubspotOptions options, core::Clock& clock);
  ~HubspotSandbox() override;

  core::Result<std::string> edit(const value::Json& change) override;
  core::Result<std::string> load(const value::Json& values, core::Instant modified) override;

 protected:
  Response serve(const Request& request, const Target& target) override;
  Response error_answer(int status) override;
  value::Json identity() const override;
  value::Json records() const override;

 private:
  std::unique_ptr<HubspotAccount> account_;
  std::unique_ptr<HubspotDoor> door_;
};

}  // namespace parley::sandbox
