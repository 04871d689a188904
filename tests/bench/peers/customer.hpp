// The main case's mapping written by hand: from the texts of a contact's properties to a customer's line.
// Both hand-written peers use it, so that they differ in how they read. The usual forms are straight code:
// whether a text is there is a number, not a branch, since at 50 % nulls each branch would be mispredicted.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <string>
#include <string_view>

#include "stdlib/functions/unicode.hpp"
#include "stdlib/functions/white_space.hpp"
#include "stdlib/stream/token.hpp"
#include "stdlib/value/decimal.hpp"
#include "stdlib/value/json.hpp"
#include "stdlib/value/time.hpp"
#include "tests/bench/peers/bytes.hpp"

namespace parley::bench {

constexpr std::size_t record_room = 2'048;  // all constants of one record and the overshoot of its stores

enum Field : std::uint8_t {
  address,
  annualrevenue,
  city,
  company,
  country,
  createdate,
  email,
  firstname,
  hs_language,
  hs_lead_status,
  jobtitle,
  lastname,
  lifecyclestage,
  mobilephone,
  numemployees,
  phone,
  salutation,
  state,
  website,
  zip,
  skipped  // where values go that nobody reads
};
constexpr std::array<std::string_view, skipped> names = {
    "address",    "annualrevenue", "city",           "company",     "country",
    "createdate", "email",         "firstname",      "hs_language", "hs_lead_status",
    "jobtitle",   "lastname",      "lifecyclestage", "mobilephone", "numemployees",
    "phone",      "salutation",    "state",          "website",     "zip"};

using Places = std::array<Place, skipped + 1>;

// `"key":"text",`, or nothing for an empty text.
inline char* write_text(char* out, const Constant& key, Place text) {
  store32(out, _mm256_load_si256(reinterpret_cast<const __m256i*>(key.bytes)));
  char* end = copy_text(out + key.length, text);
  std::memcpy(end, "\",", 2);
  return text.length == 0 ? out : end + 2;
}

inline bool is_graphic(char c) {
  return static_cast<std::uint8_t>(c - 0x21) < 0x5E;
}

inline void trim(Place& text) {
  if (is_graphic(text.start[0]) && is_graphic(text.start[text.length - 1])) [[likely]]
    return;
  abi::Text trimmed = functions::trim_front(functions::trim_back({text.start, text.length}));
  text = {trimmed.bytes, trimmed.length};
}

// ASCII only: false for anything else.
inline bool lower(Place& text, char* out) {
  for (std::uint64_t i = 0; i < text.length; i += 32) {
    __m256i chunk = load32(text.start + i);
    __m256i is_capital = _mm256_and_si256(_mm256_cmpgt_epi8(chunk, _mm256_set1_epi8('A' - 1)),
                                          _mm256_cmpgt_epi8(_mm256_set1_epi8('Z' + 1), chunk));
    store32(out + i, _mm256_or_si256(chunk, _mm256_and_si256(is_capital, _mm256_set1_epi8(0x20))));
    std::uint32_t high = static_cast<std::uint32_t>(_mm256_movemask_epi8(chunk));
    if ((high & low_bits(text.length - i)) != 0) return false;
  }
  text.start = out;
  return true;
}

// How long the number is without the zeros at its end, for two digits behind the point and no zero in front;
// 0 for any other form.
inline std::uint64_t plain_decimal(Place text) {
  if (text.length < 4 || text.length > 16 || text.start[0] == '0') return 0;
  __m128i chunk = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.start));
  __m128i digit = _mm_sub_epi8(chunk, _mm_set1_epi8('0'));
  __m128i is_digit = _mm_cmpeq_epi8(_mm_min_epu8(digit, _mm_set1_epi8(9)), digit);
  auto digits = static_cast<std::uint32_t>(_mm_movemask_epi8(is_digit)) & low_bits(text.length);
  bool plain =
      digits == (low_bits(text.length) & ~(1U << (text.length - 3))) && text.start[text.length - 3] == '.';
  if (!plain) return 0;
  bool last_zero = text.start[text.length - 1] == '0';
  bool both_zero = last_zero & (text.start[text.length - 2] == '0');
  return text.length - (both_zero ? 3 : last_zero ? 1 : 0);
}

// Whether it is an instant in the canonical form with milliseconds, on a day that every month has.
inline bool is_plain_instant(Place text) {
  alignas(32) static constexpr char low[33] = "1000-00-00T00:00:00.000Z\0\0\0\0\0\0\0";
  alignas(32) static constexpr char high[33] = "9999-19-29T29:59:59.999Z\0\0\0\0\0\0\0";
  __m256i chunk = load32(text.start);
  __m256i at_least = _mm256_cmpeq_epi8(
      _mm256_max_epu8(chunk, _mm256_load_si256(reinterpret_cast<const __m256i*>(low))), chunk);
  __m256i at_most = _mm256_cmpeq_epi8(
      _mm256_min_epu8(chunk, _mm256_load_si256(reinterpret_cast<const __m256i*>(high))), chunk);
  auto both = static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_and_si256(at_least, at_most)));
  auto two = [&](std::size_t i) { return (text.start[i] - '0') * 10 + text.start[i + 1] - '0'; };
  bool shape = (text.length == 24) & ((both & low_bits(24)) == low_bits(24));
  bool day = two(5) >= 1 && two(5) <= 12 && two(8) >= 1 && two(8) <= 28 && two(11) <= 23;
  return shape && day && std::memcmp(text.start + 20, "000", 3) != 0;
}

struct Keys {
  Constant first_name{R"("firstName":")"}, last_name{R"("lastName":")"}, email{R"("email":")"},
      phone{R"("phone":")"}, mobile{R"("mobile":")"}, title{R"("title":")"}, company{R"("company":")"},
      url{R"("url":")"}, address{R"("address":{)"}, street{R"("street":")"}, city{R"("city":")"},
      state{R"("state":")"}, zip{R"("zip":")"}, country{R"("country":")"}, revenue{R"("revenue":)"},
      size{R"("size":")"}, lead_status{R"("leadStatus":")"}, salutation{R"("salutation":")"},
      language{R"("language":")"}, created{R"("created":")"};
};
inline const Keys keys;

// The values that an enum may have: a table without collisions, whose factor is found at the start. The hash
// takes the first two bytes and the length.
class Choice {
 public:
  explicit Choice(std::initializer_list<std::string_view> words) {
    while (!place(words)) factor_ += 2;
  }
  // The entry of the word, or -1. Precondition: 32 bytes are readable.
  int find(Place word) const {
    std::uint32_t entry = hash(word);
    const Constant& key = table_[entry];
    std::uint32_t differs = ~equal_bytes(load32(word.start), load32(key.bytes)) & low_bits(key.length);
    bool same = ((differs | (key.length ^ word.length)) == 0) & (word.length != 0);
    return same ? static_cast<int>(entry) : -1;
  }
  // The text, or an empty one where the enum has no such value.
  Place checked(Place word) const { return {word.start, find(word) < 0 ? 0 : word.length}; }

 private:
  std::uint32_t hash(Place word) const {
    std::uint16_t begin;
    std::memcpy(&begin, word.start, sizeof begin);
    return (begin + static_cast<std::uint32_t>(word.length)) * factor_ >> 26U;
  }
  bool place(std::initializer_list<std::string_view> words) {
    table_.fill(Constant());
    for (std::string_view word : words) {
      Constant& entry = table_[hash({word.data(), word.size()})];
      if (entry.length != 0) return false;
      entry = Constant(word);
    }
    return true;
  }
  std::uint32_t factor_ = 0x9E3779B1;
  std::array<Constant, 64> table_;
};

inline const Choice sizes{"1-5", "5-25", "25-50", "50-100", "100-500", "500-1000", "1000+"};
inline const Choice lead_states{"NEW",         "OPEN",      "IN_PROGRESS",          "OPEN_DEAL",
                                "UNQUALIFIED", "CONNECTED", "ATTEMPTED_TO_CONTACT", "BAD_TIMING"};
inline const Choice languages{"de", "en", "es", "fr", "it", "ja", "ko", "nl", "pt", "zh"};
inline const Choice stages{"subscriber",         "lead",        "marketingqualifiedlead",
                           "salesqualifiedlead", "opportunity", "customer",
                           "evangelist",         "other"};

struct Statuses {
  std::array<Constant, 64> by_stage;
  int subscriber = stage("subscriber");
  Statuses() {
    by_stage.fill(Constant(R"("status":"OTHER",)"));
    add("lead", R"("status":"LEAD",)");
    add("marketingqualifiedlead", R"("status":"QUALIFIED",)");
    add("salesqualifiedlead", R"("status":"QUALIFIED",)");
    add("opportunity", R"("status":"OPPORTUNITY",)");
    add("customer", R"("status":"CUSTOMER",)");
  }
  static int stage(std::string_view word) {
    std::string padded = std::string(word) + std::string(32, '\0');
    return stages.find({padded.data(), word.size()});
  }
  void add(std::string_view word, std::string_view out) {
    by_stage[static_cast<std::size_t>(stage(word))] = Constant(out);
  }
};
inline const Statuses statuses;

inline char* write_status(char* out, int stage) {
  const Constant& text = statuses.by_stage[static_cast<std::size_t>(stage) & 63U];
  store32(out, load32(text.bytes));
  return stage < 0 ? out : out + text.length;
}

// The unusual forms go through the product's own functions.

// Owns what the slow forms made of a record's texts.
struct Unusual {
  std::string first_name, last_name, email, revenue, created, stage, size, lead_status, language;
};

inline std::string plain_of(Place text) {
  std::string plain;
  stream::append_unescaped(plain, {text.start, text.length});
  return plain;
}

inline Place keep_quoted(std::string& owner, std::string_view plain) {
  owner.clear();
  value::append_quoted(owner, plain);
  std::uint64_t length = owner.size() - 2;
  owner.append(32, '\0');  // loads overshoot
  return {owner.data() + 1, length};
}

inline bool has_escape(Place text) {
  return std::memchr(text.start, '\\', text.length) != nullptr;
}

// Texts with escapes whose plain form is needed, made anew.
inline void replace_escaped(Places& places, Unusual& made) {
  auto replace = [&](Field field, std::string& owner, bool is_trimmed) {
    Place& text = places[field];
    if (text.length == 0 || !has_escape(text)) return;
    std::string plain = plain_of(text);
    Place trimmed{plain.data(), plain.size()};
    if (is_trimmed) trim(trimmed);
    text = keep_quoted(owner, {trimmed.start, trimmed.length});
  };
  replace(firstname, made.first_name, true);
  replace(lastname, made.last_name, true);
  replace(lifecyclestage, made.stage, false);
  replace(annualrevenue, made.revenue, false);
  replace(createdate, made.created, false);
  replace(numemployees, made.size, false);
  replace(hs_lead_status, made.lead_status, false);
  replace(hs_language, made.language, false);
}

// Trimmed and in small letters; false where the target cannot hold it.
inline bool unusual_email(Place& text, std::string& owner) {
  std::string plain = plain_of(text);
  Place trimmed{plain.data(), plain.size()};
  trim(trimmed);
  std::string small = functions::lower_unicode({trimmed.start, trimmed.length});
  std::size_t count = 0;
  for (char c : small) count += (static_cast<std::uint8_t>(c) & 0xC0U) != 0x80 ? 1 : 0;
  text = keep_quoted(owner, small);
  return count <= 254;
}

inline char* write_unusual_decimal(char* out, Place text) {
  auto number = value::parse_decimal({text.start, text.length});
  if (!number) return out;
  std::string digits = value::to_text(*number);
  std::size_t point = digits.find('.');
  std::size_t whole = std::min(point, digits.size()) - (digits[0] == '-' ? 1 : 0);
  bool fits = whole <= 16 && (point == std::string::npos || digits.size() - point <= 3);
  if (!fits) return out;
  std::memcpy(out, keys.revenue.bytes, keys.revenue.length);
  out += keys.revenue.length;
  std::memcpy(out, digits.data(), digits.size());
  out[digits.size()] = ',';
  return out + digits.size() + 1;
}

inline char* write_unusual_instant(char* out, Place text) {
  auto instant = value::parse_instant({text.start, text.length});
  if (!instant) return out;
  std::memcpy(out, keys.created.bytes, keys.created.length);
  out += keys.created.length;
  out += value::write_instant(*instant, out);
  std::memcpy(out, "\",", 2);
  return out + 2;
}

inline char* write_address(char* out, const Places& p) {
  store32(out, load32(keys.address.bytes));
  char* opened = out + keys.address.length;
  char* at = write_text(opened, keys.street, p[address]);
  at = write_text(at, keys.city, p[city]);
  at = write_text(at, keys.state, p[state]);
  at = write_text(at, keys.zip, p[zip]);
  at = write_text(at, keys.country, p[country]);
  if (at == opened) return out;
  std::memcpy(at - 1, "},", 2);
  return at + 1;
}

inline char* write_revenue(char* out, Place text) {
  std::uint64_t length = plain_decimal(text);
  if (length == 0 && text.length != 0) [[unlikely]]
    return write_unusual_decimal(out, text);
  store32(out, load32(keys.revenue.bytes));
  char* end = out + keys.revenue.length;
  store32(end, load32(text.start));
  end += length;
  *end = ',';
  return length == 0 ? out : end + 1;
}

inline char* write_created(char* out, Place text) {
  if (!is_plain_instant(text)) [[unlikely]]
    return text.length == 0 ? out : write_unusual_instant(out, text);
  return write_text(out, keys.created, text);
}

enum class Outcome : std::uint8_t { written, left_out, rejected };

// Moves `out` behind what it wrote.
inline Outcome transform(Places& p, bool escapes, Unusual& made, char*& out) {
  if (escapes) [[unlikely]]
    replace_escaped(p, made);
  if (p[email].length == 0) return Outcome::left_out;
  // A stage that HubSpot does not have makes the condition unknown.
  int stage = stages.find(p[lifecyclestage]);
  if (stage == statuses.subscriber || (stage < 0 && p[lifecyclestage].length != 0)) return Outcome::left_out;

  trim(p[firstname]);
  trim(p[lastname]);
  static const std::string unknown = std::string("(unknown)") + std::string(32, '\0');
  if (p[lastname].length == 0) p[lastname] = {unknown.data(), 9};
  constexpr std::uint64_t email_max = 254;
  alignas(32) char small[email_max + 64];
  Place mail = p[email];
  bool usual = !(escapes && has_escape(mail));
  if (usual) trim(mail);
  usual = usual && mail.length <= email_max && lower(mail, small);
  if (!usual && !unusual_email(mail = p[email], made.email)) return Outcome::rejected;

  char* at = out;
  *at++ = '{';
  at = write_text(at, keys.first_name, p[firstname]);
  at = write_text(at, keys.last_name, p[lastname]);
  at = write_text(at, keys.email, mail);
  at = write_text(at, keys.phone, p[phone]);
  at = write_text(at, keys.mobile, p[mobilephone]);
  at = write_text(at, keys.title, p[jobtitle]);
  at = write_text(at, keys.company, p[company]);
  at = write_text(at, keys.url, p[website]);
  at = write_address(at, p);
  at = write_status(at, stage);
  at = write_revenue(at, p[annualrevenue]);
  at = write_text(at, keys.size, sizes.checked(p[numemployees]));
  at = write_text(at, keys.lead_status, lead_states.checked(p[hs_lead_status]));
  at = write_text(at, keys.salutation, p[salutation]);
  at = write_text(at, keys.language, languages.checked(p[hs_language]));
  at = write_created(at, p[createdate]);
  std::memcpy(at - 1, "}\n", 2);
  out = at + 1;
  return Outcome::written;
}

}  // namespace parley::bench
