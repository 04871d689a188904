#include <zstd.h>

#include "stdlib/core/check.hpp"
#include "stdlib/stream/unpacked.hpp"

namespace parley::stream {

namespace {

// A frame that wants more memory than 128 MiB (zstd's own default) is refused.
class ZstdUnpacker : public Unpacker {
 public:
  ZstdUnpacker() : stream_(ZSTD_createDStream()) { ENSURE(stream_ != nullptr, "zstd starts"); }
  ~ZstdUnpacker() override { ZSTD_freeDStream(stream_); }
  ZstdUnpacker(const ZstdUnpacker&) = delete;
  ZstdUnpacker& operator=(const ZstdUnpacker&) = delete;

  Step step(std::span<const char> packed, std::span<char> plain) override {
    ZSTD_inBuffer in{packed.data(), packed.size(), 0};
    ZSTD_outBuffer out{plain.data(), plain.size(), 0};
    std::size_t result = ZSTD_decompressStream(stream_, &out, &in);
    bool failed = ZSTD_isError(result) != 0;
    return Step{in.pos, out.pos, result == 0, failed ? ZSTD_getErrorName(result) : nullptr};
  }

 private:
  ZSTD_DStream* stream_;
};

}  // namespace

std::unique_ptr<Unpacker> make_zstd_unpacker() {
  return std::make_unique<ZstdUnpacker>();
}

}  // namespace parley::stream
