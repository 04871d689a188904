#include "stdlib/functions/body.hpp"

namespace parley::functions {

extern "C" Returned parley_max(CallContext&, const Decimal& a, const Decimal& b, Decimal* out) {
  *out = b > a ? b : a;
  return call::done;
}

extern "C" Returned parley_max_int(CallContext&, std::int64_t a, std::int64_t b, std::int64_t* out) {
  *out = b > a ? b : a;
  return call::done;
}

extern "C" Returned parley_max_date(CallContext&, Date a, Date b, Date* out) {
  *out = b > a ? b : a;
  return call::done;
}

extern "C" Returned parley_max_instant(CallContext&, Instant a, Instant b, Instant* out) {
  *out = b > a ? b : a;
  return call::done;
}

}  // namespace parley::functions

#ifndef PARLEY_BITCODE
#include "stdlib/functions/describe.hpp"

namespace parley::functions {

Overloads describe_max() {
  return {
      {
          .name = "max",
          .area = "number",
          .parameters = {{.name = "a", .kind = TypeKind::decimal}, {.name = "b", .kind = TypeKind::decimal}},
          .result = type(TypeKind::decimal),
          .law = Law::lossy,
          .body = typed<&parley_max>("parley_max"),
          .summary = "The larger of two numbers, dates or instants.",
          .documentation =
              "Null where either is null: write `a ?? b` first where the other one should stand in.",
          .examples = {{"max(1.5, 1.25)", "1.5"}},
      },
      {
          .name = "max",
          .area = "number",
          .parameters = {{.name = "a", .kind = TypeKind::integer}, {.name = "b", .kind = TypeKind::integer}},
          .result = type(TypeKind::integer),
          .law = Law::lossy,
          .body = typed<&parley_max_int>("parley_max_int"),
          .summary = "The larger of two numbers, dates or instants.",
          .documentation =
              "Null where either is null: write `a ?? b` first where the other one should stand in.",
          .examples = {{"max(-1, 2)", "2"}},
      },
      {
          .name = "max",
          .area = "number",
          .parameters = {{.name = "a", .kind = TypeKind::date}, {.name = "b", .kind = TypeKind::date}},
          .result = type(TypeKind::date),
          .law = Law::lossy,
          .body = typed<&parley_max_date>("parley_max_date"),
          .summary = "The larger of two numbers, dates or instants.",
          .documentation =
              "Null where either is null: write `a ?? b` first where the other one should stand in.",
          .examples = {{R"(max(date("2026-11-22"), date("2026-01-01")))", R"(date("2026-11-22"))"}},
      },
      {
          .name = "max",
          .area = "number",
          .parameters = {{.name = "a", .kind = TypeKind::instant}, {.name = "b", .kind = TypeKind::instant}},
          .result = type(TypeKind::instant),
          .law = Law::lossy,
          .body = typed<&parley_max_instant>("parley_max_instant"),
          .summary = "The larger of two numbers, dates or instants.",
          .documentation =
              "Null where either is null: write `a ?? b` first where the other one should stand in.",
          .examples = {{R"(max(instant("2026-11-22T00:00:00Z"), null))", "null"}},
      }};
}

}  // namespace parley::functions
#endif
