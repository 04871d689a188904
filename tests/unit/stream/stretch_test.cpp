// Lines that are followed together along one shape: what stands in one of them must never show in another,
// and an odd one among them is read as if it stood alone, wherever it stands. The oracles are the tree reader
// for values and a walk of the line alone for reasons.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "stdlib/stream/reader.hpp"
#include "stdlib/stream/walk.hpp"
#include "stdlib/stream/window.hpp"

namespace parley::stream {

namespace {

const std::string long_key = "hs_analytics_last_touch_converting_campaign";
const std::vector<WantedPath> wanted = {{"id", 0},     {"p.email", 1}, {"p.n", 2},  {"p.email", 3},
                                        {long_key, 4}, {"flag", 5},    {"gone", 6}, {"p.city", 7}};
constexpr std::size_t slot_count = 8;
constexpr std::size_t together = 32;  // lines at most, as the walk has it

std::string usual(std::size_t number) {
  const std::string city = number % 3 == 0 ? "null" : fmt::format("\"C{}\"", number);
  return fmt::format(
      R"({{"id":"{0}","p":{{"email":"{0}@x.org","n":{1},"city":{2}}},"{3}":"{4}","flag":{5},"z":"Zoë"}})",
      number, number * 7, city, long_key, std::string(number % 50, 'l'), number % 2 == 0);
}

std::vector<std::string> usual_lines(std::size_t count) {
  std::vector<std::string> lines;
  for (std::size_t n = 0; n < count; ++n) lines.push_back(usual(n));
  return lines;
}

bool is_blank_line(std::string_view line) {
  return line.find_first_not_of(" \t\r") == std::string_view::npos;
}

// What a line shows when it stands alone.
struct Alone {
  Row row;
  std::vector<Slot> slots;
  std::vector<Raw> read;
};

const Alone& alone(const std::string& line) {
  static std::map<std::string, Alone> known;
  const auto [found, is_new] = known.try_emplace(line);
  Alone& shown = found->second;
  if (!is_new) return shown;
  std::string bytes = line;
  bytes.append(padding_bytes, ' ');
  Walk walk(wanted, slot_count);
  shown.row = walk.record(std::string_view(bytes).substr(0, line.size()), shown.slots);
  auto read = read_record(line, wanted, slot_count);
  REQUIRE(read.has_value() == (shown.row.failure == nullptr));
  shown.read = read ? std::move(*read) : std::vector<Raw>(slot_count);
  return shown;
}

bool is_same(const Slot& slot, const std::string& window, const Slot& other, const Raw& read) {
  const bool is_container = slot.kind == Kind::array || slot.kind == Kind::object;
  return slot.kind == read.kind && slot.length == other.length && slot.has_escape == other.has_escape &&
         (is_container || raw_of(slot, window) == read);
}

void check_row(const Rows& rows, std::size_t number, const std::string& window, const std::string& line) {
  const Row& row = rows.rows[number];
  const Alone& expected = alone(line);
  CAPTURE(line);
  REQUIRE(std::string_view(window).substr(row.start, row.length) == line);
  REQUIRE(row.surprising == expected.row.surprising);
  REQUIRE((row.failure == nullptr) == (expected.row.failure == nullptr));
  if (row.failure != nullptr) {
    REQUIRE(std::string_view(row.failure) == expected.row.failure);
    REQUIRE(row.failure_at == expected.row.failure_at);
  }
  for (std::size_t slot = 0; slot < slot_count; ++slot) {
    if (is_same(rows.slots_of(number)[slot], window, expected.slots[slot], expected.read[slot])) continue;
    CAPTURE(slot);
    FAIL("another slot than of the line alone");
  }
}

struct Ending {
  std::string line = "\n";
  bool has_last = true;  // the last line ends, too
};

// Walks one window, and says how many lines were followed together.
std::size_t walk_window(Walk& walk, Rows& rows, const std::vector<std::string>& lines, const Ending& ending) {
  std::string window;
  for (const std::string& line : lines) window += line + ending.line;
  if (!ending.has_last) window.resize(window.size() - ending.line.size());
  const std::size_t length = window.size();
  // What can be read behind the end must not count: a line's end, and a line, as it looks.
  window += ("\n" + usual(1)).substr(0, padding_bytes);
  const std::vector<char> exact(window.begin(), window.end());
  const std::size_t before = walk.followed_together();
  walk.start({exact.data(), length});
  std::size_t line = 0;
  while (walk.next(rows)) {
    for (std::size_t number = 0; number < rows.rows.size(); ++number, ++line) {
      while (is_blank_line(lines[line])) ++line;
      REQUIRE(rows.rows[number].line == line + 1);
      const bool ends = line + 1 < lines.size() || ending.has_last;
      check_row(rows, number, window, lines[line] + (ends && ending.line == "\r\n" ? "\r" : ""));
    }
    // The next rows find garbage.
    for (Slot& slot : rows.slots) slot = {.start = 7, .length = 7, .kind = Kind::object, .has_escape = true};
  }
  while (line < lines.size() && is_blank_line(lines[line])) ++line;
  REQUIRE(line == lines.size());
  return walk.followed_together() - before;
}

// Behind a window of usual lines, from which their shape is learnt; by outlines, where there are any, and by
// indexes. How many lines were followed together, at least.
std::size_t check(const std::vector<std::string>& lines, const Ending& ending = {}) {
  static const std::vector<std::string> lesson = usual_lines(together);
  std::size_t least = lines.size();
  for (const bool is_indexed : {false, true}) {
    CAPTURE(is_indexed);
    Walk walk(wanted, slot_count);
    if (is_indexed) walk.always_index();
    Rows rows;
    walk_window(walk, rows, lesson, ending);
    least = std::min(least, walk_window(walk, rows, lines, ending));
  }
  return least;
}

// One odd line, at every place among usual ones that are followed together otherwise.
void check_everywhere(const std::string& odd) {
  for (std::size_t at = 0; at < together; ++at) {
    std::vector<std::string> lines = usual_lines(together + 1);
    lines[at] = odd;
    check(lines);
  }
}

}  // namespace

TEST_CASE("lines of one shape are followed together, however many there are") {
  for (std::size_t count = 1; count <= 3 * together + 1; ++count) {
    const std::size_t followed = check(usual_lines(count));
    CHECK(followed + 1 >= count);  // one alone is no stretch
    check(usual_lines(count), {.has_last = false});
    CHECK(check(usual_lines(count), {.line = "\r\n"}) == followed);
    check(usual_lines(count), {.line = "\r\n", .has_last = false});
  }
  CHECK(check(usual_lines(3 * rows_max)) >= 3 * rows_max - 3);
}

// The index would leave a line alone that is the only one behind a multiple of thirty-two.
TEST_CASE("where outlines are to be had, every usual line is followed by them") {
  if (!Outline::is_available()) {
    MESSAGE("skipped: the processor has no AVX-512");
    return;
  }
  for (std::size_t count = 1; count <= 4 * together + 1; ++count) {
    std::vector<std::string> lines = usual_lines(count);
    for (std::size_t n = 0; n < count; n += 3) {
      const std::size_t text = lines[n].find("Zo");
      lines[n].insert(text, n % 2 == 0 ? "a \\\"quoted\\\" \\\\" : std::string(60 + n * 5, 'l'));
    }
    Walk walk(wanted, slot_count);
    Rows rows;
    walk_window(walk, rows, usual_lines(together), {});
    CHECK(walk_window(walk, rows, lines, {}) == count);
    CHECK(walk_window(walk, rows, lines, {}) == count);
  }
}

TEST_CASE("a value of any kind may stand in any of the lines") {
  for (const char* value :
       {"null", "\"\"", "\"text\"", "true", "false", "0", "-1.5e3", "[1,\"a\"]", "{}", "{\"n\":1}", "[]",
        "\"a long text, longer than any vector that is looked at at once, and a bit\""}) {
    check_everywhere(
        fmt::format(R"({{"id":{0},"p":{{"email":{0},"n":{0},"city":{0}}},"{1}":{0},"flag":{0},"z":{0}}})",
                    value, long_key));
  }
}

TEST_CASE("small containers do not end following together by outlines") {
  if (!Outline::is_available()) {
    MESSAGE("skipped: the processor has no AVX-512");
    return;
  }
  const std::vector<std::string> containers = {"[]",
                                               "{}",
                                               R"({"id":"17","refName":"LEAD-\"New"})",
                                               R"([1,-2.5e3,true,false,null,"a",[],[[{}]]])",
                                               R"({"a":{"b":[{"c":1},{"c":"\\"}]},"d":{}})",
                                               R"(["]","}",":",",\"",""])"};
  for (const std::string key : {R"("z":"Zoë")", R"("n":28)"}) {
    std::vector<std::string> lines(2 * together, usual(4));
    for (std::size_t n = 0; n < lines.size(); ++n)
      lines[n].replace(lines[n].find(key) + 4, key.size() - 4, containers[n % containers.size()]);
    Walk walk(wanted, slot_count);
    Rows rows;
    walk_window(walk, rows, usual_lines(together), {});
    CHECK(walk_window(walk, rows, lines, {}) == lines.size());
    for (const std::string& container : containers) {
      for (std::size_t at = 0; at < container.size(); ++at) {
        for (const char* byte : {"", " ", ",", ":", "\"", "\\", "[", "]", "{", "}", "0", "x", "\t"}) {
          const std::string odd = std::string(container).replace(at, 1, byte);
          lines[5] = usual(4);
          lines[5].replace(lines[5].find(key) + 4, key.size() - 4, odd);
          check(lines);
        }
      }
    }
  }
}

TEST_CASE("what looks like a value is none") {
  for (const char* value :
       {"nul",   "nulll",       "null1",     "nULL",        "tru",       "truee",   "fals",       "falsey",
        "falsx", "01",          "1.",        "+1",          "",          "\"a\"b",  "\"a\"\"b\"", "\"",
        "a\"",   "\"a\":\"b\"", "null:null", "\"a\" \"b\"", "null null", "[1",      "1]",         "}",
        "null ", " null",       "\"a\" ",    " \"a\"",      "1 ",        "\"a\\\"", "'a'"}) {
    for (const char* key : {"id", "z", "flag"}) {
      std::string odd = usual(4);
      const std::size_t start = odd.find(fmt::format("\"{}\":", key)) + std::string_view(key).size() + 3;
      const std::size_t end = odd.find_first_of(",}", start);
      check_everywhere(odd.replace(start, end - start, value));
    }
  }
}

TEST_CASE("escapes are found in the text that has them, and must be right") {
  for (const char* escape :
       {"\\n", "\\\"", "\\\\", "\\u00e9", "\\ud83d\\ude00", "\\q", "\\u00g0", "\\ud800", "\\"}) {
    for (const char* start : {"\"id\":\"", "\"email\":\"", "\"city\":\"", "campaign\":\"", "\"z\":\""}) {
      std::string odd = usual(4);
      odd.insert(odd.find(start) + std::string_view(start).size(), escape);
      check_everywhere(odd);
    }
  }
  std::vector<std::string> all = usual_lines(2 * together);
  for (std::string& line : all) line.insert(line.find("Zo"), "\\t\\\\");
  CHECK(check(all) == 2 * together);
}

TEST_CASE("escapes are found beside the first values that are no texts") {
  std::vector<std::string> lines = usual_lines(together);
  for (std::size_t n = 0; n < together; ++n) {
    const std::string_view id = n % 3 == 1 ? R"("id":7)" : R"("id":"\n\\7")";
    const std::size_t start = lines[n].find("\"id\"");
    lines[n].replace(start, lines[n].find(',') - start, id);
  }
  CHECK(check(lines) == together);
}

// Every byte of a line is left out, doubled, or follows one that is out of place there.
TEST_CASE("no change of one byte is overlooked, wherever it stands") {
  const std::string line = usual(5);
  std::size_t number = 0;
  auto check_one = [&](const std::string& odd) {
    std::vector<std::string> lines = usual_lines(together + 3);
    lines[number++ % lines.size()] = odd;
    check(lines);
  };
  for (std::size_t at = 0; at < line.size(); ++at) {
    check_one(std::string(line).erase(at, 1));
    check_one(std::string(line).insert(at, 1, line[at]));
    for (const char other :
         {' ', '\\', '\x01', '\xFF', '\x80', '\xC3', '"', ',', ':', '{', '}', '\t', '\r', '0', 'x'}) {
      check_one(std::string(line).insert(at, 1, other));
      check_one(std::string(line).replace(at, 1, 1, other));
    }
  }
}

TEST_CASE("lines that are not of the shape stand among those that are") {
  for (const char* odd : {"", "  ", "\r", "{}", "[]", "null", R"({"id":"7"})", R"({"p":{},"id":"7"})",
                          R"({"id":"7","p":{"email":"a","n":1,"city":null,"x":1},"flag":true})"})
    check_everywhere(odd);
  std::string key = usual(4);
  check_everywhere(key.replace(key.find("\"flag\""), 6, "\"fl\\u0061g\""));
  key = usual(4);
  check_everywhere(key.replace(key.find("campaign"), 8, "campaigm"));
  for (const char* between : {"", " ", ",", "\t"}) check_everywhere(usual(4) + between + usual(5));
  check_everywhere(usual(4) + " ");
  check_everywhere(" " + usual(4));
}

TEST_CASE("a text ends where its line does, whatever stands behind the bytes") {
  // The last line's text is open, and its quote stands in the padding, with the rest of a line.
  const std::string usual_line = usual(2);
  for (std::size_t at = 1; at < usual_line.size(); ++at) {
    std::string window;
    for (const std::string& line : usual_lines(together)) window += line + "\n";
    Walk walk(wanted, slot_count);
    Rows rows;
    std::vector<char> lesson(window.begin(), window.end());
    lesson.resize(lesson.size() + padding_bytes);
    walk.start({lesson.data(), window.size()});
    while (walk.next(rows)) REQUIRE(rows.rows.size() == together);
    window += usual_line.substr(0, at) + "\n";
    std::vector<char> bytes(window.begin(), window.end());
    const std::string rest = usual_line.substr(at) + "\n" + usual(3);
    bytes.insert(bytes.end(), rest.begin(), rest.begin() + std::min(rest.size(), padding_bytes));
    bytes.resize(window.size() + padding_bytes, 'l');
    bytes.shrink_to_fit();
    walk.start({bytes.data(), window.size()});
    std::vector<Row> found;
    while (walk.next(rows)) found.insert(found.end(), rows.rows.begin(), rows.rows.end());
    REQUIRE(found.size() == together + 1);
    CHECK(found.back().failure != nullptr);
    for (std::size_t n = 0; n < together; ++n) CHECK(found[n].failure == nullptr);
  }
}

TEST_CASE("a stretch that was broken does not end following together") {
  std::vector<std::string> lines = usual_lines(10 * together);
  lines[3] = "{}";
  CHECK(check(lines) > 5 * together);
  for (std::size_t n = 0; n < lines.size(); n += 2) lines[n] = R"({"id":"7"})";
  CHECK(check(lines) == 0);
}

}  // namespace parley::stream
