// Records whose keys come and go: alternating shapes, shuffled keys, optional fields. What the walk has
// learnt must never show: slots are those of the tree reader, whatever came before.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "stdlib/core/random.hpp"
#include "stdlib/stream/reader.hpp"
#include "stdlib/stream/walk.hpp"
#include "stdlib/stream/window.hpp"

namespace parley::stream {

namespace {

const std::vector<WantedPath> wanted = {
    {"id", 0},        {"p.email", 1}, {"p.phone", 2}, {"p.address.city", 3},
    {"p.address", 4}, {"tags", 5},    {"at", 6}};
constexpr std::size_t slot_count = 7;
constexpr std::uint64_t seed = 42;

// Walks lines in windows of `lines_a_window`, as one stream, and compares each with the tree reader.
void check_lines(const std::vector<std::string>& lines, std::size_t lines_a_window) {
  Walk walk(wanted, slot_count);
  Rows rows;
  std::size_t checked = 0;
  for (std::size_t begin = 0; begin < lines.size(); begin += lines_a_window) {
    std::string window;
    for (std::size_t i = begin; i < std::min(lines.size(), begin + lines_a_window); ++i)
      window += lines[i] + "\n";
    std::size_t length = window.size();
    window.append(padding_bytes, ' ');
    walk.start(std::string_view(window).substr(0, length));
    while (walk.next(rows)) {
      for (std::size_t row = 0; row < rows.rows.size(); ++row, ++checked) {
        const std::string& line = lines[begin + rows.rows[row].line - 1];
        CAPTURE(line);
        REQUIRE(rows.rows[row].failure == nullptr);
        CHECK_FALSE(rows.rows[row].surprising);
        auto read = read_record(line, wanted, slot_count);
        REQUIRE(read.has_value());
        for (std::size_t slot = 0; slot < slot_count; ++slot) {
          CAPTURE(slot);
          REQUIRE(raw_of(rows.slots_of(row)[slot], window) == (*read)[slot]);
        }
      }
    }
  }
  CHECK(checked == lines.size());
}

using Members = std::vector<std::string>;

std::string object(const Members& members) {
  std::string text = "{";
  for (const std::string& member : members) text += (text.size() > 1 ? "," : "") + member;
  return text + "}";
}

void shuffle(Members& members, core::Random& random) {
  for (std::size_t i = members.size(); i > 1; --i) std::swap(members[i - 1], members[random.below(i)]);
}

Members some(Members members, core::Random& random) {
  std::erase_if(members, [&](const std::string&) { return random.chance(40); });
  return members;
}

std::string number(core::Random& random) {
  return std::to_string(random.below(1'000'000));
}

// Three kinds of records in one stream, as an export of several objects has them.
std::string of_shape(std::uint64_t shape, core::Random& random) {
  std::string n = number(random);
  switch (shape) {
    case 0:
      return fmt::format(R"({{"id":"{0}","p":{{"email":"u{0}@x.org","phone":null}},"tags":["a",{0}]}})", n);
    case 1:
      return fmt::format(R"({{"type":"call","at":{0},"p":{{"x":{{"email":{0}}},"email":"{0}"}},"id":{0}}})",
                         n);
    default:
      return fmt::format(
          R"({{"at":"{0}","kind":[{{"id":1}}],"id":"{0}","p":{{"address":{{"zip":"{0}","city":"Ulm"}}}}}})",
          n);
  }
}

struct Made {
  Members outer;
  Members inner;
  Members address;
};

Made members(core::Random& random) {
  std::string n = number(random);
  return {{"\"id\":\"" + n + "\"", "\"tags\":[" + n + "]", "\"at\":" + n, "\"archived\":false",
           "\"more\":{\"id\":2}"},
          {"\"email\":\"" + n + "@b.cd\"", "\"phone\":\"+" + n + "\"", "\"note\":\"\"", "\"score\":null"},
          {"\"city\":\"C" + n + "\"", "\"street\":\"" + n + "\"", "\"zip\":\"" + n + "\""}};
}

std::string record(Made made, core::Random& random, bool in_order) {
  if (!in_order) {
    shuffle(made.address, random);
    made.inner.push_back("\"address\":" + object(made.address));
    shuffle(made.inner, random);
    made.outer.push_back("\"p\":" + object(made.inner));
    shuffle(made.outer, random);
    return object(made.outer);
  }
  made.inner.push_back("\"address\":" + object(made.address));
  made.outer.push_back("\"p\":" + object(made.inner));
  return object(made.outer);
}

}  // namespace

TEST_CASE("shapes that alternate are told apart") {
  core::Random random(seed);
  CAPTURE(seed);
  std::vector<std::string> in_turn;
  std::vector<std::string> at_random;
  for (std::uint64_t i = 0; i < 2'000; ++i) {
    in_turn.push_back(of_shape(i % 3, random));
    at_random.push_back(of_shape(random.below(3), random));
  }
  for (std::size_t lines : {1UL, 7UL, 5'000UL}) {
    check_lines(in_turn, lines);
    check_lines(at_random, lines);
  }
}

TEST_CASE("keys may stand in any order") {
  core::Random random(seed);
  CAPTURE(seed);
  std::vector<std::string> lines;
  for (int i = 0; i < 2'000; ++i) lines.push_back(record(members(random), random, false));
  check_lines(lines, 100);
}

TEST_CASE("fields come and go, on every level") {
  core::Random random(seed);
  CAPTURE(seed);
  std::vector<std::string> lines;
  for (int i = 0; i < 2'000; ++i) {
    Made made = members(random);
    lines.push_back(record({some(made.outer, random), some(made.inner, random), some(made.address, random)},
                           random, true));
  }
  check_lines(lines, 100);
}

TEST_CASE("more keys than a walk learns are still read") {
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < 30; ++i) {
    Members many;
    for (std::size_t k = 0; k < 100; ++k) many.push_back(fmt::format("\"key{}\":{}", i * 100 + k, k));
    many.insert(many.begin() + static_cast<std::ptrdiff_t>(i * 3), fmt::format("\"id\":{}", i));
    lines.push_back(object(many));
  }
  REQUIRE(30 * 100 > learnt_keys_max);
  check_lines(lines, 10);
}

}  // namespace parley::stream
