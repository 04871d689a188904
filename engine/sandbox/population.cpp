#include "engine/sandbox/population.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <string>

#include "engine/sandbox/system.hpp"
#include "stdlib/core/random.hpp"
#include "stdlib/core/text.hpp"

namespace parley::sandbox {

using core::Random;
using value::Json;

namespace {

struct Place {
  const char* city;
  const char* state;
  const char* zip;
  const char* country;
  const char* code;    // "+49"
  const char* prefix;  // of a number that exists there
  int digits;          // that follow it
  const char* hubspot_language;
  const char* netsuite_language;
};

constexpr std::array<Place, 8> places = {
    {{"San Diego", "CA", "92165", "United States", "+1", "619", 7, "en", "en_US"},
     {"Portland", "OR", "97201", "United States", "+1", "503", 7, "en", "en_US"},
     {"Boston", "MA", "02110", "United States", "+1", "617", 7, "en", "en_US"},
     {"München", "Bayern", "80331", "Germany", "+49", "1512", 7, "de", "de_DE"},
     {"Köln", "NRW", "50667", "Germany", "+49", "1515", 7, "de", "de_DE"},
     {"Lyon", "", "69002", "France", "+33", "61", 7, "fr", "fr_FR"},
     {"Málaga", "", "29001", "Spain", "+34", "61", 7, "es", "es_ES"},
     {"Seoul", "", "04524", "South Korea", "+82", "10", 8, "ko", "ko_KR"}}};

constexpr std::array<const char*, 40> first_names = {
    "Ana",   "José",   "Zoë",    "Lena",  "Jürgen", "Noah",   "Emma",   "Liam",    "Olivia",   "Mia",
    "Søren", "Renée",  "Chloé",  "Marta", "Iñigo",  "Anders", "Dana",   "Maria",   "Hyun-woo", "Min-seo",
    "Jonas", "Sophie", "Thomas", "Laura", "Peter",  "Ingrid", "Carlos", "Beatriz", "Yusuf",    "Fatima",
    "Grace", "Henry",  "Amelia", "Lucas", "Camila", "Mateo",  "Elif",   "Oskar",   "Priya",    "Arjun"};

constexpr std::array<const char*, 40> last_names = {
    "Müller",    "García",   "O'Brien", "Schmidt", "Nguyễn",   "Kim",       "Dubois",   "Muñoz",
    "Smith",     "Johnson",  "Weiß",    "Lefèvre", "van Dijk", "Andersson", "Kowalski", "Rossi",
    "Fernández", "Park",     "Brown",   "Davis",   "Fischer",  "Martin",    "Hansen",   "Novák",
    "Yılmaz",    "de Souza", "Lopez",   "Wagner",  "Taylor",   "Moore",     "Becker",   "Petit",
    "Larsen",    "Horváth",  "Demir",   "Silva",   "Torres",   "Hoffmann",  "White",    "Clark"};

constexpr std::array<const char*, 10> titles = {"CTO",           "Head of Sales", "Buyer",   "Office Manager",
                                                "Engineer",      "Accountant",    "Founder", "Marketing Lead",
                                                "Support Agent", "Consultant"};
constexpr std::array<const char*, 10> companies = {
    "Hettinger and Sons", "Müller & Söhne", "Acme Corp.", "Northwind",  "Café Zürich",
    "Blue Kiwi Ltd",      "Fabrikam",       "Contoso",    "Ocean Labs", "Sol y Mar"};
constexpr std::array<const char*, 6> stages = {"subscriber",         "lead",        "marketingqualifiedlead",
                                               "salesqualifiedlead", "opportunity", "customer"};
constexpr std::array<const char*, 6> statuses = {"6", "7",  "7",
                                                 "8", "11", "13"};  // of the same rank in NetSuite

struct Person {
  std::string first;
  std::string last;
  std::string email;
  std::string digits;  // national number
  Place place{};
  std::string street;
  std::string title;
  std::string company;
  std::string birthday;
  std::size_t rank = 0;
  bool newsletter = false;
  bool has_phone = true;
};

template <class Choices>
auto pick(Random& random, const Choices& choices) {
  return choices[random.below(choices.size())];
}

// ASCII letters of a name, for an address.
std::string plain(std::string_view name) {
  static const std::map<std::string_view, const char*> letters = {
      {"ü", "ue"}, {"ö", "oe"}, {"ä", "ae"}, {"ß", "ss"}, {"é", "e"}, {"è", "e"},
      {"ë", "e"},  {"ñ", "n"},  {"á", "a"},  {"í", "i"},  {"ø", "o"}, {"ı", "i"}};
  std::string out;
  for (std::size_t i = 0; i < name.size(); ++i) {
    auto accent = letters.find(name.substr(i, 2));
    if (accent != letters.end()) {
      out += accent->second;
      ++i;
    } else if ((name[i] >= 'a' && name[i] <= 'z') || (name[i] >= 'A' && name[i] <= 'Z')) {
      out += name[i];
    }
  }
  return core::lower_ascii(out);
}

Person make_person(Random& random, std::map<std::string, int>& addresses) {
  Person person;
  person.first = pick(random, first_names);
  person.last = pick(random, last_names);
  person.place = pick(random, places);
  person.company = pick(random, companies);
  person.title = pick(random, titles);
  person.rank = random.below(stages.size());
  person.newsletter = random.chance(30);
  // One draw a statement: the order of a call's arguments is the compiler's choice.
  auto house = 1 + random.below(990);
  const char* street = pick(random, std::array{"Main", "Glendale", "Bahnhof", "Mill", "Station"});
  person.street = fmt::format("{} {} Street", house, street);
  auto year = 1950 + random.below(55);
  auto month = 1 + random.below(12);
  person.birthday = fmt::format("{}-{:02}-{:02}", year, month, 1 + random.below(28));
  person.digits = person.place.prefix;
  for (int i = 0; i < person.place.digits; ++i) {
    person.digits += static_cast<char>('0' + (i == 0 ? 2 + random.below(8) : random.below(10)));
  }
  person.has_phone = random.chance(90);
  std::string local = plain(person.first) + "." + plain(person.last);
  std::string domain =
      pick(random, std::array{"example.com", "example.org", "mail.example.net", "corp.example"});
  int& times = addresses[local + "@" + domain];
  person.email = times == 0 ? local + "@" + domain : fmt::format("{}{}@{}", local, times + 1, domain);
  ++times;
  return person;
}

std::string upper_ascii(std::string text) {
  for (char& c : text) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  return text;
}

// The same number as different people write it.
std::string phone_of(const Person& person, Random& random) {
  const std::string& d = person.digits;
  std::string_view code = person.place.code;
  if (code == "+1") {
    switch (random.below(4)) {
      case 0:
        return fmt::format("({}) {}-{}", d.substr(0, 3), d.substr(3, 3), d.substr(6));
      case 1:
        return fmt::format("+1 {} {} {}", d.substr(0, 3), d.substr(3, 3), d.substr(6));
      case 2:
        return fmt::format("{}.{}.{}", d.substr(0, 3), d.substr(3, 3), d.substr(6));
      default:
        return d;
    }
  }
  switch (random.below(4)) {
    case 0:
      return fmt::format("{}{}", code, d);
    case 1:
      return fmt::format("{} {} {}", code, d.substr(0, 2), d.substr(2));
    case 2:
      return fmt::format("00{} {}", code.substr(1), d);
    default:
      return fmt::format("{} (0) {}-{}", code, d.substr(0, 3), d.substr(3));
  }
}

void set(Json& values, const char* name, const std::string& text) {
  if (!text.empty()) values[name] = text;
}

Json hubspot_values(const Person& person, Random& random) {
  Json values = Json::object();
  set(values, "email", person.email);
  set(values, "firstname", person.first);
  set(values, "lastname", person.last);
  if (person.has_phone) set(values, "phone", phone_of(person, random));
  set(values, "jobtitle", person.title);
  set(values, "company", person.company);
  set(values, "address", person.street);
  set(values, "city", person.place.city);
  set(values, "state", person.place.state);
  set(values, "zip", person.place.zip);
  set(values, "country", person.place.country);
  set(values, "lifecyclestage", stages[person.rank]);
  set(values, "hs_language", person.place.hubspot_language);
  if (random.chance(50)) set(values, "birthday", person.birthday);
  values["newsletter"] = person.newsletter ? "true" : "false";
  return values;
}

Json netsuite_values(const Person& person, Random& random) {
  Json values = Json::object();
  values["isPerson"] = true;
  set(values, "firstName", person.first);
  set(values, "lastName", random.chance(2) ? person.last + " " : person.last);
  if (!person.email.empty())
    values["email"] = random.chance(10) ? Json(upper_ascii(person.email)) : Json(person.email);
  if (person.has_phone) set(values, "phone", phone_of(person, random));
  set(values, "title", random.chance(15) ? pick(random, titles) : person.title);
  set(values, "companyName", person.company);
  values["entityStatus"]["id"] = random.chance(10) ? pick(random, statuses) : statuses[person.rank];
  values["language"]["id"] = person.place.netsuite_language;
  if (random.chance(50)) set(values, "custentity_birthday", person.birthday);
  values["custentity_newsletter"] = person.newsletter;
  values["isInactive"] = false;
  return values;
}

core::Instant some_time(Random& random, core::Instant now) {
  constexpr std::uint64_t span_ms = 300ULL * 86'400'000ULL;
  return now - core::Duration::milliseconds(static_cast<std::int64_t>(3'600'000 + random.below(span_ms)));
}

// `wanted` different numbers below `bound`, ascending.
std::vector<std::size_t> choose(Random& random, std::size_t wanted, std::size_t bound) {
  std::vector<std::size_t> all(bound);
  for (std::size_t i = 0; i < bound; ++i) all[i] = i;
  for (std::size_t i = 0; i < wanted; ++i) std::swap(all[i], all[i + random.below(bound - i)]);
  all.resize(wanted);
  std::ranges::sort(all);
  return all;
}

struct Side {
  std::vector<Person> people;  // one for each record; the copies stand last
  std::size_t originals = 0;
};

// The people of one system: the shared ones, its own, and copies of some who keep their e-mail.
Side make_side(const std::vector<Person>& shared, std::map<std::string, int>& addresses,
               const PopulationOptions& options, bool unique_email, Random& random) {
  auto count = static_cast<std::size_t>(options.count - options.duplicates);
  auto copies = static_cast<std::size_t>(options.duplicates);
  Side side{.people = shared, .originals = count};
  while (side.people.size() < count) side.people.push_back(make_person(random, addresses));
  // Who loses the e-mail is never copied, so that both numbers come out exactly.
  std::vector<std::size_t> chosen =
      choose(random, copies + static_cast<std::size_t>(options.without_email), count);
  for (std::size_t i = chosen.size(); i > 1; --i) std::swap(chosen[i - 1], chosen[random.below(i)]);
  for (std::size_t i = 0; i < copies; ++i) {
    Person copy = side.people[chosen[i]];
    copy.has_phone = true;
    side.people[chosen[i]].has_phone = true;
    copy.email = unique_email ? "private." + copy.email : upper_ascii(copy.email);
    side.people.push_back(std::move(copy));
  }
  for (std::size_t i = copies; i < chosen.size(); ++i) side.people[chosen[i]].email.clear();
  return side;
}

void sort_by_time(std::vector<PopulationRecord>& records) {
  std::ranges::sort(records, [](const PopulationRecord& a, const PopulationRecord& b) {
    return a.modified != b.modified ? a.modified < b.modified : write_json(a.values) < write_json(b.values);
  });
}

}  // namespace

core::Result<Population> make_population(const PopulationOptions& options, core::Instant now) {
  bool sane = options.count >= 0 && options.count <= population_max && options.overlap_percent >= 0 &&
              options.overlap_percent <= 100 && options.duplicates >= 0 && options.without_email >= 0 &&
              options.inactive >= 0;
  std::int64_t originals = options.count - options.duplicates;
  std::int64_t in_both = originals * options.overlap_percent / 100;
  if (!sane || options.duplicates + options.without_email > originals || options.inactive > in_both) {
    return core::fail(core::ErrorKind::usage,
                      fmt::format("{} records cannot have {} duplicates, {} without e-mail and {} inactive "
                                  "among {} in both systems",
                                  options.count, options.duplicates, options.without_email, options.inactive,
                                  std::max<std::int64_t>(in_both, 0)),
                      "ask for more records or fewer special ones");
  }
  Random random(options.seed);
  std::map<std::string, int> addresses;
  std::vector<Person> shared;
  for (std::int64_t i = 0; i < in_both; ++i) shared.push_back(make_person(random, addresses));
  Side left = make_side(shared, addresses, options, true, random);
  Side right = make_side(shared, addresses, options, false, random);
  std::vector<std::size_t> inactive =
      choose(random, static_cast<std::size_t>(options.inactive), shared.size());
  Population population;
  for (const Person& person : left.people)
    population.hubspot.push_back({hubspot_values(person, random), some_time(random, now)});
  for (const Person& person : right.people)
    population.netsuite.push_back({netsuite_values(person, random), some_time(random, now)});
  for (std::size_t i : inactive) population.netsuite[i].values["isInactive"] = true;
  sort_by_time(population.hubspot);
  sort_by_time(population.netsuite);
  return population;
}

core::Result<void> fill(System& system, const std::vector<PopulationRecord>& records) {
  for (const PopulationRecord& record : records) {
    auto loaded = system.load(record.values, record.modified);
    if (!loaded) return std::unexpected(loaded.error());
  }
  return {};
}

}  // namespace parley::sandbox
