#include "stdlib/functions/body.hpp"

namespace parley::functions {

extern "C" Returned parley_min(CallContext&, const Decimal& a, const Decimal& b, Decimal* out) {
  *out = b < a ? b : a;
  return call::done;
}

extern "C" Returned parley_min_int(CallContext&, std::int64_t a, std::int64_t b, std::int64_t* out) {
  *out = b < a ? b : a;
  return call::done;
}

extern "C" Returned parley_min_date(CallContext&, Date a, Date b, Date* out) {
  *out = b < a ? b : a;
  return call::done;
}

extern "C" Returned parley_min_instant(CallContext&, Instant a, Instant b, Instant* out) {
  *out = b < a ? b : a;
  return call::done;
}

}  // namespace parley::functions

#ifndef PARLEY_BITCODE
#include "stdlib/functions/describe.hpp"

namespace parley::functions {

Overloads describe_min() {
  return {
      {
          .name = "min",
          .area = "number",
          .parameters = {{.name = "a", .kind = TypeKind::decimal}, {.name = "b", .kind = TypeKind::decimal}},
          .result = type(TypeKind::decimal),
          .law = Law::lossy,
          .body = typed<&parley_min>("parley_min"),
          .summary = "The smaller of two numbers, dates or instants.",
          .documentation =
              "Null where either is null: write `a ?? b` first where the other one should stand in.",
          .examples = {{"min(1.5, 1.25)", "1.25"}},
      },
      {
          .name = "min",
          .area = "number",
          .parameters = {{.name = "a", .kind = TypeKind::integer}, {.name = "b", .kind = TypeKind::integer}},
          .result = type(TypeKind::integer),
          .law = Law::lossy,
          .body = typed<&parley_min_int>("parley_min_int"),
          .summary = "The smaller of two numbers, dates or instants.",
          .documentation =
              "Null where either is null: write `a ?? b` first where the other one should stand in.",
          .examples = {{"min(-1, 2)", "-1"}},
      },
      {
          .name = "min",
          .area = "number",
          .parameters = {{.name = "a", .kind = TypeKind::date}, {.name = "b", .kind = TypeKind::date}},
          .result = type(TypeKind::date),
          .law = Law::lossy,
          .body = typed<&parley_min_date>("parley_min_date"),
          .summary = "The smaller of two numbers, dates or instants.",
          .documentation =
              "Null where either is null: write `a ?? b` first where the other one should stand in.",
          .examples = {{R"(min(date("2026-11-22"), date("2026-01-01")))", R"(date("2026-01-01"))"}},
      },
      {
          .name = "min",
          .area = "number",
          .parameters = {{.name = "a", .kind = TypeKind::instant}, {.name = "b", .kind = TypeKind::instant}},
          .result = type(TypeKind::instant),
          .law = Law::lossy,
          .body = typed<&parley_min_instant>("parley_min_instant"),
          .summary = "The smaller of two numbers, dates or instants.",
          .documentation =
              "Null where either is null: write `a ?? b` first where the other one should stand in.",
          .examples = {{R"(min(instant("2026-11-22T00:00:00Z"), null))", "null"}},
      }};
}

}  // namespace parley::functions
#endif
