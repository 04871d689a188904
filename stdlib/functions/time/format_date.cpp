#include "stdlib/functions/body.hpp"
#include "stdlib/functions/date_pattern.hpp"

namespace parley::functions {

namespace {

Returned write_number(int number, int width, char* out) {
  char digits[4] = {};
  int count = 0;
  for (; number > 0 || count < width; number /= 10) digits[count++] = static_cast<char>('0' + number % 10);
  for (int i = 0; i < count; ++i) out[i] = digits[count - 1 - i];
  return count;
}

Returned write_field(PatternField field, const value::CivilDate& civil, char* out) {
  if (field.letter == 'y') return write_number(civil.year, 4, out);
  if (field.letter == 'd') return write_number(civil.day, field.width, out);
  if (field.letter != 'M') {
    *out = field.letter;
    return 1;
  }
  if (field.width > 2) return write(month_name(civil.month, field.width == 4), out);
  return write_number(civil.month, field.width, out);
}

}  // namespace

extern "C" Returned parley_format_date(CallContext&, Date day, Text pattern, char* out) {
  value::CivilDate civil = value::civil(day);
  Returned length = 0;
  while (pattern.length > 0) length += write_field(next_field(pattern), civil, out + length);
  return length;
}

}  // namespace parley::functions

#ifndef PARLEY_BITCODE
#include "stdlib/functions/describe.hpp"

namespace parley::functions {

namespace {
// "MMMM" becomes at most "September", "d" and "M" two digits.
constexpr Growth format_date_growth{3, 0};
}  // namespace

Overloads describe_format_date() {
  return {{
      .name = "formatDate",
      .area = "time",
      .parameters = {{.name = "day", .kind = TypeKind::date},
                     {.name = "pattern",
                      .kind = TypeKind::text,
                      .literal = true,
                      .accepts = is_format_pattern,
                      .expects = "a date pattern of yyyy, M, MM, MMM, MMMM, d, dd and other characters"}},
      .result = type(TypeKind::text),
      .growth = format_date_growth,
      .law = Law::lossy,
      .body = typed<&parley_format_date, format_date_growth>("parley_format_date"),
      .summary = "Writes a date by a pattern.",
      .documentation = "The pattern language of `parseDate`.",
      .examples = {{R"(formatDate(date("2026-11-02"), "d.M.yyyy"))", R"("2.11.2026")"},
                   {R"(formatDate(date("2026-09-02"), "MMMM d, yyyy"))", R"("September 2, 2026")"},
                   {R"(formatDate(date("0007-01-01"), "yyyyMMdd"))", R"("00070101")"}},
  }};
}

}  // namespace parley::functions
#endif
