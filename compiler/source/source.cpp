#include "compiler/source/source.hpp"

#include <algorithm>

#include "stdlib/core/check.hpp"

namespace parley::source {

Span join(Span first, Span last) {
  ENSURE(first.file == last.file, "a span lies in one file");
  return {first.file, std::min(first.begin, last.begin), std::max(first.end, last.end)};
}

SourceFile::SourceFile(FileId id, std::string name, std::string text)
    : id_(id), name_(std::move(name)), text_(std::move(text)) {
  line_starts_.push_back(0);
  for (std::size_t at = 0; at < text_.size(); ++at)
    if (text_[at] == '\n') line_starts_.push_back(static_cast<std::uint32_t>(at + 1));
}

std::string_view SourceFile::text(Span span) const {
  ENSURE(span.file == id_ && span.begin <= span.end && span.end <= text_.size(),
         "the span lies in this file");
  return std::string_view(text_).substr(span.begin, span.size());
}

Position SourceFile::position(std::uint32_t offset) const {
  offset = std::min(offset, static_cast<std::uint32_t>(text_.size()));
  auto after = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
  auto number = static_cast<std::uint32_t>(after - line_starts_.begin());
  std::uint32_t column = 1;
  for (std::uint32_t at = line_starts_[number - 1]; at < offset; ++at)
    if ((static_cast<unsigned char>(text_[at]) & 0xC0U) != 0x80U) ++column;
  // An offset inside a code point belongs to the code point that it cuts.
  if (offset < text_.size() && (static_cast<unsigned char>(text_[offset]) & 0xC0U) == 0x80U && column > 1)
    --column;
  return {number, column};
}

std::string_view SourceFile::line(std::uint32_t number) const {
  std::size_t begin = line_starts_[number - 1];
  std::string_view rest = std::string_view(text_).substr(begin);
  rest = rest.substr(0, rest.find('\n'));
  if (rest.ends_with('\r')) rest.remove_suffix(1);
  return rest;
}

const SourceFile& SourceSet::add(std::string name, std::string text) {
  FileId id(static_cast<std::uint32_t>(files_.size()));
  return files_.emplace_back(id, std::move(name), std::move(text));
}

const SourceFile* SourceSet::find(std::string_view name) const {
  for (const SourceFile& file : files_)
    if (file.name() == name) return &file;
  return nullptr;
}

}  // namespace parley::source
