// Two-way rules on finite domains: every value of a chain of tables is sent there and back. An edit is kept
// when it comes back as itself, or as a value with the same image (tables that merge).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/check/checked.hpp"

namespace parley::laws {

enum class Verdict : std::uint8_t {
  proved,     // by composition of classes, or every value of the domain tried
  refuted,    // a counterexample was found
  undecided,  // neither
};

// One edit that is not kept, from the side where it is made: a₀ → b₀ → a₁ → b₁. Texts are canonical values;
// the last may be "no row".
struct Trace {
  abi::Side edited = abi::Side::left;
  std::vector<std::string> values;
};

struct Finding {
  Verdict verdict = Verdict::undecided;
  std::string_view reason;  // "by composition", "all 12 values tried", …
  std::size_t tried = 0;
  std::vector<Trace> traces;  // refuted: the first of each side
};

// Domains beyond this are not tried.
constexpr std::size_t domain_max = 65'536;

Finding decide(const check::CheckedFile& file, const check::Rule& rule);

}  // namespace parley::laws
