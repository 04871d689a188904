// Diagnostic: one finding about what an author wrote. It says what (message), where (span and notes), why,
// and what to do (help), and may carry an edit that does it. A Sink collects the findings of all phases;
// phases carry on after an error and report none that another one caused.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/diagnostics/codes.hpp"
#include "compiler/source/source.hpp"

namespace parley::diagnostics {

using source::Span;

// A second place that belongs to the finding: the other rule, the line in the schema lock.
struct Note {
  Span span;
  std::string text;
};

struct Edit {
  Span span;         // empty: an insertion before span.begin
  std::string text;  // empty: a deletion
};

// Edits that take the finding away; they do not overlap.
struct Suggestion {
  std::string title;  // "write `half_even`"
  std::vector<Edit> edits;
  bool safe = false;  // no record is treated otherwise than before; may be applied unseen
};

struct Diagnostic {
  std::string_view code;  // of the registry: "P103"
  Severity severity;
  std::string
      message;  // what, in the domain's words, no final stop: "`hubspot.contacts` has no field `emial`"
  Span span;    // the narrowest place
  std::vector<Note> notes = {};
  std::string why = {};   // a sentence
  std::string help = {};  // a sentence: what to do
  std::optional<Suggestion> suggestion = {};
};

// A diagnostic of a registered code with the code's own severity. Our bug: a code that is not registered.
Diagnostic make(std::string_view code, Span span, std::string message);

// Beyond this many of one run, findings are counted but not kept.
constexpr std::size_t diagnostics_max = 1'000;

class Sink {
 public:
  void add(Diagnostic diagnostic);

  bool has_errors() const { return errors_ > 0; }
  std::size_t error_count() const { return errors_; }
  std::size_t dropped_count() const { return dropped_; }
  const std::vector<Diagnostic>& all() const { return all_; }
  // By file and place; findings of one place in the order of their coming.
  std::vector<Diagnostic> sorted() const;

 private:
  std::vector<Diagnostic> all_;
  std::size_t errors_ = 0;
  std::size_t dropped_ = 0;
};

}  // namespace parley::diagnostics
