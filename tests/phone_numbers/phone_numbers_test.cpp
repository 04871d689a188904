// Generated phone numbers as they are read by tables and by libphonenumber alone. PARLEY_PHONES=n reads so
// many; PARLEY_PHONE_SEED=s begins elsewhere.
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <phonenumbers/phonemetadata.pb.h>

#include <array>
#include <cstdlib>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "stdlib/core/random.hpp"
#include "stdlib/functions/digit_pattern.hpp"
#include "stdlib/functions/phone_number.hpp"

namespace i18n::phonenumbers {
int metadata_size();
const void* metadata_get();
}  // namespace i18n::phonenumbers

using namespace parley;
using core::Random;
using functions::DigitPattern;

namespace {

constexpr std::uint64_t numbers_usual = 1'000'000;
constexpr std::uint64_t workers = 2;
constexpr int shown_max = 10;

std::uint64_t setting(const char* name, std::uint64_t usual) {
  const char* text = std::getenv(name);
  return text == nullptr ? usual : std::strtoull(text, nullptr, 10);
}

// A country, or a service that belongs to none.
struct Plan {
  std::string region;
  std::string code;
  std::vector<DigitPattern> kinds;  // of numbers
  std::vector<DigitPattern> international_prefix;
  std::vector<DigitPattern> national_prefix;
};

void add(std::vector<DigitPattern>& to, const std::string& pattern) {
  if (pattern.empty()) return;
  auto compiled = DigitPattern::compile(pattern);
  REQUIRE_MESSAGE(compiled.has_value(), pattern);
  to.push_back(*compiled);
}

std::vector<Plan> all_plans() {
  i18n::phonenumbers::PhoneMetadataCollection collection;
  REQUIRE(collection.ParseFromArray(i18n::phonenumbers::metadata_get(), i18n::phonenumbers::metadata_size()));
  std::vector<Plan> plans;
  for (const auto& tables : collection.metadata()) {
    Plan& plan = plans.emplace_back();
    plan.region = tables.id();
    plan.code = std::to_string(tables.country_code());
    for (const auto* kind :
         {&tables.general_desc(), &tables.fixed_line(), &tables.mobile(), &tables.toll_free(),
          &tables.premium_rate(), &tables.shared_cost(), &tables.personal_number(), &tables.voip(),
          &tables.pager(), &tables.uan(), &tables.voicemail()})
      add(plan.kinds, kind->national_number_pattern());
    add(plan.international_prefix, tables.international_prefix());
    add(plan.national_prefix, tables.national_prefix_for_parsing());
  }
  return plans;
}

char any_digit(Random& random) {
  return static_cast<char>('0' + random.below(10));
}

// Digits that a pattern matches, any of its choices as likely as the other.
std::string member(const DigitPattern& pattern, Random& random) {
  using Kind = DigitPattern::Step::Kind;
  std::string digits;
  for (const auto* step = pattern.steps().data(); step->kind != Kind::matched;) {
    if (step->kind == Kind::digit) {
      char digit = any_digit(random);
      while ((step->digits >> (digit - '0') & 1) == 0) digit = any_digit(random);
      digits += digit;
    }
    bool leaps = step->kind == Kind::jump || (step->kind == Kind::either && random.chance(50));
    step += leaps ? step->ahead : 1;
  }
  return digits;
}

template <class Items>
const auto& pick(const Items& items, Random& random) {
  return items[random.below(std::size(items))];
}

std::string member(const std::vector<DigitPattern>& patterns, Random& random) {
  return patterns.empty() ? "" : member(pick(patterns, random), random);
}

std::string random_digits(Random& random, std::uint64_t count) {
  std::string digits;
  for (; count > 0; --count) digits += any_digit(random);
  return digits;
}

std::string national(const Plan& plan, Random& random) {
  if (random.chance(8)) return random_digits(random, random.below(18));
  std::string number = member(plan.kinds, random);
  if (random.chance(20)) number[random.below(number.size())] = any_digit(random);
  if (random.chance(4)) number.erase(random.below(number.size()), 1 + random.below(4));
  if (random.chance(4))
    number.insert(random.below(number.size() + 1), random_digits(random, 1 + random.below(3)));
  if (random.chance(3)) number.insert(0, random.chance(50) ? "0" : "00");
  return number;
}

std::string prefixed(const Plan& plan, const Plan& from, Random& random) {
  std::string number = national(plan, random);
  switch (random.below(14)) {
    case 0:
    case 1:
    case 2:
      return "+" + plan.code + number;
    case 3:
      return member(from.international_prefix, random) + plan.code + number;
    case 4:
      return (random.chance(50) ? "00" : "011") + plan.code + number;
    case 5:
      return plan.code + number;
    case 6:
      return member(plan.national_prefix, random) + number;
    case 7:
      return (random.chance(50) ? "0" : "1") + number;
    case 8:
      return "+" + plan.code + member(plan.national_prefix, random) + number;
    case 9:
      return plan.code + member(plan.national_prefix, random) + number;
    case 10:
      return "+" + plan.code + "(0)" + number;
    default:
      return number;
  }
}

// Marks in places where people put them, and sometimes what only libphonenumber reads.
std::string written(std::string digits, Random& random) {
  constexpr std::array marks{" ", "-", ".", "/", "(", ")", "  ", ") ", " (", " - "};
  constexpr std::array odd{"x",      "+", "~",        "*", "#", ",",  ";",     "\t",
                           "ext. 5", "a", "\xC2\xA0", "٣", "[", "＋", ";ext=7"};
  if (random.chance(50))
    for (std::uint64_t count = random.below(6); count > 0; --count)
      digits.insert(random.below(digits.size() + 1), pick(marks, random));
  if (random.chance(4)) digits.insert(random.below(digits.size() + 1), pick(odd, random));
  if (random.chance(2)) digits += " x" + random_digits(random, 1 + random.below(5));
  if (random.chance(5)) digits = " " + digits + " ";
  return digits;
}

struct Totals {
  std::uint64_t numbers = 0;
  std::uint64_t valid = 0;
  std::uint64_t unread = 0;
  std::uint64_t differing = 0;

  void add(const Totals& more) {
    numbers += more.numbers;
    valid += more.valid;
    unread += more.unread;
    differing += more.differing;
  }
};

std::mutex printing;

void compare(const std::string& text, const std::string& region, Totals& totals) {
  std::array<char, functions::phone_bytes_max> bytes;
  std::array<char, functions::phone_bytes_max> expected_bytes;
  std::string_view got(bytes.data(), functions::write_e164(text, region, bytes.data()));
  std::string_view expected(expected_bytes.data(),
                            functions::write_e164_by_library(text, region, expected_bytes.data()));
  ++totals.numbers;
  totals.valid += expected.empty() ? 0 : 1;
  std::array<char, functions::phone_bytes_max> scratch;
  bool is_unread =
      functions::read_phone(text, region, scratch.data()).kind == functions::PhoneReading::Kind::unread;
  totals.unread += is_unread ? 1 : 0;
  if (got == expected || ++totals.differing > shown_max) return;
  std::scoped_lock lock(printing);
  fmt::print("phone(\"{}\", \"{}\") is \"{}\", not \"{}\"\n", text, region, expected, got);
}

Totals compare_many(const std::vector<Plan>& plans, std::uint64_t count, std::uint64_t seed) {
  Random random(seed);
  std::vector<const Plan*> regions;
  std::vector<const Plan*> sharing;  // a calling code with others
  for (const Plan& plan : plans) {
    if (plan.region != "001") regions.push_back(&plan);
    if (plan.code == "1" || plan.code == "7" || plan.code == "44" || plan.code == "39")
      sharing.push_back(&plan);
  }
  Totals totals;
  while (totals.numbers < count) {
    const Plan& plan = random.chance(25) ? *pick(sharing, random) : pick(plans, random);
    bool is_at_home = plan.region != "001" && random.chance(75);
    const Plan& from = is_at_home ? plan : *pick(random.chance(25) ? sharing : regions, random);
    compare(written(prefixed(plan, from, random), random), from.region, totals);
  }
  return totals;
}

}  // namespace

TEST_CASE("phone numbers read by tables are those that libphonenumber reads") {
  std::uint64_t count = setting("PARLEY_PHONES", numbers_usual);
  std::uint64_t seed = setting("PARLEY_PHONE_SEED", 1);
  const std::vector<Plan> plans = all_plans();
  Totals totals;
  std::vector<std::thread> threads;
  for (std::uint64_t i = 0; i < workers; ++i)
    threads.emplace_back([&, i] {
      Totals some = compare_many(plans, count / workers, seed * workers + i);
      std::scoped_lock lock(printing);
      totals.add(some);
    });
  for (std::thread& thread : threads) thread.join();
  fmt::print("seed {}: {} phone numbers, {} of them valid, {} left to libphonenumber; {} differ\n", seed,
             totals.numbers, totals.valid, totals.unread, totals.differing);
  CHECK(totals.differing == 0);
  CHECK(totals.valid * 5 > totals.numbers * 2);
  CHECK(totals.unread * 10 < totals.numbers);
}
