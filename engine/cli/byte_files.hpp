// Bytes of files and descriptors, unbuffered: a Source over one, and a place to write to. A file that cannot
// be opened is the user's mistake, one that cannot be read or written on is the machine's.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "stdlib/core/result.hpp"
#include "stdlib/stream/window.hpp"

namespace parley::cli {

// read gives what is there: it waits for a first byte, and not for more.
class FileSource : public stream::Source {
 public:
  // Borrows an open descriptor.
  explicit FileSource(int descriptor, std::string name = "the input");
  ~FileSource() override;
  static core::Result<std::unique_ptr<FileSource>> open(const std::string& path);

  core::Result<std::size_t> read(std::span<char> into) override;

  // Of a plain file; nothing of a pipe or a terminal.
  std::optional<std::uint64_t> size() const;
  // Bytes read so far. Any thread.
  std::uint64_t position() const { return position_.load(std::memory_order_relaxed); }

 private:
  core::Result<std::size_t> read_once(std::span<char> into) const;

  int descriptor_;
  bool owns_ = false;
  std::string name_;
  std::atomic<std::uint64_t> position_ = 0;
};

// A file that is made, or emptied, and written.
class FileTarget {
 public:
  FileTarget(FileTarget&&) = delete;
  ~FileTarget();
  static core::Result<std::unique_ptr<FileTarget>> create(const std::string& path);

  core::Result<void> write(std::string_view bytes);
  core::Result<void> close();

 private:
  FileTarget(int descriptor, std::string path) : descriptor_(descriptor), path_(std::move(path)) {}

  int descriptor_;
  std::string path_;
};

// Whether it is there and may be read. Opens nothing: the writer of a named pipe would lose its reader.
core::Result<void> check_readable(const std::string& path);

// Whether both paths lead to one plain file that is there.
bool is_same_file(const std::string& a, const std::string& b);

// Whether all was written; errno says why not.
bool write_all(int descriptor, std::string_view bytes);

}  // namespace parley::cli
