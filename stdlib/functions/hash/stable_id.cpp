#include "stdlib/functions/body.hpp"
#include "stdlib/functions/describe.hpp"
#include "stdlib/functions/hash/digest.hpp"

namespace parley::functions {

namespace {

constexpr Growth stable_id_growth{0, 36};

// Each part as its length and its bytes; a part without a value as a mark of its own.
std::string framed(TextList parts) {
  std::string bytes;
  for (std::uint64_t i = 0; i < parts.count; ++i) {
    const TextItem& item = parts.items[i];
    if (item.state != value::State::value) {
      bytes += "-;";
      continue;
    }
    bytes += std::to_string(item.text.length) + ":";
    bytes += item.text.view();
  }
  return bytes;
}

}  // namespace

extern "C" Returned parley_stable_id(CallContext&, TextList parts, char* out) {
  Digest digest = sha256_of(framed(parts));
  digest[6] = static_cast<std::uint8_t>((digest[6] & 0x0FU) | 0x80U);
  digest[8] = static_cast<std::uint8_t>((digest[8] & 0x3FU) | 0x80U);
  constexpr std::size_t groups[] = {4, 2, 2, 2, 6};
  std::int64_t length = 0;
  std::size_t at = 0;
  for (std::size_t group : groups) {
    if (at > 0) out[length++] = '-';
    length += write_hex(digest.data() + at, group, out + length);
    at += group;
  }
  return length;
}

Overloads describe_stable_id() {
  return {{
      .name = "stableId",
      .area = "hash",
      .parameters = {{.name = "parts", .kind = TypeKind::list}},
      .result = type(TypeKind::text),
      .growth = stable_id_growth,
      .law = Law::lossy,
      .body = heavy<&parley_stable_id, stable_id_growth>("parley_stable_id"),
      .summary = "An id made from texts: the same texts always give the same id.",
      .documentation =
          "In the form of a UUID of version 8 (RFC 9562): the first 16 bytes of the SHA-256 of "
          "the parts, each with its length in front, so that `[\"ab\", \"c\"]` and `[\"a\", \"bc\"]` "
          "differ. A part without a value differs from the empty text.",
      .examples = {{R"(stableId(["ana@acme.com"]))", R"("ed5779ce-41d2-8c35-9b71-3d52697f3154")"},
                   {R"(stableId(["ab", "c"]))", R"("430fb1b4-ac43-816e-8a81-fab27a1930ab")"},
                   {R"(stableId(["a", "bc"]))", R"("5310a587-8878-8ab2-9d5a-d7c3f8503582")"},
                   {R"(stableId(["", null]))", R"("a3cc63ac-7391-859f-acce-82ff5d9e2019")"}},
  }};
}

}  // namespace parley::functions
