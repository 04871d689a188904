// Files of several kinds of mistakes, and a mapping without any.
#include <doctest/doctest.h>

#include <ctime>

#include "tests/support/checked.hpp"

using namespace parley;

TEST_CASE("findings of whole files") {
  const auto files = support::files_below("tests/golden/check", ".parley");
  REQUIRE(files.size() >= 3);
  for (const auto& path : files) {
    CAPTURE(path.string());
    support::Checked run(support::read_text(path), {}, path.filename().string());
    run.lint();
    support::check_golden(std::filesystem::path(path).replace_extension(".out"), run.text());
  }
}

// The clock is the process's own: other work on the machine does not count.
TEST_CASE("a mapping of 200 fields is checked and linted in under 50 ms") {
  std::string text =
      "mapping big {\n  left hs = hubspot.contacts\n  right ns = netsuite.customer\n"
      "  scope hs: isEmail(hs.email)\n  match email(hs.email) == email(ns.email)\n  conflict prefer hs\n  "
      "fields {\n";
  for (int i = 0; i < 50; ++i) {
    text += "    trim(lower(hs.firstname ?? \"\")) + \" " + std::to_string(i) + "\" -> ns.firstName\n";
    text += "    hs.lifecyclestage <-> ns.entityStatus via stage else keep\n";
    text += "    hs.phone <-> ns.phone via phone(\"US\") else keep\n";
    text += "    hs.jobtitle -> ns.title when hs.lifecyclestage == \"customer\" && has(hs.jobtitle)\n";
  }
  text +=
      "  }\n}\n\ntable stage: hubspot.contacts.lifecyclestage <-> netsuite.customer.entityStatus {\n"
      "  \"lead\" <-> \"LEAD-New\"\n  \"customer\" <-> \"CUSTOMER-Closed Won\"\n  else keep\n}\n";
  support::Schemas::all();
  const std::clock_t begin = std::clock();
  support::Checked run(text);
  run.lint();
  const double ms = 1000.0 * static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
  REQUIRE(run.checked.mappings.size() == 1);
  CHECK(run.checked.mappings[0].rules.size() == 200);
  MESSAGE("200 fields: " << ms << " ms");
#ifdef NDEBUG
  CHECK(ms < 50.0);
#else
  CHECK(ms < 500.0);  // unoptimised, perhaps instrumented: the figure that counts is the release build's
#endif
}
