// Compares two files of JSON lines as documents, line by line:
//     bench_compare A B [without-nulls]
// Keys may stand in any order; numbers are equal to twelve digits, since most programs compute in doubles.
// `without-nulls`: a member that is null, or an object with nothing else in it, counts as not there, for
// programs that write every column. Prints how many lines are equal.
#include <simdjson.h>

#include <cmath>
#include <cstdio>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>

namespace {

using simdjson::dom::element;
using simdjson::dom::element_type;
using simdjson::dom::object;

bool nulls_count = true;

bool is_nothing(element e) {
  if (nulls_count) return false;
  if (e.is_null()) return true;
  if (!e.is_object()) return false;
  for (auto member : object(e))
    if (!is_nothing(member.value)) return false;
  return true;
}

bool equal(element a, element b);

// Whether everything that stands in a stands in b too.
bool holds_all(object a, object b) {
  for (auto member : a) {
    if (is_nothing(member.value)) continue;
    element other;
    if (b.at_key(member.key).get(other) != simdjson::SUCCESS || !equal(member.value, other)) return false;
  }
  return true;
}

std::size_t count_members(object o) {
  std::size_t count = 0;
  for (auto member : o) count += is_nothing(member.value) ? 0 : 1;
  return count;
}

bool equal(element a, element b) {
  if (a.is_number() && b.is_number()) return std::abs(double(a) - double(b)) <= std::abs(double(a)) * 1e-12;
  if (a.type() != b.type()) return false;
  switch (a.type()) {
    case element_type::OBJECT:
      return count_members(a) == count_members(b) && holds_all(a, b);
    case element_type::ARRAY: {
      simdjson::dom::array left = a;
      simdjson::dom::array right = b;
      if (left.size() != right.size()) return false;
      auto other = right.begin();
      for (element item : left) {
        if (!equal(item, *other)) return false;
        ++other;
      }
      return true;
    }
    case element_type::STRING:
      return std::string_view(a) == std::string_view(b);
    case element_type::BOOL:
      return bool(a) == bool(b);
    default:
      return true;  // null
  }
}

}  // namespace

int main(int count, char** words) {
  if (count < 3) {
    std::fputs("usage: bench_compare A B [without-nulls]\n", stderr);
    return 3;
  }
  nulls_count = count < 4 || std::string_view(words[3]) != "without-nulls";
  std::ifstream left(words[1]);
  std::ifstream right(words[2]);
  simdjson::dom::parser left_parser;
  simdjson::dom::parser right_parser;
  std::string a;
  std::string b;
  for (std::size_t line = 1;; ++line) {
    bool more = static_cast<bool>(std::getline(left, a));
    if (more != static_cast<bool>(std::getline(right, b))) {
      std::printf("one ends at line %zu, the other does not\n", line);
      return 1;
    }
    if (!more) {
      std::printf("%zu records equal\n", line - 1);
      return 0;
    }
    element x;
    element y;
    bool parsed =
        left_parser.parse(a).get(x) == simdjson::SUCCESS && right_parser.parse(b).get(y) == simdjson::SUCCESS;
    if (!parsed || !equal(x, y)) {
      std::printf("line %zu differs:\n%s\n%s\n", line, a.c_str(), b.c_str());
      return 1;
    }
  }
}
