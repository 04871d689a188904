#include <fmt/format.h>

#include "engine/connector/hubspot/hubspot.hpp"
#include "engine/sandbox/hubspot_sandbox.hpp"
#include "tests/contract/connector/subject.hpp"

namespace parley::contract {

namespace {

const sandbox::HubspotOptions without_limits = {
    .search_lag = core::Duration::seconds(10), .burst_max = 0, .search_max = 0, .daily_max = 0};

struct HubspotSubject final : Subject {
  HubspotSubject()
      : sandbox_(without_limits, clock),
        connector_(hubspot::make_connector(
            {.url = "https://hubspot.test", .index_lag = core::Duration::seconds(60)})) {
    object = connector::ObjectName("contacts");
    for (const char* name : {"email", "firstname", "lastname", "phone"}) fields.names.emplace_back(name);
    find_field = connector::FieldName("email");
    account = "147893286";
    page = 100;
    lag = without_limits.search_lag;
  }

  connector::Connector& connector() override { return *connector_; }
  sandbox::System& system() override { return sandbox_; }

  value::Json loaded(int n) const override {
    return value::Json::Object{{"email", find_value(n)},
                               {"firstname", "Ana"},
                               {"lastname", fmt::format("Número {}", n)},
                               {"phone", "+34 600 000 000"}};
  }
  std::string create_body(int n) const override {
    return fmt::format(R"({{"properties":{{"email":"created{}@example.com","lastname":"O'Neill {}"}}}})", n,
                       n);
  }
  std::string update_body(int n) const override {
    return fmt::format(R"({{"properties":{{"phone":"+34 611 000 {:03}"}}}})", n);
  }
  std::string bad_body() const override {
    return R"({"properties":{"lastname":"Bad","lifecyclestage":"no such stage"}})";
  }
  std::string find_value(int n) const override { return fmt::format("record{}@example.com", n); }

 protected:
  void authorize(http::Request& request) override {
    request.headers.set("Authorization", "Bearer " + without_limits.token);
  }
  std::string marker_name() const override { return "parley_key"; }

 private:
  sandbox::HubspotSandbox sandbox_;
  std::unique_ptr<connector::Connector> connector_;
};

}  // namespace

std::unique_ptr<Subject> make_hubspot() {
  return std::make_unique<HubspotSubject>();
}

}  // namespace parley::contract
