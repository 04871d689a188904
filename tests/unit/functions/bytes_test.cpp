// The bodies that work on blocks of bytes against plain ones that go byte by byte or character by character:
// random texts of every length around the blocks' widths, at any alignment, and between pages that nobody may
// touch. A failure prints the seed.
#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "stdlib/core/random.hpp"
#include "stdlib/functions/registry.hpp"
#include "stdlib/functions/unicode.hpp"
#include "tests/support/fence.hpp"

#include <doctest/doctest.h>

using namespace parley;
using namespace parley::functions;
using support::Fence;

namespace {

constexpr std::size_t length_max = 70;
constexpr std::uint64_t seed = 20'260'511;
using Pieces = std::vector<std::string>;

const Pieces spaces = {" ",      "\t",     "\n",     "\v",     "\f",     "\r",     "\u0085",
                       "\u00A0", "\u1680", "\u2000", "\u2001", "\u2002", "\u2003", "\u2004",
                       "\u2005", "\u2006", "\u2007", "\u2008", "\u2009", "\u200A", "\u2028",
                       "\u2029", "\u202F", "\u205F", "\u3000"};
const Pieces plain = {"a", "b", "Z", "A", "z", "@", "[", "`", "{",
                      "/", "0", "9", ":", ".", "-", "!", "~", "\x7F"};
const Pieces others = {"é", "É", "ß", "\u200B", "\u0084", "à", "李", "\u3001", "\u2060", "👩", "İ", "\u2E80"};
const Pieces blanks = {" ", " ", "\t"};
const Pieces mail = {"a", "Z", "0", "x", ".", "-", "@", "+", "_", "acme", "com", "B"};
const Pieces numbers = {"0", "1", "5", "9", "7", "3", "42", "/", ":", "(", "-"};

// A text of exactly so many bytes.
std::string made(core::Random& random, std::size_t length, const std::vector<const Pieces*>& kinds) {
  std::string text;
  while (text.size() < length) {
    const Pieces& pieces = *kinds[random.below(kinds.size())];
    const std::string& piece = pieces[random.below(pieces.size())];
    text += text.size() + piece.size() <= length ? piece : std::string("k");
  }
  return text;
}

std::vector<std::string> texts(core::Random& random, std::size_t length) {
  return {made(random, length, {&plain}),
          made(random, length, {&blanks, &plain}),
          made(random, length, {&spaces}),
          made(random, length, {&spaces, &others, &plain}),
          made(random, length, {&plain, &others}),
          made(random, length, {&blanks}),
          made(random, length, {&mail}),
          made(random, length, {&numbers}),
          made(random, length, {&numbers, &others})};
}

// What a body makes of a text, at each of some places; all must be equal, and one is returned.
class Body {
 public:
  explicit Body(std::string_view name) : function_(overloads(name).front()) {
    const auto* typed = std::get_if<abi::TypedBody>(&function_.body);
    ENSURE(typed != nullptr, "a body over Values");
    body_ = reinterpret_cast<Native*>(typed->native);
  }

  // Nothing for an error or null.
  std::optional<std::string> operator()(core::Random& random, const std::string& text) {
    std::size_t room = text.size() * function_.growth.per_byte + function_.growth.constant;
    const char around = random.chance(50) ? ' ' : 'q';
    std::optional<std::string> first;
    for (std::size_t place = 0; place < 3; ++place) {
      char* at = place == 0 ? from_.begin() : from_.end() - text.size();
      if (place == 2) at = from_.begin() + 64 + random.below(16);
      char* out = to_.end() - room;
      std::int64_t length = body_(context_, from_.put(text, at, around), out);
      std::optional<std::string> result;
      if (length >= 0) result = std::string(out, static_cast<std::size_t>(length));
      if (place == 0) first = result;
      CHECK_MESSAGE(result == first, function_.name, " at place ", place, " of ", text, ", seed ", seed);
    }
    return first;
  }

 private:
  using Native = std::int64_t(abi::CallContext&, abi::Text, char*);
  const abi::Function& function_;
  Native* body_;
  abi::CallContext context_{};
  Fence from_;
  Fence to_;
};

std::size_t space_at(std::string_view text, bool front) {
  for (const std::string& space : spaces)
    if (front ? text.starts_with(space) : text.ends_with(space)) return space.size();
  return 0;
}

std::string trimmed(std::string_view text, bool front, bool back) {
  while (std::size_t space = front ? space_at(text, true) : 0) text.remove_prefix(space);
  while (std::size_t space = back ? space_at(text, false) : 0) text.remove_suffix(space);
  return std::string(text);
}

bool all_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::string cased(std::string text, char first, char last, int difference) {
  for (char& c : text)
    if (c >= first && c <= last) c = static_cast<char>(c + difference);
  return text;
}

std::string small(const std::string& text) {
  return all_ascii(text) ? cased(text, 'A', 'Z', 32) : lower_unicode(text);
}

bool is_alphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_label(std::string_view label) {
  return !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-' &&
         std::ranges::all_of(label, [](char c) { return is_alphanumeric(c) || c == '-'; });
}

std::optional<std::string> email(const std::string& text) {
  const std::string address = trimmed(text, true, true);
  const std::size_t at = address.find('@');
  if (at == std::string::npos || at == 0 || at > 64 || address.size() > 254) return std::nullopt;
  for (char c : address.substr(0, at))
    if (!is_alphanumeric(c) && std::string_view(".!#$%&'*+/=?^_`{|}~-").find(c) == std::string_view::npos)
      return std::nullopt;
  std::string_view domain = std::string_view(address).substr(at + 1);
  int labels = 0;
  for (;; ++labels) {
    const std::size_t dot = domain.find('.');
    if (!is_label(domain.substr(0, dot))) return std::nullopt;
    if (dot == std::string_view::npos) break;
    domain.remove_prefix(dot + 1);
  }
  if (labels == 0) return std::nullopt;
  return cased(address, 'A', 'Z', 32);
}

std::string digits(const std::string& text) {
  std::string kept;
  for (char c : text)
    if (c >= '0' && c <= '9') kept += c;
  return kept;
}

// Every text of every length, `rounds` times.
template <class Check>
void each_text(int rounds, Check check) {
  core::Random random(seed);
  for (int round = 0; round < rounds; ++round)
    for (std::size_t length = 0; length <= length_max; ++length)
      for (const std::string& text : texts(random, length)) check(random, text);
}

}  // namespace

TEST_CASE("trimming is what it is character by character") {
  Body both("trim"), front("trimStart"), back("trimEnd"), blank("blankToNull");
  each_text(4, [&](core::Random& random, const std::string& text) {
    CHECK(both(random, text) == trimmed(text, true, true));
    CHECK(front(random, text) == trimmed(text, true, false));
    CHECK(back(random, text) == trimmed(text, false, true));
    CHECK(blank(random, text) == (trimmed(text, true, true).empty() ? std::nullopt : std::optional(text)));
  });
}

TEST_CASE("case is what it is character by character") {
  Body lower("lower"), upper("upper"), fold("fold");
  each_text(3, [&](core::Random& random, const std::string& text) {
    CHECK(lower(random, text) == small(text));
    CHECK(upper(random, text) == (all_ascii(text) ? cased(text, 'a', 'z', -32) : upper_unicode(text)));
    CHECK(fold(random, text) == (all_ascii(text) ? small(text) : folded(text)));
  });
}

TEST_CASE("digits are those that a byte-by-byte look keeps") {
  Body body("digits");
  each_text(4, [&](core::Random& random, const std::string& text) {
    CHECK(body(random, text) == digits(text));
    CHECK(body(random, digits(text)) == digits(text));
  });
}

TEST_CASE("addresses are those of the grammar, in small letters") {
  Body body("email"), domain("emailDomain");
  core::Random random(seed);
  int found = 0;
  auto check = [&](const std::string& text) {
    const std::optional<std::string> expected = email(text);
    found += expected ? 1 : 0;
    CHECK_MESSAGE(body(random, text) == expected, text, ", seed ", seed);
    CHECK(domain(random, text) ==
          (expected ? std::optional(expected->substr(expected->find('@') + 1)) : std::nullopt));
  };
  each_text(2, [&](core::Random&, const std::string& text) { check(text); });
  // Nearly all of these are addresses, some too long; then each byte as every place's.
  for (std::size_t local = 0; local <= 70; ++local) {
    for (std::size_t label : {1U, 2U, 7U, 30U, 62U, 63U, 64U}) {
      std::string name = made(random, local, {&mail, &plain});
      std::erase(name, '@');
      check(name + "@" + made(random, label, {&numbers}) + ".Com");
      check(" " + name + "@" + std::string(label, 'D') + ".co.uk\t");
    }
  }
  for (const std::string& address : {std::string("aNa@Acme.co"), "x" + std::string(50, 'y') + "@a-b.Com"})
    for (std::size_t at = 0; at < address.size(); ++at)
      for (int byte = 1; byte < 128; ++byte) {
        std::string changed = address;
        changed[at] = static_cast<char>(byte);
        check(changed);
      }
  CHECK(found > 1'000);
}

TEST_CASE("parts of a text are found where they stand") {
  using Native = std::int64_t(abi::CallContext&, abi::Text, abi::Text, bool*);
  auto native = [](std::string_view name) {
    return reinterpret_cast<Native*>(std::get<abi::TypedBody>(overloads(name).front().body).native);
  };
  Native* starts = native("startsWith");
  Native* ends = native("endsWith");
  Native* contains = native("contains");
  abi::CallContext context{};
  Fence whole, piece;
  each_text(2, [&](core::Random& random, const std::string& made_text) {
    const std::string_view text = whole.put(made_text, whole.end() - made_text.size(), 'q');
    std::size_t from = random.below(text.size() + 1);
    std::string chosen(text.substr(from, random.below(text.size() - from + 1)));
    if (random.chance(30)) chosen = chosen.substr(0, chosen.size() / 2) + "b";
    if (random.chance(20)) chosen = std::string(text.substr(0, from));
    if (random.chance(20)) chosen = std::string(text.substr(from));
    const std::string_view part = piece.put(chosen, piece.end() - chosen.size(), 'q');
    bool found = false;
    starts(context, text, part, &found);
    CHECK_MESSAGE(found == text.starts_with(part), text, " and ", part, ", seed ", seed);
    ends(context, text, part, &found);
    CHECK_MESSAGE(found == text.ends_with(part), text, " and ", part, ", seed ", seed);
    contains(context, text, part, &found);
    CHECK_MESSAGE(found == (text.find(part) != std::string_view::npos), text, " and ", part, ", seed ", seed);
  });
}
