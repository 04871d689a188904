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
    {"P101", Severity::error, "a name that nothing has"},
    {"P102", Severity::error, "an unknown function, lens, table or policies"},
    {"P103", Severity::error, "types that do not fit"},
    {"P104", Severity::error, "a failure without an answer"},
    {"P105", Severity::error, "an expression that always fails"},
    {"P106", Severity::error, "declared twice"},
    {"P107", Severity::error, "no value where one is needed"},
    {"P108", Severity::error, "wrong arguments"},
    {"P109", Severity::error, "a condition that may fail"},
    {"P110", Severity::error, "not a constant"},
    {"P111", Severity::error, "a lens that does not fit"},
    {"P112", Severity::error, "an import that cannot be followed"},
    {"P113", Severity::error, "a division without rounding"},
    {"P114", Severity::error, "a match that does not compare the two sides"},
    {"P115", Severity::error, "the other side's field"},
    {"P116", Severity::error, "a test of a field that the mapping does not touch"},
    {"P117", Severity::warning, "a division of ints that truncates"},
    {"P118", Severity::error, "a value that the picklist does not have"},
    // P2xx: laws
    {"P201", Severity::error, "an edit that is not kept"},
    {"P202", Severity::error, "an edit that goes back and forth for ever"},
    {"P203", Severity::error, "a lossy step in a two-way field"},
    {"P204", Severity::warning, "a default that is a legitimate value"},
    {"P205", Severity::warning, "several values for a field that must be unique"},
    {"P206", Severity::error, "a result that changes by itself"},
    {"P207", Severity::error, "a cycle of writes"},
    {"P208", Severity::warning, "a law that is not known"},
    // P3xx: picklists
    {"P301", Severity::warning, "a table that is not total"},
    {"P302", Severity::warning, "a row that never counts"},
    {"P303", Severity::warning, "a row for a value out of use"},
    // P4xx: targets
    {"P401", Severity::error, "a required field that a create lacks"},
    {"P402", Severity::error, "a field that cannot be written"},
    {"P403", Severity::warning, "no value into a field that needs one"},
    {"P404", Severity::warning, "a text that may be too long"},
    {"P405", Severity::error, "a `where` that creation does not meet"},
    {"P406", Severity::warning, "digits that may be lost"},
    // P5xx: rules
    {"P501", Severity::error, "two rules write one field"},
    {"P502", Severity::warning, "a guard that is always the same"},
    {"P503", Severity::warning, "a scope that is always the same"},
    {"P504", Severity::warning, "a scope that the mapping itself moves"},
    {"P505", Severity::note, "a filter that no system applies for us"},
    {"P507", Severity::warning, "a stand-in that is never used"},
    {"P508", Severity::error, "guards that wait for each other"},
    // P6xx: sync
    {"P601", Severity::warning, "a two-way field without a conflict rule"},
    {"P602", Severity::warning, "`newest` by the record's time alone"},
    {"P603", Severity::warning, "deletes without a policy"},
    {"P604", Severity::warning, "a match key that may name several records"},
    {"P605", Severity::error, "no way to find partners"},
    {"P606", Severity::warning, "a first run without a scope"},
    {"P607", Severity::warning, "contacts without an e-mail scope"},
    // P8xx: privacy
    {"P801", Severity::warning, "personal data into an unmarked field"},
    // P9xx: style
    {"P901", Severity::warning, "an unused table"},
    {"P902", Severity::warning, "an unused lens"},
    {"P903", Severity::warning, "a deprecated field"},
});

// The entry of a code; a code that is not in the table is our bug.
const Code& code(std::string_view name);
// Null where there is no such code; for `parley explain`.
const Code* find_code(std::string_view name);

}  // namespace parley::diagnostics
