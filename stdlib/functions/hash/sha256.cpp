#include "stdlib/functions/body.hpp"
#include "stdlib/functions/describe.hpp"
#include "stdlib/functions/hash/digest.hpp"

namespace parley::functions {

namespace {
constexpr Growth sha256_growth{0, 64};
}  // namespace

extern "C" Returned parley_sha256(CallContext&, Text x, char* out) {
  Digest digest = sha256_of(x.view());
  return write_hex(digest.data(), digest.size(), out);
}

Overloads describe_sha256() {
  return {{
      .name = "sha256",
      .area = "hash",
      .parameters = {{.name = "x", .kind = TypeKind::text}},
      .result = type(TypeKind::text),
      .growth = sha256_growth,
      .law = Law::lossy,
      .body = heavy<&parley_sha256, sha256_growth>("parley_sha256"),
      .summary = "The SHA-256 of a text's bytes, in 64 hexadecimal digits.",
      .documentation = "FIPS 180-4, small letters. Not for passwords.",
      .examples = {{R"(sha256("abc"))",
                    R"("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")"},
                   {R"(sha256(""))",
                    R"("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")"}},
  }};
}

}  // namespace parley::functions
