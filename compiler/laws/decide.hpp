// Whether an edit on either side of a two-way rule survives the way there and back. An edit is kept when it
// comes back as itself, or as a value with the same image (what a canonical form or a table makes equal).
// Decided by composition of classes, else by trying every value of a finite domain, else, where that is asked
// for, by a search, which can refute and never prove.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compiler/laws/trial.hpp"

namespace parley::laws {

enum class Verdict : std::uint8_t {
  proved,     // by composition of classes, or every value of the domain tried
  refuted,    // a counterexample was found
  tested,     // searched, and none was found
  undecided,  // none of these
};

// One edit that is not kept, from the side where it is made: a₀ → b₀ → a₁ → b₁. Texts are canonical values;
// the last may be "nothing".
struct Trace {
  abi::Side edited = abi::Side::left;
  std::vector<std::string> values;
  bool rests = true;  // after some more ways there and back nothing changes any more
};

struct Finding {
  Verdict verdict = Verdict::undecided;
  std::string reason;  // "by composition", "all 12 values tried", …
  std::size_t tried = 0;
  std::vector<Trace> traces;  // refuted: the first of each side
};

struct Search {
  std::size_t count = 500;  // values of each side
  std::uint64_t seed = 1;
};

// Domains beyond this are not tried.
constexpr std::size_t domain_max = 65'536;
// Ways there and back after which values that still change are said not to rest.
constexpr int rounds_max = 12;

// One two-way rule and what is known of it.
struct Decided {
  const check::Mapping* mapping = nullptr;
  std::size_t rule = 0;
  Finding finding;

  const check::Rule& checked() const { return mapping->rules[rule]; }
};

Finding decide(Trial& trial, std::size_t rule, const std::optional<Search>& search = std::nullopt);

// Every two-way rule of the file, in order.
std::vector<Decided> decide_all(const check::CheckedFile& file, const source::SourceSet& sources,
                                const std::optional<Search>& search);

// The class, and what is known, as reports say it: "proved by composition", "refuted: …", "not known".
std::string_view name(check::LawClass law);
std::string sentence(const Finding& finding);

}  // namespace parley::laws
