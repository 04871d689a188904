#include <fmt/format.h>

#include "engine/connector/netsuite/netsuite.hpp"
#include "engine/http/authorize.hpp"
#include "engine/sandbox/calendar.hpp"
#include "engine/sandbox/netsuite_sandbox.hpp"
#include "tests/contract/connector/subject.hpp"

namespace parley::contract {

namespace {

constexpr std::size_t rows = 100;

// The sandbox's own reading of the zones' rules.
std::optional<core::Duration> zone_offset(std::string_view zone, value::DateTime civil) {
  const auto rules = sandbox::Zone::named(zone);
  if (!rules) return std::nullopt;
  const core::Instant as_if_utc{civil.microseconds};
  return as_if_utc - rules->utc(sandbox::civil_from(as_if_utc));
}

schema::Field field(std::string name, schema::TypeKind kind = schema::TypeKind::text,
                    schema::Wire wire = schema::Wire::json) {
  schema::Field made;
  made.name = made.path = std::move(name);
  made.type.kind = kind;
  made.wire = wire;
  return made;
}

schema::Object customer() {
  using schema::TypeKind;
  schema::Object object;
  object.system = "netsuite";
  object.name = "customer";
  object.id_path = "id";
  object.missing = schema::Missing::null;
  object.fields = {field("id", TypeKind::id),
                   field("externalId"),
                   field("isPerson", TypeKind::boolean),
                   field("isInactive", TypeKind::boolean),
                   field("firstName"),
                   field("lastName"),
                   field("email"),
                   field("phone"),
                   field("creditLimit", TypeKind::decimal),
                   field("startDate", TypeKind::date),
                   field("entityStatus", TypeKind::enumeration, schema::Wire::reference),
                   field("dateCreated", TypeKind::instant),
                   field("lastModifiedDate", TypeKind::instant)};
  return object;
}

struct NetsuiteSubject final : Subject {
  explicit NetsuiteSubject(std::vector<schema::Object> objects)
      : sandbox_({}, clock),
        connector_(netsuite::make_connector({.url = "http://netsuite.test",
                                             .account = sandbox::NetsuiteOptions{}.account,
                                             .objects = std::move(objects),
                                             .page_rows = rows,
                                             .zones = zone_offset})),
        tokens_(http::oauth1(tokens())) {
    object = connector::ObjectName("customer");
    for (const char* name : {"email", "firstName", "lastName", "phone", "isPerson", "isInactive",
                             "creditLimit", "startDate", "dateCreated"}) {
      fields.names.emplace_back(name);
    }
    find_field = connector::FieldName("email");
    account = sandbox::NetsuiteOptions{}.account;
    page = rows;
    lag = core::Duration{};
  }

  connector::Connector& connector() override { return *connector_; }
  sandbox::System& system() override { return sandbox_; }

  value::Json loaded(int n) const override {
    return value::Json::Object{{"isPerson", true},
                               {"email", find_value(n)},
                               {"firstName", "Ana"},
                               {"lastName", fmt::format("Número {}", n)},
                               {"phone", "+34 600 000 000"}};
  }
  std::string create_body(int n) const override {
    return fmt::format(
        R"({{"isPerson":true,"email":"created{}@example.com","lastName":"O'Neill {}","subsidiary":{{"id":"1"}}}})",
        n, n);
  }
  std::string update_body(int n) const override {
    return fmt::format(R"({{"phone":"+34 611 000 {:03}"}})", n);
  }
  std::string bad_body() const override {
    return R"({"isPerson":true,"lastName":"Bad","subsidiary":{"id":"1"},"noSuchField":"x"})";
  }
  std::string find_value(int n) const override { return fmt::format("record{}@example.com", n); }

 protected:
  void authorize(http::Request& request) override { tokens_->authorize(request, clock.now(), random_); }
  std::string marker_name() const override { return "externalId"; }

 private:
  static http::TokenPair tokens() {
    const sandbox::NetsuiteOptions options;
    return {.realm = options.account,
            .consumer = options.consumer,
            .consumer_secret = http::Secret(options.consumer_secret),
            .token = options.token,
            .token_secret = http::Secret(options.token_secret)};
  }

  sandbox::NetsuiteSandbox sandbox_;
  std::unique_ptr<connector::Connector> connector_;
  std::unique_ptr<http::Authorizer> tokens_;
  core::Random random_{7};
};

}  // namespace

std::unique_ptr<Subject> make_netsuite() {
  return make_netsuite_with({customer()});
}

std::unique_ptr<Subject> make_netsuite_with(std::vector<schema::Object> objects) {
  return std::make_unique<NetsuiteSubject>(std::move(objects));
}

}  // namespace parley::contract
