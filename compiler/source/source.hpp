// Source files as the compiler sees them: text held in memory, places in it as byte offsets, and the way back
// to line and column for people. A Span names its file, so that a diagnostic may point into a mapping, an
// imported file and a schema at once. A SourceSet owns the files; it only grows. Read-only use from several
// threads is safe.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "stdlib/core/id.hpp"

namespace parley::source {

using FileId = core::Id<struct FileTag>;

// Longer files are refused with a diagnostic, never read half.
constexpr std::size_t file_bytes_max = 4U << 20U;

// The bytes [begin, end) of one file.
struct Span {
  FileId file{};
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  std::uint32_t size() const { return end - begin; }
  bool empty() const { return begin == end; }
  friend constexpr auto operator<=>(const Span&, const Span&) = default;
};

// The smallest span that holds both; they are of one file.
Span join(Span first, Span last);

// Both count from 1; a column is a code point, not a byte.
struct Position {
  std::uint32_t line = 1;
  std::uint32_t column = 1;
  friend constexpr auto operator<=>(const Position&, const Position&) = default;
};

class SourceFile {
 public:
  SourceFile(FileId id, std::string name, std::string text);

  FileId id() const { return id_; }
  const std::string& name() const { return name_; }  // the path as the user gave it
  std::string_view text() const { return text_; }
  std::string_view text(Span span) const;

  // Offsets beyond the end are taken as the end.
  Position position(std::uint32_t offset) const;
  std::uint32_t line_count() const { return static_cast<std::uint32_t>(line_starts_.size()); }
  // Without its line end; lines count from 1.
  std::string_view line(std::uint32_t number) const;
  std::uint32_t line_start(std::uint32_t number) const { return line_starts_[number - 1]; }

 private:
  FileId id_;
  std::string name_;
  std::string text_;
  std::vector<std::uint32_t> line_starts_;
};

class SourceSet {
 public:
  // The reference stays valid as long as the set.
  const SourceFile& add(std::string name, std::string text);
  // Precondition: the id came from this set.
  const SourceFile& file(FileId id) const { return files_[id.value]; }
  std::string_view text(Span span) const { return file(span.file).text(span); }
  // The first file of the name; null where there is none.
  const SourceFile* find(std::string_view name) const;
  std::size_t size() const { return files_.size(); }

 private:
  std::deque<SourceFile> files_;
};

}  // namespace parley::source
