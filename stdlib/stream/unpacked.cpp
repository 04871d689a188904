#include "stdlib/stream/unpacked.hpp"

#include <algorithm>

namespace parley::stream {

namespace {

using namespace std::string_view_literals;

constexpr std::size_t packed_bytes = 1U << 18U;
constexpr std::string_view gzip_magic = "\x1F\x8B"sv;
constexpr std::string_view zstd_magic = "\x28\xB5\x2F\xFD"sv;

// Whether more bytes could still make it a packing's first.
bool is_part_of_magic(std::string_view bytes) {
  return (bytes.size() < gzip_magic.size() && gzip_magic.starts_with(bytes)) ||
         (bytes.size() < zstd_magic.size() && zstd_magic.starts_with(bytes));
}

Packing packing_of(std::string_view first_bytes) {
  if (first_bytes.starts_with(gzip_magic)) return Packing::gzip;
  return first_bytes.starts_with(zstd_magic) ? Packing::zstd : Packing::none;
}

}  // namespace

Packing packing_of_name(std::string_view name) {
  if (name.ends_with(".gz")) return Packing::gzip;
  return name.ends_with(".zst") ? Packing::zstd : Packing::none;
}

Unpacked::Unpacked(Source& packed, std::string name, Packing expected)
    : packed_(packed), name_(std::move(name)), expected_(expected) {}

core::Result<std::size_t> Unpacked::read(std::span<char> into) {
  if (!has_begun_) return begin(into);
  return unpacker_ == nullptr ? packed_.read(into) : unpack(into);
}

// The first bytes are read to where plain ones belong.
core::Result<std::size_t> Unpacked::begin(std::span<char> into) {
  has_begun_ = true;
  std::size_t count = TRY(packed_.read(into));
  for (std::size_t more = count; more > 0 && is_part_of_magic({into.data(), count}); count += more)
    more = TRY(packed_.read(into.subspan(count)));
  Packing found = packing_of({into.data(), count});
  if (expected_ != Packing::none && found != expected_)
    return core::fail(core::ErrorKind::input,
                      name_ +
                          (expected_ == Packing::gzip ? " is not packed by gzip" : " is not packed by zstd") +
                          ", as its name says");
  if (found == Packing::none) return count;
  unpacker_ = found == Packing::gzip ? make_gzip_unpacker() : make_zstd_unpacker();
  buffer_.resize(std::max(packed_bytes, count));
  std::copy_n(into.begin(), count, buffer_.begin());
  filled_ = count;
  return unpack(into);
}

core::Result<std::size_t> Unpacked::unpack(std::span<char> into) {
  if (failure_) return std::unexpected(*failure_);
  std::size_t given = 0;
  while (given < into.size()) {
    if (taken_ == filled_ && !holds_more_) {
      if (given > 0) break;
      taken_ = 0;
      filled_ = TRY(packed_.read(buffer_));
      if (filled_ == 0 && is_between_parts_) return 0;
      if (filled_ == 0)
        return core::fail(core::ErrorKind::input, name_ + " ends in the middle of its packed bytes",
                          "It was cut off; what stood before is mapped");
    }
    auto step = unpacker_->step(std::span(buffer_).subspan(taken_, filled_ - taken_), into.subspan(given));
    taken_ += step.taken;
    given += step.given;
    if (step.failure != nullptr) {
      failure_ = {core::ErrorKind::input, name_ + " cannot be unpacked: " + step.failure};
      if (given == 0) return std::unexpected(*failure_);
      break;
    }
    is_between_parts_ = step.is_between_parts;
    holds_more_ = given == into.size() && !is_between_parts_;
  }
  return given;
}

}  // namespace parley::stream
