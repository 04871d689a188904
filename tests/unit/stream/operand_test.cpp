// Every slot gives the same operand by the short way and by way of its value.
#include "stdlib/stream/operand.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>
#include <vector>

#include "stdlib/core/random.hpp"

namespace parley::stream {

namespace {

using schema::TypeKind;
using schema::Wire;

constexpr TypeKind kinds[] = {TypeKind::text,        TypeKind::boolean, TypeKind::integer,
                              TypeKind::decimal,     TypeKind::date,    TypeKind::time,
                              TypeKind::datetime,    TypeKind::instant, TypeKind::reference,
                              TypeKind::enumeration, TypeKind::list,    TypeKind::id};
constexpr Wire wires[] = {Wire::json,       Wire::text,           Wire::reference,     Wire::letter,
                          Wire::us_date,    Wire::epoch_ms,       Wire::epoch_ms_text, Wire::epoch_s,
                          Wire::semicolons, Wire::midnight_utc_ms};
constexpr Kind slot_kinds[] = {Kind::absent,  Kind::null,   Kind::text, Kind::number,
                               Kind::boolean, Kind::object, Kind::array};

schema::Field field_of(TypeKind kind, Wire wire) {
  schema::Field field;
  field.type.kind = kind;
  if (kind == TypeKind::enumeration) field.type.picklist = {{"new", "New"}, {"17", "Seventeen"}};
  field.wire = wire;
  return field;
}

// Both ways, in words.
std::pair<std::string, std::string> both(std::string text, Kind kind, bool has_escape,
                                         const schema::Field& field, schema::Missing missing) {
  const Slot slot{1, static_cast<std::uint32_t>(text.size()), kind, has_escape};
  const std::string bytes = "\"" + text + "\"";
  core::Arena arena;
  const auto words = [&](const abi::Operand& operand) {
    return fmt::format("{} {}", static_cast<int>(operand.state), operand.bytes);
  };
  return {words(operand_of(slot, bytes, field, missing, arena)),
          words(operand_by_value(slot, bytes, field, missing, arena))};
}

void compare(const std::string& text) {
  for (const TypeKind kind : kinds)
    for (const Wire wire : wires)
      for (const Kind slot : slot_kinds) {
        const bool escaped = slot == Kind::text && text.find('\\') != std::string::npos;
        const auto [fast, slow] = both(text, slot, escaped, field_of(kind, wire), schema::Missing::unknown);
        CHECK_MESSAGE(fast == slow, "type " << static_cast<int>(kind) << ", wire " << static_cast<int>(wire)
                                            << ", slot " << static_cast<int>(slot) << ": " << text);
      }
}

}  // namespace

TEST_CASE("usual and unusual bytes of every type and wire form") {
  for (const char* text : {"",
                           "a",
                           "Zoë",
                           "new",
                           "old",
                           "17",
                           "0",
                           "-0",
                           "-1",
                           "007",
                           "1.5",
                           "1.50",
                           "-0.25",
                           "0.0",
                           ".5",
                           "5.",
                           "1e3",
                           "1E-3",
                           "123456789012345678",
                           "1234567890123456789",
                           "99999999999999999999999999999999999999",
                           "+1",
                           "1-2",
                           "--1",
                           "-",
                           "true",
                           "false",
                           "True",
                           "T",
                           "F",
                           "t",
                           "null",
                           "2026-01-02",
                           "2026-02-30",
                           "2026-01-02T03:04:05Z",
                           "2026-01-02T03:04:05.678Z",
                           "2026-01-02T03:04:05.6780+02:00",
                           "2026-01-02T03:04:05",
                           "03:04:05",
                           "01/02/2026",
                           "1767322800000",
                           "{\"id\":\"17\"}",
                           "{\"id\":17}",
                           "{\"id\":\"17\",\"refName\":\"new\"}",
                           "{\"id\":\"\"}",
                           "{\"id\":\"new\",\"id\":\"17\"}",
                           "{\"refName\":\"x\",\"id\":\"17\"}",
                           "{\"id\":\"a\\\"b\"}",
                           "[\"a\",\"b\"]",
                           "a;b",
                           "a\\nb",
                           "\\u0041"})
    compare(text);
}

TEST_CASE("a key that is missing means what the object says") {
  const auto field = field_of(TypeKind::text, Wire::json);
  CHECK(both("", Kind::absent, false, field, schema::Missing::null).first == "1 ");
  CHECK(both("", Kind::absent, false, field, schema::Missing::unknown).first == "3 ");
}

TEST_CASE("numbers at random") {
  core::Random random(11);
  for (int i = 0; i < 3'000; ++i) {
    std::string text;
    const std::uint64_t length = 1 + random.below(22);
    for (std::uint64_t at = 0; at < length; ++at)
      text += random.chance(8) ? '.' : random.chance(3) ? '-' : static_cast<char>('0' + random.below(4));
    for (const TypeKind kind : {TypeKind::integer, TypeKind::decimal}) {
      const auto [fast, slow] =
          both(text, Kind::number, false, field_of(kind, Wire::json), schema::Missing::null);
      CHECK_MESSAGE(fast == slow, "seed 11, " << text);
    }
  }
}

}  // namespace parley::stream
