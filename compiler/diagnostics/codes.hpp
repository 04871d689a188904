// The registry of diagnostic codes: one line each, never reused, never renumbered. Every phase adds its codes
// here, in order. A code's page (`parley explain P301`) is written where the check lives.
#pragma once

#include <array>
#include <string_view>

namespace parley::diagnostics {

enum class Severity { error, warning, note };

struct Code {
  std::string_view name;
  Severity severity;       // unless the check says otherwise
  std::string_view title;  // what it is about, in a few words
};

inline constexpr auto codes = std::to_array<Code>({
    // P0xx: the text itself
    {"P001", Severity::error, "the text does not read as the language"},
    {"P002", Severity::error, "the file is not valid UTF-8"},
    {"P003", Severity::error, "the file is too long"},
    {"P004", Severity::error, "nested too deep"},
    {"P005", Severity::error, "reserved for a later version"},
    {"P006", Severity::error, "part of CEL, not of this language"},
    {"P007", Severity::error, "a literal that cannot be read"},
    {"P008", Severity::error, "written twice"},
    {"P009", Severity::warning, "clauses out of order"},
    {"P010", Severity::error, "an arrow's target is no field"},
    {"P011", Severity::error, "a word that is not known here"},
    {"P012", Severity::error, "a part is missing"},
    {"P013", Severity::error, "only a literal can stand here"},
    {"P020", Severity::error, "a schema does not read as YAML"},
    {"P021", Severity::error, "a schema declares something wrongly"},
    // P1xx: names, types
    // P2xx: laws
    // P3xx: picklists
    // P4xx: targets
    // P5xx: rules
    // P6xx: sync
});

// The entry of a code; a code that is not in the table is our bug.
const Code& code(std::string_view name);
// Null where there is no such code; for `parley explain`.
const Code* find_code(std::string_view name);

}  // namespace parley::diagnostics
