#include "stdlib/functions/body.hpp"
#include "stdlib/functions/code_points.hpp"
#include "stdlib/functions/length_unit.hpp"

namespace parley::functions {

// The bytes of the longest run of whole graphemes within n units (below).
extern "C" std::uint64_t parley_truncate_unicode(const char* bytes, std::uint64_t length, std::int64_t n,
                                                 std::int32_t unit);

extern "C" Returned parley_truncate(CallContext&, Text x, std::int64_t n, std::int32_t unit, char* out) {
  if (n < 0) return call::error(0);
  if (static_cast<std::uint64_t>(n) >= x.length) return write(x, out);
  if (!is_ascii(x)) return write(part(x, 0, parley_truncate_unicode(x.bytes, x.length, n, unit)), out);
  auto cut = static_cast<std::uint64_t>(n);
  // CR LF is the one grapheme of ASCII that has two characters; counted in graphemes it needs the tables.
  if (std::memchr(x.bytes, '\r', x.length) != nullptr)
    cut = parley_truncate_unicode(x.bytes, x.length, n, unit);
  return write(part(x, 0, cut), out);
}

}  // namespace parley::functions

#ifndef PARLEY_BITCODE
#include "stdlib/functions/describe.hpp"
#include "stdlib/functions/unicode.hpp"

namespace parley::functions {

namespace {

std::int64_t units(Text x, LengthUnit unit) {
  switch (unit) {
    case LengthUnit::codepoints:
      return count_code_points(x);
    case LengthUnit::utf16:
      return count_utf16(x);
    case LengthUnit::bytes:
      return static_cast<std::int64_t>(x.length);
    case LengthUnit::graphemes:
      return 1;
  }
  return 0;
}

}  // namespace

extern "C" std::uint64_t parley_truncate_unicode(const char* bytes, std::uint64_t length, std::int64_t n,
                                                 std::int32_t unit) {
  std::uint64_t kept = 0;
  each_grapheme({bytes, length}, [&](std::size_t end) {
    n -= units({bytes + kept, end - kept}, static_cast<LengthUnit>(unit));
    if (n >= 0) kept = end;
    return n > 0;
  });
  return kept;
}

Overloads describe_truncate() {
  return {{
      .name = "truncate",
      .area = "text",
      .parameters = {{.name = "x", .kind = TypeKind::text},
                     {.name = "n", .kind = TypeKind::integer},
                     {.name = "unit", .kind = TypeKind::text, .words = length_units, .literal = true}},
      .result = type(TypeKind::text),
      .errors = {{"negative", "is negative", 1}},
      .law = Law::lossy,
      .body = typed<&parley_truncate>("parley_truncate",
                                      {slow_path("parley_truncate_unicode", &parley_truncate_unicode)}),
      .summary = "Cuts a text to at most n units, never inside a character that people see as one.",
      .documentation = "The unit is that of the target's limit (`length`). A cut that would fall inside a "
                       "grapheme falls before it, so the result may be shorter than n.",
      .examples = {{R"(truncate("Ana Maria", 3, codepoints))", R"("Ana")"},
                   {R"(truncate("né", 2, bytes))", R"("n")"},
                   {R"(truncate("a👩‍🚀", 4, utf16))", R"("a")"},
                   {R"(truncate("Ana", 10, bytes))", R"("Ana")"},
                   {R"(truncate("Ana", -1, bytes))", "error negative"}},
  }};
}

}  // namespace parley::functions
#endif
