// The 150 contacts of a public Salesforce sample, loaded into the HubSpot sandbox, synced, and read back from
// NetSuite's dump. What is expected stands in the file that was loaded.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <map>

#include "tests/end_to_end/support/sandbox.hpp"

using namespace parley;
using namespace parley::end_to_end;

namespace {

constexpr const char* name = "data/salesforce/apex-recipes-Contacts.json";

std::string find_records() {
  for (const char* folder : {"../shared/", "../../shared/"})
    if (std::filesystem::exists(std::string(folder) + name))
      return std::filesystem::absolute(std::string(folder) + name).string();
  return "";
}

std::string text_of(const value::Json& contact, const char* member) {
  const value::Json* value = contact.find(member);
  return value == nullptr ? "" : value->text_or("");
}

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text;
}

std::map<std::string, const value::Json*> by_address(const value::Json& dump) {
  std::map<std::string, const value::Json*> found;
  for (const value::Json& record : dump.find("records")->items())
    found[lower(field(record, "email"))] = &record;
  return found;
}

// What `parley eval` makes of a number: whether it is one at all is libphonenumber's knowledge, not ours to
// repeat.
std::string as_phone(const std::string& text) {
  const Finished eval =
      run({.words = {parley_binary(), "eval", fmt::format("phone(\"{}\", \"US\")", text)}, .folder = "."});
  return eval.code == 0 ? eval.out : "";
}

}  // namespace

TEST_SUITE("real_records") {
  TEST_CASE("150 contacts go to NetSuite, every mapped field by its rule") {
    const std::string file = find_records();
    if (file.empty()) {
      std::printf("skipped: ../shared/%s is not here\n", name);
      std::exit(77);
    }
    const Scratch scratch;
    const Sandbox sandbox(scratch, {"--load", "hubspot=" + file, "--lag", "1"});
    write_project(scratch, sandbox);
    const auto source = value::parse_json(read_file(file));
    REQUIRE(source);
    const value::Json::Array& contacts = source->find("records")->items();
    REQUIRE(contacts.size() == 150);
    const value::Json before = sandbox.dump(Side::hubspot);
    REQUIRE(before.find("records")->items().size() == 150);

    const Finished first = run_parley(scratch, sandbox, {"sync", "--accept"});
    REQUIRE_MESSAGE(first.code == 0, first.error);

    const value::Json left = sandbox.dump(Side::hubspot), right = sandbox.dump(Side::netsuite);
    CHECK(effect(right, "created") == 150);
    CHECK(right.find("records")->items().size() == 150);
    CHECK(writes(left) == 0);
    const auto customers = by_address(right), loaded = by_address(before);
    int phones = 0, no_phones = 0;
    for (const value::Json& contact : contacts) {
      const std::string address = lower(text_of(contact, "email"));
      CAPTURE(address);
      REQUIRE(customers.contains(address));
      const value::Json& customer = *customers.at(address);
      CHECK(field(customer, "email") == address);
      CHECK(field(customer, "firstName") == text_of(contact, "firstName"));
      CHECK(field(customer, "lastName") == text_of(contact, "lastName"));
      CHECK(field(customer, "title") == text_of(contact, "title"));
      CHECK(field(customer, "isPerson") == "T");
      CHECK(field(customer, "entityStatus") == "6");
      CHECK(field(customer, "companyName").empty());
      // NetSuite keeps whole seconds.
      CHECK(field(customer, "custentity_hs_created") ==
            field(*loaded.at(address), "createdate").substr(0, 19) + "Z");
      const std::string phone = field(customer, "phone");
      if (phone.empty()) {
        ++no_phones;
        CHECK(as_phone(text_of(contact, "phone")).find('+') == std::string::npos);
      } else {
        ++phones;
        CHECK(phone == "+1" + text_of(contact, "phone"));
      }
    }
    std::printf("150 contacts; %d with a phone number, %d with one that is none in the US, kept back\n",
                phones, no_phones);
    CHECK(phones > 0);

    const Finished second = run_parley(scratch, sandbox, {"sync"});
    CHECK_MESSAGE(second.code == 0, second.error);
    CHECK(writes(sandbox.dump(Side::hubspot)) == 0);
    CHECK(writes(sandbox.dump(Side::netsuite)) == 150);
  }
}
