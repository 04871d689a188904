#include "stdlib/functions/body.hpp"
#include "stdlib/functions/date_pattern.hpp"

namespace parley::functions {

namespace {

// Takes at least `least` and at most `most` digits off the front.
bool take_number(Text& x, std::uint64_t least, std::uint64_t most, int& out) {
  std::uint64_t count = 0;
  out = 0;
  for (; count < most && count < x.length && is_ascii_digit(x.bytes[count]); ++count)
    out = out * 10 + (x.bytes[count] - '0');
  x = {x.bytes + count, x.length - count};
  return count >= least;
}

bool take_name(Text& x, Text name) {
  if (x.length < name.length) return false;
  for (std::uint64_t i = 0; i < name.length; ++i)
    if (lower_ascii(x.bytes[i]) != lower_ascii(name.bytes[i])) return false;
  x = {x.bytes + name.length, x.length - name.length};
  return true;
}

bool take_month(Text& x, int width, int& month) {
  if (width <= 2) return take_number(x, width == 2 ? 2 : 1, 2, month);
  for (month = 1; month <= 12; ++month)
    if (take_name(x, month_name(month, width == 4))) return true;
  return false;
}

bool take_field(Text& x, PatternField field, value::CivilDate& civil) {
  if (field.letter == 'y') return take_number(x, 4, 4, civil.year);
  if (field.letter == 'M') return take_month(x, field.width, civil.month);
  if (field.letter == 'd') return take_number(x, field.width == 2 ? 2 : 1, 2, civil.day);
  if (x.length == 0 || x.bytes[0] != field.letter) return false;
  x = {x.bytes + 1, x.length - 1};
  return true;
}

}  // namespace

extern "C" Returned parley_parse_date(CallContext&, Text x, Text pattern, Date* out) {
  value::CivilDate civil{};
  while (pattern.length > 0)
    if (!take_field(x, next_field(pattern), civil)) return call::error(0);
  auto date = value::date_of(civil);
  if (!date || x.length > 0) return call::error(0);
  *out = *date;
  return call::done;
}

}  // namespace parley::functions

#ifndef PARLEY_BITCODE
#include "stdlib/functions/describe.hpp"

namespace parley::functions {

Overloads describe_parse_date() {
  return {{
      .name = "parseDate",
      .area = "time",
      .parameters = {{.name = "x", .kind = TypeKind::text},
                     {.name = "pattern",
                      .kind = TypeKind::text,
                      .literal = true,
                      .accepts = is_date_pattern,
                      .expects = "a date pattern with yyyy, a month (M, MM, MMM, MMMM) and a day (d, dd)"}},
      .result = type(TypeKind::date),
      .errors = {{"not_a_date", "is not a date of this pattern", 0}},
      .law = Law::lossy,
      .body = typed<&parley_parse_date>("parley_parse_date"),
      .summary = "Reads a date by a pattern.",
      .documentation = "`yyyy` four digits, `MM` and `dd` two digits, `M` and `d` one or two, `MMM` and "
                       "`MMMM` the English name of the month, short or whole, in any case. Everything else "
                       "stands for itself. Nothing may be left over.",
      .examples = {{R"(parseDate("22.11.2026", "dd.MM.yyyy"))", R"(date("2026-11-22"))"},
                   {R"(parseDate("Nov 3, 2026", "MMM d, yyyy"))", R"(date("2026-11-03"))"},
                   {R"(parseDate("11/31/2026", "MM/dd/yyyy"))", "error not_a_date"},
                   {R"(parseDate("1/2/26", "M/d/yyyy"))", "error not_a_date"},
                   {R"(parseDate("2026-11-22T", "yyyy-MM-dd"))", "error not_a_date"}},
  }};
}

}  // namespace parley::functions
#endif
