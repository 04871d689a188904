// What libphonenumber does with "(0)30 90-1820" in four steps: the digits are taken out; an international
// prefix or a calling code says which country's plan counts; a national prefix is taken off, if what is left
// can be a number of that plan; the rest is valid where a kind of number (fixed, mobile, toll-free …) matches
// all of it and has such a length. Functions here follow those of phonenumberutil.cc, release 8.12.57, and
// say which. tests/phone_numbers compares both.
#include "stdlib/functions/numbering_plan.hpp"

#include <phonenumbers/phonemetadata.pb.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstring>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "stdlib/core/check.hpp"
#include "stdlib/functions/digit_pattern.hpp"

// Exported by the library and declared in a header of it that is not installed.
namespace i18n::phonenumbers {
int metadata_size();
const void* metadata_get();
}  // namespace i18n::phonenumbers

namespace parley::functions {

namespace {

using i18n::phonenumbers::PhoneMetadata;
using i18n::phonenumbers::PhoneMetadataCollection;
using i18n::phonenumbers::PhoneNumberDesc;
using Outcome = PhoneReading::Kind;

// Of a text. Some plans put digits before them, which may happen twice to one number.
constexpr std::size_t written_digits_max = 32;
constexpr std::size_t added_digits_max = 8;
constexpr std::size_t calling_code_digits_max = 3;
constexpr std::size_t national_digits_min = 2;
constexpr std::size_t national_digits_max = 17;

// Room for digits that do not stand as they are in the text. Numbers are views of the text's digits, or of a
// room.
struct Digits {
  std::array<char, written_digits_max + 2 * added_digits_max> bytes;
  std::size_t size = 0;

  std::string_view view() const { return {bytes.data(), size}; }
  void append(std::string_view more) {
    ENSURE(size + more.size() <= bytes.size(), "a number of digits that were counted");
    std::memcpy(bytes.data() + size, more.data(), more.size());
    size += more.size();
  }
};

// Bit n: a number may have n digits.
constexpr std::size_t lengths_max = 31;

enum class Fit { possible, local_only, too_short, wrong, too_long };

// A region's tables as they are used.
struct Rules {
  DigitPattern international_prefix;
  std::optional<DigitPattern> national_prefix;
  std::optional<DigitPattern> leading_digits;
  // What a number with the national prefix becomes: digits, then a group of that prefix, then the rest.
  std::string_view replacement;
  std::optional<std::size_t> replaced_group;
  DigitAutomaton national;  // pattern 0: every number of the plan; the others: by kind
  std::uint32_t lengths = 0;
  std::uint32_t local_lengths = 0;
  std::array<std::uint16_t, lengths_max + 1> kinds_by_length{};  // pattern 0 among them

  bool matches(std::string_view number) const { return (national.matching(number) & 1U) != 0; }

  // IsValidNumberForRegion.
  bool is_valid(std::string_view number) const {
    auto matching = static_cast<unsigned>(national.matching(number) & kinds_by_length[number.size()]);
    return (matching & 1U) != 0 && (matching & ~1U) != 0;
  }

  // TestNumberLength.
  Fit fit(std::size_t length) const {
    if (length > lengths_max) return Fit::too_long;
    std::uint32_t bit = 1U << length;
    if ((local_lengths & bit) != 0) return Fit::local_only;
    if ((lengths & bit) != 0) return Fit::possible;
    if (lengths % bit == 0) return Fit::too_short;
    return lengths < bit ? Fit::too_long : Fit::wrong;
  }
};

struct Region {
  explicit Region(const PhoneMetadata& its_tables)
      : tables(&its_tables), code(std::to_string(its_tables.country_code())) {}

  const PhoneMetadata* tables;
  std::string code;
  mutable std::once_flag once;
  mutable std::atomic<bool> is_made =
      false;  // asked first: call_once is a call even when there is nothing to do
  mutable std::optional<Rules> made;

  // Nothing where the tables hold what is not understood here.
  const Rules* rules() const;
};

// The lengths of a description; nothing where they are not as expected. A kind of which no number exists has
// -1.
std::optional<std::uint32_t> bits(const google::protobuf::RepeatedField<int>& lengths) {
  std::uint32_t found = 0;
  for (int length : lengths) {
    if (length < -1 || length > static_cast<int>(lengths_max)) return std::nullopt;
    if (length >= 0) found |= 1U << static_cast<unsigned>(length);
  }
  return found;
}

// The kinds of numbers that GetNumberTypeHelper tries; the first one is for all of them.
std::vector<const PhoneNumberDesc*> kinds_of_numbers(const PhoneMetadata& tables) {
  std::vector<const PhoneNumberDesc*> found{
      &tables.general_desc(), &tables.premium_rate(),    &tables.toll_free(), &tables.shared_cost(),
      &tables.voip(),         &tables.personal_number(), &tables.pager(),     &tables.uan(),
      &tables.voicemail(),    &tables.fixed_line()};
  if (!tables.same_mobile_and_fixed_line_pattern()) found.push_back(&tables.mobile());
  // Without a pattern there is no number of that kind.
  std::erase_if(found, [](const PhoneNumberDesc* kind) { return kind->national_number_pattern().empty(); });
  return found;
}

bool read_kinds(const PhoneMetadata& tables, Rules& rules) {
  const PhoneNumberDesc& general = tables.general_desc();
  auto lengths = bits(general.possible_length());
  auto local_lengths = bits(general.possible_length_local_only());
  if (!lengths || *lengths == 0 || !local_lengths || general.national_number_pattern().empty()) return false;
  rules.lengths = *lengths;
  rules.local_lengths = *local_lengths;
  std::vector<std::string_view> patterns;
  for (const PhoneNumberDesc* kind : kinds_of_numbers(tables)) {
    auto of_kind = bits(kind->possible_length());
    if (!of_kind) return false;
    bool has_any_length = kind->possible_length_size() == 0;
    for (std::size_t length = 0; length < rules.kinds_by_length.size(); ++length)
      if (has_any_length || (*of_kind >> length & 1U) != 0)
        rules.kinds_by_length[length] |= static_cast<std::uint16_t>(1U << patterns.size());
    patterns.push_back(kind->national_number_pattern());
  }
  auto national = DigitAutomaton::compile(patterns);
  if (national) rules.national = std::move(*national);
  return national.has_value();
}

// "268$1"
bool read_replacement(std::string_view rule, Rules& rules) {
  if (rule.empty()) return true;
  std::size_t dollar = rule.find_first_not_of("0123456789");
  if (dollar == std::string_view::npos || dollar > added_digits_max || rule.size() != dollar + 2)
    return false;
  auto group = static_cast<std::size_t>(rule[dollar + 1] - '1');
  if (rule[dollar] != '$' || !rules.national_prefix || group >= rules.national_prefix->groups()) return false;
  rules.replacement = rule.substr(0, dollar);
  rules.replaced_group = group;
  return true;
}

bool read_pattern(std::string_view pattern, std::optional<DigitPattern>& read) {
  read = DigitPattern::compile(pattern);
  return read.has_value();
}

std::optional<Rules> rules_of(const PhoneMetadata& tables) {
  Rules rules;
  auto international = DigitPattern::compile(tables.international_prefix());
  if (!international) return std::nullopt;
  rules.international_prefix = std::move(*international);
  const std::string& national = tables.national_prefix_for_parsing();
  if (!national.empty() && !read_pattern(national, rules.national_prefix)) return std::nullopt;
  if (tables.has_leading_digits() && !read_pattern(tables.leading_digits(), rules.leading_digits))
    return std::nullopt;
  if (!read_replacement(tables.national_prefix_transform_rule(), rules)) return std::nullopt;
  if (!read_kinds(tables, rules)) return std::nullopt;
  return rules;
}

const Rules* Region::rules() const {
  if (!is_made.load(std::memory_order_acquire)) {
    std::call_once(once, [&] {
      made = rules_of(*tables);
      is_made.store(true, std::memory_order_release);
    });
  }
  return made ? &*made : nullptr;
}

// All plans of the installed library. Those of one calling code stand in the library's order, the main one
// first.
class Plans {
 public:
  static const Plans& installed() {
    static const Plans plans;
    return plans;
  }

  // Nothing for what is no region.
  const Region* region(std::string_view name) const {
    auto is_capital = [](char c) { return c >= 'A' && c <= 'Z'; };
    if (name.size() != 2 || !is_capital(name[0]) || !is_capital(name[1])) return nullptr;
    return by_name_[place(name)];
  }

  // Of at most three digits.
  const std::vector<const Region*>& regions(std::string_view calling_code) const {
    std::size_t number = 0;
    for (char c : calling_code) number = number * 10 + static_cast<std::size_t>(c - '0');
    return by_code_[number];
  }

 private:
  static constexpr std::size_t letters = 26;
  static std::size_t place(std::string_view name) {
    return static_cast<std::size_t>(name[0] - 'A') * letters + static_cast<std::size_t>(name[1] - 'A');
  }

  Plans() {
    bool is_read =
        tables_.ParseFromArray(i18n::phonenumbers::metadata_get(), i18n::phonenumbers::metadata_size());
    ENSURE(is_read, "libphonenumber's own tables");
    for (const PhoneMetadata& tables : tables_.metadata()) {
      if (tables.id() == "ZZ") continue;  // the library's name for no region
      const Region& added = regions_.emplace_back(tables);
      ENSURE(added.code.size() <= calling_code_digits_max, "a calling code has at most three digits");
      auto& sharing = by_code_[static_cast<std::size_t>(tables.country_code())];
      sharing.insert(tables.main_country_for_code() ? sharing.begin() : sharing.end(), &added);
      if (tables.id().size() == 2) by_name_[place(tables.id())] = &added;
    }
  }

  PhoneMetadataCollection tables_;
  std::deque<Region> regions_;
  std::array<const Region*, letters * letters> by_name_{};
  std::array<std::vector<const Region*>, 1'000> by_code_;
};

// A text of ASCII digits and the usual marks between them.
struct Written {
  bool is_usual = false;
  bool has_plus = false;
  std::size_t marks_between = 0;  // between the first digit and the last one
  std::string_view digits;
};

// Marks before the first digit or plus and behind the last digit are passed over, as ExtractPossibleNumber
// does. None of these marks can begin an extension.
Written as_written(std::string_view text, Digits& room) {
  Written found;
  std::size_t size = 0;
  std::size_t marks = 0;
  for (char c : text) {
    if (c >= '0' && c <= '9') {
      if (size == written_digits_max) return {};
      room.bytes[size++] = c;
      found.marks_between += std::exchange(marks, 0);
    } else if (c == ' ' || c == '-' || c == '(' || c == ')' || c == '.' || c == '/') {
      if (size > 0) ++marks;
    } else if (c == '+' && size == 0 && !found.has_plus) {
      found.has_plus = true;
    } else {
      return {};
    }
  }
  found.is_usual = true;
  found.digits = {room.bytes.data(), size};
  return found;
}

// IsViablePhoneNumber, for what is written as above.
bool is_viable(const Written& text) {
  return text.digits.size() >= 3 || (text.digits.size() == 2 && !text.has_plus && text.marks_between == 0);
}

// MaybeStripNationalPrefixAndCarrierCode.
std::string_view without_national_prefix(const Rules& rules, std::string_view number, Digits& room) {
  if (number.empty() || !rules.national_prefix) return number;
  auto prefix = rules.national_prefix->at_start(number);
  if (!prefix) return number;
  std::string_view stripped = number.substr(prefix->length);
  // Where the prefix has two groups, the first one is a carrier.
  if (rules.replaced_group && !prefix->groups[rules.national_prefix->groups() - 1].empty()) {
    room.append(rules.replacement);
    room.append(prefix->groups[*rules.replaced_group]);
    room.append(stripped);
    stripped = room.view();
  }
  return rules.matches(number) && !rules.matches(stripped) ? number : stripped;
}

struct Parsed {
  Outcome kind = Outcome::unread;
  const Region* region = nullptr;  // whose plan counts
  std::string_view national = {};
};

// ExtractCountryCode: the rest is of the main region of its calling code.
Parsed international(const Plans& plans, std::string_view digits, Outcome where_none) {
  if (digits.size() <= national_digits_min) return {.kind = Outcome::no_number};
  for (std::size_t length = 1; length <= calling_code_digits_max && digits[0] != '0'; ++length) {
    const auto& sharing = plans.regions(digits.substr(0, length));
    if (!sharing.empty()) return {Outcome::number, sharing.front(), digits.substr(length)};
  }
  return {.kind = where_none};
}

// MaybeExtractCountryCode. The library tries a plus before an unknown calling code in further ways.
Parsed parsed_number(const Plans& plans, const Written& text, const Region& region, const Rules& rules,
                     Digits& room) {
  std::string_view digits = text.digits;
  if (text.has_plus) return international(plans, digits, Outcome::unread);
  if (auto prefix = rules.international_prefix.at_start(digits)) {
    std::string_view rest = digits.substr(prefix->length);
    if (!rest.starts_with('0')) return international(plans, rest, Outcome::no_number);
  }
  if (digits.starts_with(region.code)) {
    std::string_view rest = without_national_prefix(rules, digits.substr(region.code.size()), room);
    if ((!rules.matches(digits) && rules.matches(rest)) || rules.fit(digits.size()) == Fit::too_long)
      return {Outcome::number, plans.regions(region.code).front(), rest};
  }
  return {Outcome::number, &region, digits};
}

// GetRegionCodeForNumber and IsValidNumber; unread where a region that was asked is not understood.
Outcome validity(const std::vector<const Region*>& sharing, std::string_view number) {
  for (const Region* region : sharing) {
    const Rules* rules = region->rules();
    if (rules == nullptr) return Outcome::unread;
    bool is_chosen =
        sharing.size() == 1 || (rules->leading_digits && rules->leading_digits->at_start(number));
    if (is_chosen) return rules->is_valid(number) ? Outcome::number : Outcome::no_number;
    if (!rules->leading_digits && rules->is_valid(number)) return Outcome::number;
  }
  return Outcome::no_number;
}

}  // namespace

bool has_numbering_plan(std::string_view region) {
  return Plans::installed().region(region) != nullptr;
}

// ParseHelper, IsValidNumber and Format.
PhoneReading read_phone(std::string_view text, std::string_view region_name, char* out) {
  Digits digits;
  Written found = as_written(text, digits);
  if (!found.is_usual) return {};
  if (!is_viable(found)) return {.kind = Outcome::no_number};
  const Plans& plans = Plans::installed();
  const Region* region = plans.region(region_name);
  const Rules* rules = region == nullptr ? nullptr : region->rules();
  if (rules == nullptr) return {};
  Digits rest;
  Parsed number = parsed_number(plans, found, *region, *rules, rest);
  if (number.kind != Outcome::number) return {.kind = number.kind};
  rules = number.region->rules();
  if (rules == nullptr) return {};
  std::string_view national = number.national;
  if (national.size() < national_digits_min) return {.kind = Outcome::no_number};
  Digits replaced;
  std::string_view stripped = without_national_prefix(*rules, national, replaced);
  Fit fit = rules->fit(stripped.size());
  if (fit == Fit::possible || fit == Fit::too_long) national = stripped;
  if (national.size() < national_digits_min || national.size() > national_digits_max)
    return {.kind = Outcome::no_number};
  std::string_view code = number.region->code;
  Outcome kind = validity(plans.regions(code), national);
  if (kind != Outcome::number) return {.kind = kind};
  *out++ = '+';
  std::memcpy(out, code.data(), code.size());
  std::memcpy(out + code.size(), national.data(), national.size());
  return {.kind = kind, .length = 1 + code.size() + national.size()};
}

}  // namespace parley::functions
