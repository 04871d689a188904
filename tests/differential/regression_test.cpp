// Programs on which the engines once differed, cut down to what made them differ.
#include <doctest/doctest.h>

#include "tests/differential/agreement.hpp"

using namespace parley;

namespace {

// `fields` of the source and the target, one line of mapping, one record.
std::string outcome(const std::string& source, const std::string& target, const std::string& lines,
                    const std::string& records) {
  return differential::outcome(
      {.schema = "system: shop\nobjects:\n  source:\n    fields:\n      " + source +
                 "\n  target:\n    fields:\n      " + target + "\n",
       .mapping = "mapping m {\n  left a = shop.source\n  right b = shop.target\n  fields {\n    " + lines +
                  "\n  }\n}\n",
       .records = records});
}

}  // namespace

TEST_CASE("a blank answer to a failure is no value, so the default stands") {
  CHECK(outcome("s: {type: text}", "t: {type: text(5)}", R"(a.s -> b.t else "" default -> "none")",
                "{\"s\":\"too long a text\"}\n") == "{\"t\":\"none\"}\n");
}

TEST_CASE("an unknown separator makes a join unknown, also where an item fails") {
  CHECK(outcome("n: {type: int, wire: text}\n      s: {type: text}\n      e: {type: bool}",
                "t: {type: text}\n      u: {type: bool}",
                "join([text(a.n)], a.s) -> b.t else skip\n    a.e -> b.u else keep",
                "{\"n\":\"x\",\"e\":true}\n") == "{\"u\":true}\n");
}
