#include "stdlib/stream/walk.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>

#include "stdlib/core/random.hpp"
#include "stdlib/stream/cursor.hpp"
#include "stdlib/stream/reader.hpp"
#include "stdlib/stream/window.hpp"

namespace parley::stream {

namespace {

const std::vector<WantedPath> wanted = {{"id", 0},   {"p.email", 1}, {"p.n", 2},
                                        {"tags", 3}, {"p.o.x", 4},   {"p.o", 5}};
constexpr std::size_t slots = 6;

// The bytes of one walk, with the padding that it needs behind them.
struct Walked {
  std::string bytes;
  Rows rows;
  std::vector<Raw> raws;  // slots of all rows, one after another
};

Walked walk(Walk& walker, std::string bytes) {
  Walked w;
  std::size_t length = bytes.size();
  w.bytes = std::move(bytes);
  w.bytes.append(padding_bytes, ' ');
  walker.start(std::string_view(w.bytes).substr(0, length));
  Rows rows;
  while (walker.next(rows)) {
    for (const Row& row : rows.rows) w.rows.rows.push_back(row);
    for (const Slot& slot : rows.slots) w.raws.push_back(raw_of(slot, w.bytes));
  }
  return w;
}

Walked walk(std::string bytes) {
  Walk walker(wanted, slots);
  return walk(walker, std::move(bytes));
}

std::string failure(const std::string& line) {
  Walked w = walk(line + "\n{}\n");
  REQUIRE(w.rows.rows.size() == 2);
  CHECK(w.rows.rows[1].failure == nullptr);
  return w.rows.rows[0].failure == nullptr ? "" : w.rows.rows[0].failure;
}

}  // namespace

TEST_CASE("slots hold what stands in wanted places") {
  Walked w =
      walk(R"({"id":"7","p":{"email":"a@b.c","n":-1.5e3,"o":{"x":true}},"tags":["a",{"b":1}],"rest":null})");
  REQUIRE(w.rows.rows.size() == 1);
  CHECK(w.raws[0] == Raw{Kind::text, "7"});
  CHECK(w.raws[1] == Raw{Kind::text, "a@b.c"});
  CHECK(w.raws[2] == Raw{Kind::number, "-1.5e3"});
  CHECK(w.raws[3] == Raw{Kind::array, R"(["a",{"b":1}])"});
  CHECK(w.raws[4] == Raw{Kind::boolean, "true"});
  CHECK(w.raws[5] == Raw{Kind::object, R"({"x":true})"});
}

TEST_CASE("absent, null, blank and escaped values are told apart") {
  Walked w = walk(R"({"id":null,"p":{"email":"","n":"\u00e9\ud83d\ude00\n"}})");
  CHECK(w.raws[0].kind == Kind::null);
  CHECK(w.raws[1] == Raw{Kind::text, ""});
  CHECK(w.raws[2] == Raw{Kind::text, "\xC3\xA9\xF0\x9F\x98\x80\n"});
  CHECK(w.raws[3].kind == Kind::absent);
}

TEST_CASE("keys in another order, missing and escaped ones are found") {
  Walked w = walk(
      "{\"id\":\"1\",\"x\":0,\"tags\":[]}\n{\"tags\":[1],\"id\":\"2\"}\n{\"y\":{},\"id\":\"3\",\"tags\":[2]}"
      "\n"
      "{\"\\u0069d\":\"4\"}\n");
  REQUIRE(w.rows.rows.size() == 4);
  for (std::size_t row = 0; row < 4; ++row) CHECK(w.raws[row * slots].text == std::to_string(row + 1));
  CHECK(w.raws[2 * slots + 3].text == "[2]");
  CHECK(w.rows.rows[3].surprising);
  CHECK_FALSE(w.rows.rows[2].surprising);
}

TEST_CASE("of a key that stands twice the last counts, with all below it") {
  Walked w = walk(R"({"p":{"email":"a","n":1},"id":"1","id":"2","p":{"email":"b"}})");
  CHECK(w.rows.rows[0].surprising);
  CHECK(w.raws[0].text == "2");
  CHECK(w.raws[1].text == "b");
  CHECK(w.raws[2].kind == Kind::absent);
}

TEST_CASE("a line that is no record says why and costs only itself") {
  CHECK(failure("[1]") == "is not a JSON object");
  CHECK(failure("{\"id\":1") == "ends before the record does");
  CHECK(failure("{\"id\":1}}") == "has something behind the record");
  CHECK(failure("{\"id\" 1}") == "expected a colon after the key");
  CHECK(failure("{\"id\":1 \"x\":2}") == "expected a comma or a closing brace");
  CHECK(failure("{\"z\":01}") == "has a number that JSON does not allow");
  CHECK(failure("{\"z\":nul}") == "has a word that JSON does not know");
  CHECK(failure("{\"z\":[1,]}") == "has a comma before a closing bracket");
  CHECK(failure("{\"z\":[1}]}") == "expected a comma or a closing bracket");
  CHECK(failure("{\"z\":\"\\q\"}") == "has an escape that JSON does not know");
  CHECK(failure("{\"z\":\"\\ud800\"}") == "has an escape that JSON does not know");
  CHECK(failure("{\"z\":\"open}") == "has a text without its closing quote");
  CHECK(failure("{\"z\":\"\x01\"}") == "has a control character inside a text");
  CHECK(failure("{\"z\":\"\xff\"}") == "is not valid UTF-8");
  CHECK(failure("{,}") == "expected a key in quotes");
  CHECK(failure("{\"id\":}") == "expected a value");
}

TEST_CASE("a bad line's failure stands at a byte") {
  auto failure_at = [](const std::string& line) {
    Walked w = walk("{\"id\":1}\n" + line + "\n");
    REQUIRE(w.rows.rows.size() == 2);
    REQUIRE(w.rows.rows[1].failure != nullptr);
    return w.rows.rows[1].failure_at;
  };
  CHECK(failure_at("[1]") == 0);
  CHECK(failure_at("{\"id\" 1}") == 6);
  CHECK(failure_at("{\"id\":1 \"x\":2}") == 8);
  CHECK(failure_at("{\"id\":1") == 7);
  CHECK(failure_at("{\"id\":1}}") == 8);
  CHECK(failure_at("{\"z\":[1,01]}") == 8);
  CHECK(failure_at("{\"z\":\"a\\\"b") == 5);
  CHECK(failure_at("{\"z\":\"\\\"\x01\"}") == 8);
  CHECK(failure_at("{\"z\":\"\xC3\xA9\xff\"}") == 8);
}

TEST_CASE("a record over two lines is two bad lines") {
  Walked w = walk("{\"id\":1,\n\"tags\":2}\n{\"id\":3}\n");
  REQUIRE(w.rows.rows.size() == 3);
  CHECK(w.rows.rows[0].failure != nullptr);
  CHECK(w.rows.rows[1].failure != nullptr);
  CHECK(w.rows.rows[2].failure == nullptr);
  CHECK(w.rows.rows[2].line == 3);
}

TEST_CASE("blank lines, CRLF and a missing last newline are accepted") {
  Walked w = walk("\r\n{\"id\":1}\r\n  \n\n{\"id\":2}");
  REQUIRE(w.rows.rows.size() == 2);
  CHECK(w.rows.rows[0].line == 2);
  CHECK(w.rows.rows[1].line == 5);
  CHECK(w.raws[slots].text == "2");
}

TEST_CASE("depth has a limit, and it is the tree reader's") {
  auto nested = [](std::size_t depth) {
    return "{\"z\":" + std::string(depth - 1, '[') + std::string(depth - 1, ']') + "}";
  };
  CHECK(failure(nested(depth_max)).empty());
  CHECK(failure(nested(depth_max + 1)) == "is nested too deep");
  CHECK(read_record(nested(depth_max), wanted, slots).has_value());
  CHECK_FALSE(read_record(nested(depth_max + 1), wanted, slots).has_value());
  CHECK(failure(nested(10'000)) == "is nested too deep");
}

namespace {

std::string random_json(core::Random& random, int depth) {
  static const char* const scalars[] = {"null",           "true",         "false",      "0",
                                        "-1.50",          "12e3",         "\"\"",       "\"a@b.c\"",
                                        "\"\\u0041\\n\"", "\"\xC3\xA9\"", "\"x\\\"y\"", "7"};
  static const char* const keys[] = {"id", "p", "email", "n", "tags", "o", "x", "zz", "\\u0069d", "a b"};
  std::uint64_t pick = random.below(depth > 0 ? 4 : 2);
  if (pick < 2) return scalars[random.below(std::size(scalars))];
  std::string text = pick == 2 ? "[" : "{";
  for (std::uint64_t i = random.below(5); i > 0; --i) {
    if (text.size() > 1) text += random.chance(20) ? " , " : ",";
    if (pick == 3) text += fmt::format("\"{}\":", keys[random.below(std::size(keys))]);
    text += random_json(random, depth - 1);
  }
  return text + (pick == 2 ? "]" : "}");
}

std::string random_record(core::Random& random) {
  std::string record = fmt::format(R"({{"id":{},"p":{{"email":{},"n":{},"o":{}}},"tags":{}}})",
                                   random_json(random, 1), random_json(random, 1), random_json(random, 0),
                                   random_json(random, 2), random_json(random, 2));
  if (random.chance(30))
    record = "{\"p\":" + random_json(random, 3) + ",\"id\":" + random_json(random, 1) + "}";
  static const std::string_view noise = "{}[]:,\"\\ 0a\x01\xff";
  for (std::uint64_t i = random.chance(60) ? 0 : 1 + random.below(2); i > 0; --i) {
    std::size_t at = random.below(record.size());
    if (random.chance(50))
      record[at] = noise[random.below(noise.size())];
    else
      record.erase(at, 1);
  }
  return record;
}

// Containers are compared as documents: the walk keeps their blanks and escapes. "-0" reads as "0" in the
// tree.
bool agree(const Raw& walked, const Raw& read) {
  if (walked.kind != read.kind) return false;
  if (walked.kind != Kind::array && walked.kind != Kind::object) return walked.text == read.text;
  auto document = value::parse_json(walked.text);
  return document && value::write_json(*document) == read.text;
}

}  // namespace

TEST_CASE("walk and tree reader agree on generated and mutated records") {
  constexpr std::uint64_t seed = 20'261'122;
  core::Random random(seed);
  Walk walker(wanted, slots);
  int good = 0;
  int bad = 0;
  for (int round = 0; round < 400; ++round) {
    std::vector<std::string> lines;
    std::string window;
    for (int i = 0; i < 25; ++i) {
      lines.push_back(random_record(random));
      window += lines.back() + "\n";
    }
    Walked w = walk(walker, window);
    std::size_t row = 0;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      CAPTURE(seed);
      CAPTURE(lines[i]);
      REQUIRE(row < w.rows.rows.size());
      REQUIRE(w.rows.rows[row].line == i + 1);
      auto read = read_record(lines[i], wanted, slots);
      CAPTURE(w.rows.rows[row].failure);
      CHECK(read.has_value() == (w.rows.rows[row].failure == nullptr));
      for (std::size_t s = 0; read && s < slots; ++s) CHECK(agree(w.raws[row * slots + s], (*read)[s]));
      read ? ++good : ++bad;
      ++row;
    }
  }
  CHECK(good > 1'000);
  CHECK(bad > 1'000);
}

// Shapes are learnt from records that lack keys; then every byte of each is left out, doubled, or a comma or
// a brace.
TEST_CASE("a learnt shape accepts nothing that the tree reader refuses") {
  const std::string members[] = {R"("id":"7")", R"("p":{"email":"a@b.c","n":1})", R"("tags":[])",
                                 R"("zz":null)"};
  std::vector<std::string> records;
  for (unsigned chosen = 15; chosen > 0; --chosen) {
    std::string record;
    for (unsigned n = 0; n < std::size(members); ++n)
      if ((chosen >> n & 1U) != 0) record += (record.empty() ? "{" : ",") + members[n];
    records.push_back(record + "}");
  }
  Walk walker(wanted, slots);
  for (const std::string& record : records) walk(walker, record + "\n");
  auto check = [&](const std::string& line) {
    CAPTURE(line);
    // Behind a record that follows a shape the walk tries shapes again, however many did not; before others
    // it does so without asking where the tokens end.
    const Walked w = walk(walker, records[0] + "\n" + line + "\n" + records[0] + "\n" + records[0] + "\n");
    const auto read = read_record(line, wanted, slots);
    REQUIRE(w.rows.rows.size() == 4);
    CHECK(read.has_value() == (w.rows.rows[1].failure == nullptr));
    for (std::size_t s = 0; read && s < slots; ++s) CHECK(agree(w.raws[slots + s], (*read)[s]));
  };
  for (const std::string& record : records) {
    check(record);
    for (std::size_t at = 0; at < record.size(); ++at) {
      check(std::string(record).erase(at, 1));
      check(std::string(record).insert(at, 1, record[at]));
      check(std::string(record).insert(at, 1, ' '));
      for (const char other : {',', '{', '}'}) check(std::string(record).replace(at, 1, 1, other));
    }
  }
}

}  // namespace parley::stream
