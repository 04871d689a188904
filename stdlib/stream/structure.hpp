// Structure: the positions of braces, brackets, colons, commas and starts of values in a run of bytes, found
// by simdjson's first stage, which checks UTF-8 and closed strings on the way. It does not see a missing or
// extra brace: the walk does. Reused; one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

namespace parley::stream {

class Structure {
 public:
  Structure();
  ~Structure();
  Structure(Structure&&) noexcept;
  Structure& operator=(Structure&&) noexcept;

  // Null, or what is wrong with the bytes. Bytes that are only blanks are well-formed and have no positions.
  const char* index(std::string_view bytes);
  // Where in the bytes the last call of index() found what it names. Looks for it anew, byte by byte.
  std::uint32_t wrong_at(std::string_view bytes) const;

  // Ascending; ends with the length of the bytes.
  const std::uint32_t* positions() const;
  std::size_t count() const;

 private:
  struct Parser;
  std::unique_ptr<Parser> parser_;
};

}  // namespace parley::stream
