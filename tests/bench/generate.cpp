// Writes HubSpot-shaped contacts, one a line, until so many bytes are written:
//     bench_generate 200000000 7 > contacts.ndjson
// Every record has the same 24 properties in the same order, as an API page has; some are null, some need
// work.
#include <array>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

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

class Writer {
 public:
  explicit Writer(Random& random) : random_(random) {}
  std::string line;

  void property(std::string_view name, std::string_view value, unsigned null_percent = 0) {
    if (line.back() != '{') line += ',';
    parley::value::append_quoted(line, name);
    line += ':';
    if (random_.chance(null_percent)) {
      line += "null";
    } else {
      parley::value::append_quoted(line, value);
    }
  }

 private:
  Random& random_;
};

std::string instant(Random& random) {
  return "20" + std::to_string(15 + random.below(10)) + "-0" + std::to_string(1 + random.below(9)) + "-1" +
         digits(random, 1) + "T0" + digits(random, 1) + ":1" + digits(random, 1) + ":2" + digits(random, 1) +
         "." + std::to_string(100 + random.below(900)) + "Z";
}

std::string record(Random& random, std::uint64_t number) {
  Writer w(random);
  std::string id = std::to_string(20'000'000'000 + number);
  std::string created = instant(random);
  w.line = "{\"id\":\"" + id + "\",\"properties\":{";
  w.property("address", pick(random, streets), 30);
  w.property("annualrevenue",
             std::to_string(random.below(5'000'000)) + "." + std::to_string(10 + random.below(90)), 50);
  w.property("city", pick(random, cities), 10);
  w.property("company", pick(random, companies), 10);
  w.property("country", pick(random, countries), 10);
  w.property("createdate", created);
  w.property("email",
             (random.chance(20) ? " Person" : "person") + std::to_string(number) + "@Example" +
                 std::to_string(random.below(50)) + ".com",
             3);
  w.property("fax", "", 90);
  w.property("firstname", pick(random, first_names), 5);
  w.property("hs_language", pick(random, languages), 40);
  w.property("hs_lead_status", pick(random, lead_states), 40);
  w.property("hs_object_id", id);
  w.property("jobtitle", pick(random, titles), 30);
  w.property("lastmodifieddate", instant(random));
  w.property("lastname", pick(random, last_names), 5);
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
  w.line += "},\"createdAt\":\"" + created + "\",\"updatedAt\":\"" + created + "\",\"archived\":false}\n";
  return w.line;
}

}  // namespace

int main(int count, char** words) {
  if (count != 3) {
    std::fputs("usage: bench_generate BYTES SEED\n", stderr);
    return 3;
  }
  std::uint64_t bytes_max = std::strtoull(words[1], nullptr, 10);
  Random random(std::strtoull(words[2], nullptr, 10));
  std::uint64_t written = 0;
  for (std::uint64_t number = 0; written < bytes_max; ++number) {
    std::string line = record(random, number);
    written += line.size();
    if (std::fwrite(line.data(), 1, line.size(), stdout) != line.size()) return 6;
  }
  return 0;
}
