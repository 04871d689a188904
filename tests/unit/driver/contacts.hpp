// The contact mapping of mappings/ and records for it, ordinary and awkward ones.
#pragma once

#include <doctest/doctest.h>

#include "compiler/driver/transform.hpp"
#include "stdlib/core/random.hpp"
#include "tests/support/repository_files.hpp"
#include "tests/support/streams.hpp"

namespace parley::support {

inline const driver::CompiledMapping& contacts() {
  static RepositoryFiles disk;
  static auto compilation = *driver::compile("mappings/hubspot_netsuite/contacts.parley", disk);
  REQUIRE(compilation->mappings.size() == 1);
  return compilation->mappings.front();
}

inline std::string ordinary_contact(core::Random& random) {
  static const char* const stages[] = {"\"lead\"", "\"customer\"", "\"opportunity\"", "null"};
  static const char* const names[] = {"Ana", "J\xC3\xBCrgen", "O'Neil", "Mary Ann", "Zo\\u00eb"};
  std::uint64_t n = random.below(100'000);
  return fmt::format(
      R"({{"id":"{}","properties":{{"createdate":"2026-01-02T03:04:05.678Z","email":"user{}@Example.com","firstname":"{}","lastname":{},"lifecyclestage":{},"phone":{},"jobtitle":"Head of \"Sales\"","company":"Acme {}"}},"archived":false}})",
      n, n, names[random.below(5)], random.chance(5) ? "null" : "\"Lu\"", stages[random.below(4)],
      random.chance(30) ? "\"+14155550100\"" : "null", n);
}

inline std::string awkward_contact(core::Random& random) {
  static const char* const lines[] = {
      "",
      "{}",
      "[1]",
      "{\"id\":1",
      R"({"properties":{"email":"a@b.c","email":"d@e.f","lastname":"X"}})",
      R"({"properties":{"\u0065mail":"a@b.c"}})",
      R"({"properties":{"email":"no address"}})",
      R"({"properties":{"email":"a@b.c","lastname":"A name of far more than thirty-two letters"}})",
      R"({"properties":{"email":"a@b.c","lifecyclestage":"unheard of","createdate":"soon"}})",
      R"({"properties":{"email":7}})",
      R"({"properties":null})",
      "{\"properties\":{\"email\":\"\xff\"}}"};
  return lines[random.below(std::size(lines))];
}

struct Ran {
  std::string written;
  std::string errors;
  driver::Counts counts;
};

inline Ran map_contacts(const std::string& input, const driver::TransformOptions& options) {
  driver::Transform transform(contacts(), options);
  TextSource source(input);
  TextOutlet outlet;
  auto done = transform.run(source, outlet);
  REQUIRE(done.has_value());
  return {outlet.written, outlet.errors, transform.counts()};
}

}  // namespace parley::support
