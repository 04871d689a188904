// One case of CEL's conformance files: an expression, what it may use, and what it should give.
#pragma once

#include <string>
#include <vector>

#include "tests/conformance/textproto.hpp"

namespace parley::conformance {

struct Case {
  std::string name;  // "basic/self_eval_zeroish/self_eval_int_zero"
  Message test;
};

// How a case ended.
enum class Verdict : std::uint8_t {
  equal,     // the expected value
  fails,     // an evaluation error was expected, and evaluating failed
  refused,   // an evaluation error was expected, and the expression was refused before
  disagree,  // anything else
};

struct Judged {
  Verdict verdict = Verdict::disagree;
  std::string got;  // disagree: what came instead
};

// The cases of one file. A name that stands twice in a section gets "#2".
std::vector<Case> cases_of(const Message& file);
Judged judge(const Case& one);

}  // namespace parley::conformance
