// Normal functions on random texts of awkward pieces: the form of a form is itself, and no result outgrows
// its bound (the thunk ends the program where one does).
#include <string>

#include "stdlib/core/random.hpp"
#include "stdlib/core/text.hpp"
#include "stdlib/functions/registry.hpp"

#include <doctest/doctest.h>

using namespace parley;
using namespace parley::functions;
using value::Value;

namespace {

constexpr const char* pieces[] = {"a",
                                  "B",
                                  "z",
                                  "9",
                                  " ",
                                  "\t",
                                  "\u00A0",
                                  "\u3000",
                                  "é",
                                  "E\u0301",
                                  "ß",
                                  "İ",
                                  "ı",
                                  "Σ",
                                  "ς",
                                  "ǆ",
                                  "ﬁ",
                                  "\u0345",
                                  "\uFDFA",
                                  "\u0390",
                                  "\u1E9E",
                                  "한",
                                  "\u1112\u1161",
                                  "Å",
                                  "\u212B",
                                  "👩‍🚀",
                                  "\u0130",
                                  "@",
                                  ".",
                                  "-",
                                  "www.",
                                  "://",
                                  "https://",
                                  "com",
                                  "acme",
                                  "x1",
                                  "+",
                                  "(",
                                  ")",
                                  "4155552671",
                                  "/",
                                  "#",
                                  "US",
                                  "Germany",
                                  "\u1F80",
                                  "\u0149",
                                  "\u01F0",
                                  "_",
                                  "'",
                                  "ext 5"};

std::string random_text(core::Random& random) {
  std::string text;
  for (std::uint64_t n = random.below(12); n > 0; --n) text += pieces[random.below(std::size(pieces))];
  return text;
}

bool takes_one_text(const abi::Function& function) {
  return !function.parameters.empty() && function.parameters[0].kind == schema::TypeKind::text &&
         function.result.kind == schema::TypeKind::text && function.parameters.size() == 1;
}

}  // namespace

TEST_CASE("the normal form of a normal form is itself") {
  constexpr std::uint64_t seed = 20261122;
  core::Random random(seed);
  INFO("seed " << seed);
  abi::CallContext context{};
  int compared = 0;
  for (int i = 0; i < 4'000; ++i) {
    std::string text = random_text(random);
    for (const abi::Function& function : all()) {
      if (!takes_one_text(function) || !std::holds_alternative<abi::TypedBody>(function.body)) continue;
      abi::TypedThunk thunk = std::get<abi::TypedBody>(function.body).thunk;
      Value first;
      Value second;
      if (thunk(context, value::List{Value::of(text)}, first) < 0) continue;
      if (!core::is_valid_utf8(*first.as<std::string>())) FAIL(function.name << " breaks UTF-8 of " << text);
      if (function.law != abi::Law::normal) continue;
      bool same = thunk(context, value::List{first}, second) >= 0 && value::equal(first, second);
      ++compared;
      if (!same)
        FAIL_CHECK(function.name << "(" << text << ") = " << value::canonical(first) << ", then "
                                 << value::canonical(second));
    }
  }
  CHECK(compared > 20'000);
}
