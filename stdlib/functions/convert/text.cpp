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
constexpr Growth growth{1, 41};  // decimal_text_max, the longest of them
static_assert(growth.constant >= value::decimal_text_max && growth.constant >= value::time_text_max);
}  // namespace

Overloads describe_text() {
  return {{
              .name = "text",
              .area = "convert",
              .parameters = {{.name = "x", .kind = TypeKind::integer}},
              .result = type(TypeKind::text),
              .growth = growth,
              .law = Law::exact,
              .body = typed<&parley_text_int, growth>("parley_text_int"),
              .summary = "The canonical text of a value.",
              .documentation =
                  "Numbers in plain digits without zeros at the end, dates and times in ISO 8601, "
                  "instants in UTC with `Z`, fractions of a second with three digits or six, durations "
                  "in seconds.",
              .examples = {{"text(-42)", R"("-42")"}},
          },
          {
              .name = "text",
              .area = "convert",
              .parameters = {{.name = "x", .kind = TypeKind::decimal}},
              .result = type(TypeKind::text),
              .growth = growth,
              .law = Law::exact,
              .body = typed<&parley_text_decimal, growth>("parley_text_decimal"),
              .summary = "The canonical text of a value.",
              .documentation =
                  "Numbers in plain digits without zeros at the end, dates and times in ISO 8601, "
                  "instants in UTC with `Z`, fractions of a second with three digits or six, durations "
                  "in seconds.",
              .examples = {{"text(12.50)", R"("12.5")"}},
          },
          {
              .name = "text",
              .area = "convert",
              .parameters = {{.name = "x", .kind = TypeKind::boolean}},
              .result = type(TypeKind::text),
              .growth = growth,
              .law = Law::exact,
              .body = typed<&parley_text_bool, growth>("parley_text_bool"),
              .summary = "The canonical text of a value.",
              .documentation =
                  "Numbers in plain digits without zeros at the end, dates and times in ISO 8601, "
                  "instants in UTC with `Z`, fractions of a second with three digits or six, durations "
                  "in seconds.",
              .examples = {{"text(true)", R"("true")"}},
          },
          {
              .name = "text",
              .area = "convert",
              .parameters = {{.name = "x", .kind = TypeKind::date}},
              .result = type(TypeKind::text),
              .growth = growth,
              .law = Law::exact,
              .body = typed<&parley_text_date, growth>("parley_text_date"),
              .summary = "The canonical text of a value.",
              .documentation =
                  "Numbers in plain digits without zeros at the end, dates and times in ISO 8601, "
                  "instants in UTC with `Z`, fractions of a second with three digits or six, durations "
                  "in seconds.",
              .examples = {{R"(text(date("2026-11-22")))", R"("2026-11-22")"}},
          },
          {
              .name = "text",
              .area = "convert",
              .parameters = {{.name = "x", .kind = TypeKind::time}},
              .result = type(TypeKind::text),
              .growth = growth,
              .law = Law::exact,
              .body = typed<&parley_text_time, growth>("parley_text_time"),
              .summary = "The canonical text of a value.",
              .documentation =
                  "Numbers in plain digits without zeros at the end, dates and times in ISO 8601, "
                  "instants in UTC with `Z`, fractions of a second with three digits or six, durations "
                  "in seconds.",
              .examples = {{R"(text(time("09:30:00")))", R"("09:30:00")"}},
          },
          {
              .name = "text",
              .area = "convert",
              .parameters = {{.name = "x", .kind = TypeKind::datetime}},
              .result = type(TypeKind::text),
              .growth = growth,
              .law = Law::exact,
              .body = typed<&parley_text_datetime, growth>("parley_text_datetime"),
              .summary = "The canonical text of a value.",
              .documentation =
                  "Numbers in plain digits without zeros at the end, dates and times in ISO 8601, "
                  "instants in UTC with `Z`, fractions of a second with three digits or six, durations "
                  "in seconds.",
              .examples = {{R"(text(datetime("2026-11-22T09:30:00.5")))", R"("2026-11-22T09:30:00.500")"}},
          },
          {
              .name = "text",
              .area = "convert",
              .parameters = {{.name = "x", .kind = TypeKind::instant}},
              .result = type(TypeKind::text),
              .growth = growth,
              .law = Law::exact,
              .body = typed<&parley_text_instant, growth>("parley_text_instant"),
              .summary = "The canonical text of a value.",
              .documentation =
                  "Numbers in plain digits without zeros at the end, dates and times in ISO 8601, "
                  "instants in UTC with `Z`, fractions of a second with three digits or six, durations "
                  "in seconds.",
              .examples = {{R"(text(instant("2026-11-22T09:30:00+02:00")))", R"("2026-11-22T07:30:00Z")"}},
          },
          {
              .name = "text",
              .area = "convert",
              .parameters = {{.name = "x", .kind = TypeKind::duration}},
              .result = type(TypeKind::text),
              .growth = growth,
              .law = Law::exact,
              .body = typed<&parley_text_duration, growth>("parley_text_duration"),
              .summary = "The canonical text of a value.",
              .documentation =
                  "Numbers in plain digits without zeros at the end, dates and times in ISO 8601, "
                  "instants in UTC with `Z`, fractions of a second with three digits or six, durations "
                  "in seconds.",
              .examples = {{R"(text(duration("1m30s")))", R"("90s")"}},
          },
          {
              .name = "text",
              .area = "convert",
              .parameters = {{.name = "x", .kind = TypeKind::text}},
              .result = type(TypeKind::text),
              .growth = growth,
              .law = Law::exact,
              .body = typed<&parley_text_text, growth>("parley_text_text"),
              .summary = "The canonical text of a value.",
              .documentation =
                  "Numbers in plain digits without zeros at the end, dates and times in ISO 8601, "
                  "instants in UTC with `Z`, fractions of a second with three digits or six, durations "
                  "in seconds.",
              .examples = {{R"(text("a"))", R"("a")"}},
          }};
}

}  // namespace parley::functions
#endif
