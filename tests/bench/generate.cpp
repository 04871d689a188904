// Writes records, one a line, until so many bytes are written:
//     bench_generate 200000000 7 > contacts.ndjson
//     bench_generate 20000000 7 shuffled > shuffled.ndjson
// `contacts`, the default, are HubSpot-shaped: the same 24 properties in the same order, as an API page has;
// some are null, some need work. The same contacts otherwise: `shuffled`: keys in random order;
// `alternating`: three orders in turn; `optional`: what is null is left out; `texts`: with escapes and other
// scripts; `bad`: 5 % of the lines are cut off. Other records: `wide` and `narrow`: 300 and 5 fields;
// `lists`: 5 fields among long lists; `computed`: orders.
#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "stdlib/core/random.hpp"
#include "stdlib/value/json.hpp"

namespace {

using parley::core::Random;

template <std::size_t n>
std::string_view pick(Random& random, const std::array<std::string_view, n>& words) {
  return words[random.below(n)];
}

constexpr auto first_names = std::to_array<std::string_view>(
    {"Ana", "Zoë", "Liam", "  Noah", "Olivia", "Jürgen", "Mia ", "Søren", "李", "Emma"});
constexpr auto last_names = std::to_array<std::string_view>(
    {"Lu", "O'Neil", "García", "Müller ", "Smith", "van der Berg", "Nguyen", "Kowalski"});
constexpr auto companies = std::to_array<std::string_view>(
    {"Acme, Inc.", "Globex", "Initech GmbH", "Umbrella \"US\"", "Stark & Sons", "Wayne Enterprises"});
constexpr auto titles = std::to_array<std::string_view>(
    {"CTO", "Account Manager", "Head of R&D", "Buyer", "Software Engineer II", "VP\\Sales"});
constexpr auto streets = std::to_array<std::string_view>(
    {"1 Main St", "Hauptstraße 5", "221b Baker Street", "742 Evergreen Terrace", "Calle Mayor 12, 3º"});
constexpr auto cities =
    std::to_array<std::string_view>({"Berlin", "São Paulo", "Springfield", "Zürich", "New York", "Kraków"});
constexpr auto countries =
    std::to_array<std::string_view>({"Germany", "Brazil", "United States", "Switzerland", "Poland"});
constexpr auto stages =
    std::to_array<std::string_view>({"subscriber", "lead", "marketingqualifiedlead", "salesqualifiedlead",
                                     "opportunity", "customer", "evangelist", "other"});
constexpr auto sizes =
    std::to_array<std::string_view>({"1-5", "5-25", "25-50", "50-100", "100-500", "500-1000", "1000+"});
constexpr auto lead_states =
    std::to_array<std::string_view>({"NEW", "OPEN", "IN_PROGRESS", "CONNECTED", "BAD_TIMING"});
constexpr auto languages = std::to_array<std::string_view>({"de", "en", "es", "fr", "pt"});

std::string digits(Random& random, int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += static_cast<char>('0' + random.below(10));
  return text;
}

enum class Kind { contacts, shuffled, alternating, optional, texts, bad, wide, narrow, lists, computed };
constexpr auto kinds =
    std::to_array<std::string_view>({"contacts", "shuffled", "alternating", "optional", "texts", "bad",
                                     "wide", "narrow", "lists", "computed"});

class Writer {
 public:
  explicit Writer(Random& random) : random_(random) {}
  std::vector<std::string> members;

  void property(std::string_view name, std::string_view value, unsigned null_percent = 0) {
    std::string& member = members.emplace_back();
    parley::value::append_quoted(member, name);
    member += ':';
    if (random_.chance(null_percent)) {
      member += "null";
    } else {
      parley::value::append_quoted(member, value);
    }
  }

 private:
  Random& random_;
};

void shuffle(Random& random, std::vector<std::string>& members) {
  for (std::size_t i = members.size(); i > 1; --i) std::swap(members[i - 1], members[random.below(i)]);
}

// The three orders are as different as can be.
void turn(std::vector<std::string>& members, std::uint64_t number) {
  if (number % 3 == 1) std::ranges::reverse(members);
  if (number % 3 == 2) std::ranges::rotate(members, members.begin() + 9);
}

// The last name and the stage stay: HubSpot leaves out what is unknown, and without these a record is another
// case.
void leave_nulls_out(std::vector<std::string>& members) {
  std::erase_if(members, [](const std::string& member) {
    return member.ends_with(":null") && !member.starts_with("\"l");
  });
}

std::string rich_text(Random& random) {
  constexpr auto parts =
      std::to_array<std::string_view>({"Ünsal", "\"quoted\"", "tab\there", "line\nbreak", "李小龍",
                                       "back\\slash", "Łódź", "😀", "plain", "a/b"});
  std::string text;
  for (int i = 0; i < 3; ++i) text += std::string(i == 0 ? "" : " ") + std::string(pick(random, parts));
  return text;
}

std::string joined(const std::vector<std::string>& members) {
  std::string text = "{";
  for (const std::string& member : members) text += (text.size() > 1 ? "," : "") + member;
  return text + "}";
}

std::string instant(Random& random) {
  return "20" + std::to_string(15 + random.below(10)) + "-0" + std::to_string(1 + random.below(9)) + "-1" +
         digits(random, 1) + "T0" + digits(random, 1) + ":1" + digits(random, 1) + ":2" + digits(random, 1) +
         "." + std::to_string(100 + random.below(900)) + "Z";
}

std::string contact(Random& random, std::uint64_t number, Kind kind) {
  Writer w(random);
  auto some = [&](std::string_view usual) {
    return kind == Kind::texts ? rich_text(random) : std::string(usual);
  };
  std::string id = std::to_string(20'000'000'000 + number);
  std::string created = instant(random);
  w.property("address", some(pick(random, streets)), 30);
  w.property("annualrevenue",
             std::to_string(random.below(5'000'000)) + "." + std::to_string(10 + random.below(90)), 50);
  w.property("city", some(pick(random, cities)), 10);
  w.property("company", some(pick(random, companies)), 10);
  w.property("country", pick(random, countries), 10);
  w.property("createdate", created);
  w.property("email",
             (random.chance(20) ? " Person" : "person") + std::to_string(number) + "@Example" +
                 std::to_string(random.below(50)) + ".com",
             3);
  w.property("fax", "", 90);
  w.property("firstname", some(pick(random, first_names)), 5);
  w.property("hs_language", pick(random, languages), 40);
  w.property("hs_lead_status", pick(random, lead_states), 40);
  w.property("hs_object_id", id);
  w.property("jobtitle", some(pick(random, titles)), 30);
  w.property("lastmodifieddate", instant(random));
  w.property("lastname", some(pick(random, last_names)), 5);
  w.property("lifecyclestage", pick(random, stages), 5);
  w.property("message",
             "Met at the fair in " + std::string(pick(random, cities)) + "; call again next quarter.", 60);
  w.property("mobilephone", "+49 151 " + digits(random, 8), 60);
  w.property("numemployees", pick(random, sizes), 50);
  w.property("phone", "(415) 555-" + digits(random, 4), 20);
  w.property("salutation", random.chance(50) ? "Mr." : "Ms.", 70);
  w.property("state", "CA", 60);
  w.property("website", "https://www.example" + std::to_string(random.below(50)) + ".com/about", 40);
  w.property("zip", digits(random, 5), 20);
  if (kind == Kind::shuffled) shuffle(random, w.members);
  if (kind == Kind::alternating) turn(w.members, number);
  if (kind == Kind::optional) leave_nulls_out(w.members);
  std::string line = "{\"id\":\"" + id + "\",\"properties\":" + joined(w.members) + ",\"createdAt\":\"" +
                     created + "\",\"updatedAt\":\"" + created + "\",\"archived\":false}";
  if (kind == Kind::bad && random.chance(5)) line.resize(1 + random.below(line.size() - 1));
  return line + "\n";
}

// Five wanted fields, alone or among others.
std::string person(Random& random, std::uint64_t number, Kind kind) {
  Writer w(random);
  unsigned between = kind == Kind::wide ? 59 : 0;
  auto filler = [&](std::string_view name) {
    for (unsigned i = 0; i < between; ++i)
      w.property("custom_" + std::string(name) + "_" + std::to_string(i), digits(random, 6), 30);
    if (kind != Kind::lists) return;
    std::string list = "\"all_" + std::string(name) + "\":[";
    for (int i = 0; i < 40; ++i)
      list += (i == 0 ? "" : ",") + std::string("{\"at\":") + digits(random, 1) + ",\"on\":[true,\"" +
              digits(random, 4) + "\"]}";
    w.members.push_back(list + "]");
  };
  w.property("id", std::to_string(number));
  filler("id");
  w.property("name", pick(random, first_names), 5);
  filler("name");
  w.property("email", "Person" + std::to_string(number) + "@Example.com", 5);
  filler("email");
  w.property("city", pick(random, cities), 10);
  filler("city");
  w.property("amount", std::to_string(random.below(5'000'000)) + "." + std::to_string(10 + random.below(90)),
             20);
  filler("amount");
  return joined(w.members) + "\n";
}

std::string order(Random& random, std::uint64_t number) {
  Writer w(random);
  auto two = [&](std::uint64_t from, std::uint64_t count) {
    std::string text = std::to_string(from + random.below(count));
    return text.size() == 1 ? "0" + text : text;
  };
  w.property("id", std::to_string(number));
  w.property("placed", two(1, 12) + "/" + two(1, 28) + "/20" + two(10, 15), 5);
  w.property("paid", instant(random), 20);
  w.property("price", std::to_string(random.below(1'000)) + "." + std::to_string(10 + random.below(90)));
  w.property("quantity", std::to_string(1 + random.below(99)));
  w.property("phone", "(415) 555-" + digits(random, 4), 10);
  w.property("first", pick(random, companies));
  w.property("last", pick(random, stages));
  return joined(w.members) + "\n";
}

std::string record(Random& random, std::uint64_t number, Kind kind) {
  if (kind == Kind::computed) return order(random, number);
  bool is_person = kind == Kind::wide || kind == Kind::narrow || kind == Kind::lists;
  return is_person ? person(random, number, kind) : contact(random, number, kind);
}

}  // namespace

int main(int count, char** words) {
  const auto* kind = std::ranges::find(kinds, std::string_view(count == 4 ? words[3] : "contacts"));
  if (count < 3 || count > 4 || kind == kinds.end()) {
    std::fputs("usage: bench_generate BYTES SEED [KIND]\n", stderr);
    return 3;
  }
  std::uint64_t bytes_max = std::strtoull(words[1], nullptr, 10);
  Random random(std::strtoull(words[2], nullptr, 10));
  std::uint64_t written = 0;
  for (std::uint64_t number = 0; written < bytes_max; ++number) {
    std::string line = record(random, number, static_cast<Kind>(kind - kinds.begin()));
    written += line.size();
    if (std::fwrite(line.data(), 1, line.size(), stdout) != line.size()) return 6;
  }
  return 0;
}
