// Unpacked: the plain bytes of a Source that may be packed by gzip or zstd, which its first bytes tell.
// Several members or frames one behind the other are one stream, as `cat a.gz b.gz` makes it. What was
// unpacked before a failure is given first. Plain bytes pass through uncopied. One thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "stdlib/stream/window.hpp"

namespace parley::stream {

enum class Packing : std::uint8_t { none, gzip, zstd };

// By the end of a file's name: ".gz", ".zst".
Packing packing_of_name(std::string_view name);

// One way of packing.
struct Unpacker {
  struct Step {
    std::size_t taken = 0;          // of the packed bytes
    std::size_t given = 0;          // of the plain ones
    bool is_between_parts = false;  // the packed bytes may end here
    const char* failure = nullptr;  // what is wrong with the packed bytes behind what was given
  };
  virtual ~Unpacker() = default;
  virtual Step step(std::span<const char> packed, std::span<char> plain) = 0;
};

std::unique_ptr<Unpacker> make_gzip_unpacker();
std::unique_ptr<Unpacker> make_zstd_unpacker();

class Unpacked : public Source {
 public:
  // `expected`: a packing that the source must have; none: any or none. `name` is for failures.
  Unpacked(Source& packed, std::string name, Packing expected);

  // Waits for packed bytes only where it has nothing to give.
  core::Result<std::size_t> read(std::span<char> into) override;

 private:
  core::Result<std::size_t> begin(std::span<char> into);
  core::Result<std::size_t> unpack(std::span<char> into);

  Source& packed_;
  std::string name_;
  Packing expected_;
  bool has_begun_ = false;
  std::unique_ptr<Unpacker> unpacker_;  // null: plain
  std::vector<char> buffer_;            // packed bytes
  std::size_t taken_ = 0;
  std::size_t filled_ = 0;
  bool is_between_parts_ = false;
  bool holds_more_ = false;             // the unpacker may, since there was no room for it
  std::optional<core::Error> failure_;  // for the next read
};

}  // namespace parley::stream
