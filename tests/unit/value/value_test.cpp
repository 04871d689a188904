#include "stdlib/value/value.hpp"

#include <doctest/doctest.h>

using namespace parley::value;

namespace {

Value text(const char* t) {
  return Value::of(std::string(t));
}
Value number(std::int64_t n) {
  return Value::of(n);
}
Value decimal(const char* t) {
  return Value::of(*parse_decimal(t));
}

}  // namespace

TEST_CASE("equality: no value equals no value, numbers are numbers") {
  CHECK(equal(Value::none(State::null), Value::none(State::blank)));
  CHECK_FALSE(equal(Value::none(State::null), text("")));
  CHECK_FALSE(equal(Value::none(State::null), Value::none(State::absent)));
  CHECK(equal(number(1), decimal("1.0")));
  CHECK_FALSE(equal(number(1), text("1")));
  CHECK_FALSE(equal(number(1), Value::of(true)));
  CHECK(equal(Value{State::invalid, std::string("x")}, Value{State::invalid, std::string("x")}));
  CHECK_FALSE(equal(Value{State::invalid, std::string("x")}, text("x")));
  CHECK(equal(Value::of(*parse_date("2026-11-22")), Value::of(*parse_date("2026-11-22"))));
}

TEST_CASE("lists keep order; records and maps do not") {
  Value a = Value::of(Record{{{"x", number(1)}, {"y", Value::of(List{number(1), number(2)})}}});
  Value b = Value::of(Record{{{"y", Value::of(List{decimal("1"), number(2)})}, {"x", number(1)}}});
  CHECK(equal(a, b));
  CHECK_FALSE(equal(a, Value::of(Record{{{"x", number(1)}}})));
  CHECK_FALSE(equal(a, Value::of(Record{{{"x", number(1)}, {"z", number(1)}}})));
  CHECK_FALSE(equal(Value::of(List{number(1), number(2)}), Value::of(List{number(2), number(1)})));
  Value m = Value::of(Map{{{number(1), text("a")}, {text("k"), text("b")}}});
  CHECK(equal(m, Value::of(Map{{{text("k"), text("b")}, {decimal("1"), text("a")}}})));
  CHECK_FALSE(equal(m, Value::of(Map{{{text("k"), text("b")}, {number(2), text("a")}}})));
}

TEST_CASE("canonical bytes") {
  CHECK(canonical(Value::none(State::null)).empty());
  CHECK(canonical(Value{State::invalid, std::string("3,000")}) == "3,000");
  CHECK(canonical(text("a \"b\"")) == "a \"b\"");
  CHECK(canonical(Value::of(true)) == "true");
  CHECK(canonical(number(-5)) == "-5");
  CHECK(canonical(decimal("12.500")) == "12.5");
  CHECK(canonical(Value::of(*parse_instant("2026-11-22T01:00:00+01:00"))) == "2026-11-22T00:00:00Z");
  Value record = Value::of(Record{{{"d", Value::of(*parse_date("2026-11-22"))},
                                   {"gone", Value::none(State::absent)},
                                   {"none", Value::none(State::null)},
                                   {"l", Value::of(List{text("[\n"), decimal("0.50"), Value::of(List{})})},
                                   {"m", Value::of(Map{{{number(1), Value::of(false)}}})}}});
  CHECK(canonical(record) == R"({"d":"2026-11-22","none":null,"l":["[\n",0.5,[]],"m":{"1":false}})");
}
