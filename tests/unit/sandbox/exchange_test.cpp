#include "engine/sandbox/exchange.hpp"

#include <doctest/doctest.h>

#include "engine/sandbox/fault.hpp"

using namespace parley::sandbox;
using parley::value::parse_json;

TEST_CASE("a target is taken apart and decoded") {
  Target target =
      parse_target("/services/rest/record/v1/customer/eid%3AA-1?q=email%20IS%20%22a%2Bb%22&limit=2&x");
  CHECK(target.path == "/services/rest/record/v1/customer/eid%3AA-1");
  CHECK(target.segments.back() == "eid:A-1");
  CHECK(*target.parameter("q") == "email IS \"a+b\"");
  CHECK(target.parameter("x")->empty());
  CHECK(target.parameter("offset") == nullptr);
}

TEST_CASE("percent encoding leaves only the unreserved letters") {
  CHECK(percent_encode("a-._~!'()*/é") == "a-._~%21%27%28%29%2A%2F%C3%A9");
  CHECK(percent_decode("100%") == "100%");
}

TEST_CASE("headers are found without case") {
  std::vector<Header> headers = {{"X-One", "1"}, {"AUTHORIZATION", "Bearer t"}};
  CHECK(*find_header(headers, "authorization") == "Bearer t");
  CHECK(find_header(headers, "host") == nullptr);
}

TEST_CASE("a rule fires from its nth matching request on, for as many times as it says") {
  FaultPlan plan;
  plan.add(*fault_from_json(*parse_json(R"({"action":"cut","path":"/search","nth":2,"times":2})")));
  Request search{.method = "POST", .target = "/crm/v3/objects/contacts/search"};
  Request list{.method = "GET", .target = "/crm/v3/objects/contacts"};
  CHECK(plan.next(search) == nullptr);
  CHECK(plan.next(list) == nullptr);
  CHECK(plan.next(search) != nullptr);
  CHECK(plan.next(search) != nullptr);
  CHECK(plan.next(search) == nullptr);
}

TEST_CASE("a rule that says nothing known is refused") {
  CHECK_FALSE(fault_from_json(*parse_json(R"({"action":"explode"})")));
  CHECK_FALSE(fault_from_json(*parse_json(R"({"action":"cut","nht":2})")));
  CHECK_FALSE(fault_from_json(*parse_json(R"({})")));
}
