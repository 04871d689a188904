#include <zlib.h>

#include <algorithm>
#include <limits>

#include "stdlib/core/check.hpp"
#include "stdlib/stream/unpacked.hpp"

namespace parley::stream {

namespace {

constexpr int gzip_only = 16 + MAX_WBITS;

class GzipUnpacker : public Unpacker {
 public:
  GzipUnpacker() { ENSURE(inflateInit2(&stream_, gzip_only) == Z_OK, "zlib starts"); }
  ~GzipUnpacker() override { inflateEnd(&stream_); }

  Step step(std::span<const char> packed, std::span<char> plain) override {
    if (is_between_members_ && is_padding(packed)) return Step{packed.size(), 0, true};
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    stream_.avail_in = narrow(packed.size());
    stream_.next_out = reinterpret_cast<Bytef*>(plain.data());
    stream_.avail_out = narrow(plain.size());
    std::size_t in = stream_.avail_in;
    std::size_t out = stream_.avail_out;
    int result = inflate(&stream_, Z_NO_FLUSH);
    is_between_members_ = result == Z_STREAM_END;
    if (is_between_members_) ENSURE(inflateReset(&stream_) == Z_OK, "zlib starts again");
    Step done{in - stream_.avail_in, out - stream_.avail_out, is_between_members_};
    if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR)
      done.failure = stream_.msg != nullptr ? stream_.msg : zError(result);
    return done;
  }

 private:
  // Tapes and block devices fill up with zeros behind the last member.
  static bool is_padding(std::span<const char> packed) {
    return std::ranges::all_of(packed, [](char byte) { return byte == 0; });
  }
  static uInt narrow(std::size_t size) {
    return static_cast<uInt>(std::min<std::size_t>(size, std::numeric_limits<uInt>::max()));
  }

  z_stream stream_{};
  bool is_between_members_ = false;
};

}  // namespace

std::unique_ptr<Unpacker> make_gzip_unpacker() {
  return std::make_unique<GzipUnpacker>();
}

}  // namespace parley::stream
