// What no short example can show: bounds of memory, and the vector paths at every length.
#include <cctype>
#include <string>

#include "stdlib/functions/registry.hpp"

#include <doctest/doctest.h>

using namespace parley;
using namespace parley::functions;
using value::Value;

namespace {

std::int64_t run(std::string_view name, const value::List& arguments, Value& result) {
  abi::CallContext context{};
  const abi::Function& function = overloads(name).front();
  const auto* typed = std::get_if<abi::TypedBody>(&function.body);
  return typed != nullptr ? typed->thunk(context, arguments, result)
                          : std::get<abi::ValueBody>(function.body)(context, arguments, result);
}

std::string text_of(std::string_view name, const std::string& x) {
  Value result;
  REQUIRE(run(name, {Value::of(x)}, result) >= 0);
  return *result.as<std::string>();
}

}  // namespace

TEST_CASE("replace stops at 16 MiB") {
  Value result;
  std::int64_t returned = run(
      "replace",
      {Value::of(std::string(5'000, 'a')), Value::of(std::string("a")), Value::of(std::string(5'000, 'b'))},
      result);
  CHECK(returned == abi::call::error(1));
}

TEST_CASE("case and white space at every length around the vectors' widths") {
  for (std::size_t length = 0; length <= 70; ++length) {
    std::string x;
    for (std::size_t i = 0; i < length; ++i) x += static_cast<char>('0' + (i * 37 + length) % 75);
    std::string low = x;
    std::string high = x;
    for (char& c : low) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    for (char& c : high) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    CHECK(text_of("lower", x) == low);
    CHECK(text_of("upper", x) == high);
    CHECK(text_of("fold", x) == low);
    CHECK(text_of("trim", std::string(length, ' ') + "a" + std::string(length, '\t')) == "a");
    // One letter outside ASCII at the end sends the text down the slow path: the same meaning.
    CHECK(text_of("lower", x + "É") == low + "é");
    CHECK(text_of("fold", x + "É") == low + "e");
    CHECK(text_of("nfc", x + "e\xCC\x81") == x + "é");
  }
}

TEST_CASE("every white space character of Unicode is trimmed on both sides, its neighbours are not") {
  for (const char* space :
       {"\t",     "\n",     "\v",     "\f",     "\r",     " ",      "\u0085", "\u00A0", "\u1680",
        "\u2000", "\u2001", "\u2002", "\u2003", "\u2004", "\u2005", "\u2006", "\u2007", "\u2008",
        "\u2009", "\u200A", "\u2028", "\u2029", "\u202F", "\u205F", "\u3000"})
    CHECK_MESSAGE(text_of("trim", std::string(space) + "é" + space) == "é", space);
  for (const char* other : {"\u200B", "\uFEFF", "\u180E", "\u2060", "\u0084", "\u200D", "à"})
    CHECK_MESSAGE(text_of("trim", other) == other, other);
}

TEST_CASE("the worst known growth fits") {
  CHECK(text_of("upper", "ΐ").size() == 6);
  CHECK(text_of("fold", "\uFDFA\uFDFA").size() <= 2 * 3 * 18);
  CHECK(text_of("lower", "Ⱥ") == "ⱥ");
  CHECK(text_of("nfc", "\uFB2C").size() <= 9);
}
