#include "stdlib/functions/body.hpp"

namespace parley::functions {

extern "C" Returned parley_text_int(CallContext&, std::int64_t x, char* out) {
  return value::write_decimal({x, 0}, out);
}

extern "C" Returned parley_text_decimal(CallContext&, const Decimal& x, char* out) {
  return value::write_decimal(x, out);
}

extern "C" Returned parley_text_bool(CallContext&, bool x, char* out) {
  return write(std::string_view(x ? "true" : "false"), out);
}

extern "C" Returned parley_text_date(CallContext&, Date x, char* out) {
  return value::write_date(x, out);
}

extern "C" Returned parley_text_time(CallContext&, TimeOfDay x, char* out) {
  return value::write_time(x, out);
}

extern "C" Returned parley_text_datetime(CallContext&, DateTime x, char* out) {
  return value::write_datetime(x, out);
}

extern "C" Returned parley_text_instant(CallContext&, Instant x, char* out) {
  return value::write_instant(x, out);
}

extern "C" Returned parley_text_duration(CallContext&, Duration x, char* out) {
  return value::write_duration(x, out);
}

extern "C" Returned parley_text_text(CallContext&, Text x, char* out) {
  return write(x, out);
}

}  // namespace parley::functions

#ifndef PARLEY_BITCODE
#include "stdlib/functions/describe.hpp"

namespace parley::functions {

namespace {
constexpr Growth text_growth{1, 41};  // decimal_text_max, the longest of them
static_assert(text_growth.constant >= value::decimal_text_max &&
              text_growth.constant >= value::time_text_max);

template <auto body>
Function overload(TypeKind kind, std::string_view symbol, abi::Example example) {
  return {
      .name = "text",
      .area = "convert",
      .parameters = {{.name = "x", .kind = kind}},
      .result = type(TypeKind::text),
      .growth = text_growth,
      .law = Law::lossy,
      .body = typed<body, text_growth>(symbol),
      .summary = "The canonical text of a value.",
      .documentation =
          "Numbers in plain digits without zeros at the end, dates and times in ISO 8601, instants in UTC "
          "with "
          "`Z`, fractions of a second with three digits or six, durations in seconds.",
      .examples = {example},
  };
}

}  // namespace

Overloads describe_text() {
  return {
      overload<&parley_text_int>(TypeKind::integer, "parley_text_int", {"text(-42)", R"("-42")"}),
      overload<&parley_text_decimal>(TypeKind::decimal, "parley_text_decimal", {"text(12.50)", R"("12.5")"}),
      overload<&parley_text_bool>(TypeKind::boolean, "parley_text_bool", {"text(true)", R"("true")"}),
      overload<&parley_text_date>(TypeKind::date, "parley_text_date",
                                  {R"(text(date("2026-11-22")))", R"("2026-11-22")"}),
      overload<&parley_text_time>(TypeKind::time, "parley_text_time",
                                  {R"(text(time("09:30:00")))", R"("09:30:00")"}),
      overload<&parley_text_datetime>(
          TypeKind::datetime, "parley_text_datetime",
          {R"(text(datetime("2026-11-22T09:30:00.5")))", R"("2026-11-22T09:30:00.500")"}),
      overload<&parley_text_instant>(
          TypeKind::instant, "parley_text_instant",
          {R"(text(instant("2026-11-22T09:30:00+02:00")))", R"("2026-11-22T07:30:00Z")"}),
      overload<&parley_text_duration>(TypeKind::duration, "parley_text_duration",
                                      {R"(text(duration("1m30s")))", R"("90s")"}),
      overload<&parley_text_text>(TypeKind::text, "parley_text_text", {R"(text("a"))", R"("a")"}),
  };
}

}  // namespace parley::functions
#endif
