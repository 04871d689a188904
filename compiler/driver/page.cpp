#include "compiler/driver/page.hpp"

#include <algorithm>
#include <cstring>

#include "stdlib/stream/window.hpp"

namespace parley::driver {

namespace {

std::vector<stream::WantedPath> paths(const abi::SideShape& shape) {
  std::vector<stream::WantedPath> wanted;
  for (std::uint32_t n = 0; n < shape.fields.size(); ++n) wanted.push_back({shape.fields[n].field.path, n});
  return wanted;
}

// A line of a window that is walked as one row: it begins with its brace.
bool is_one_line(std::string_view record) {
  return record.starts_with('{') && std::memchr(record.data(), '\n', record.size()) == nullptr;
}

}  // namespace

PageWalk::PageWalk(const abi::SideShape& shape)
    : lines_(paths(shape), shape.fields.size()), alone_(paths(shape), shape.fields.size()) {}

void PageWalk::walk(std::span<const std::string_view> records, core::Arena& arena, const Take& take,
                    const Refuse& refuse) {
  numbers_.clear();
  std::size_t size = 0;
  for (std::size_t i = 0; i < records.size(); ++i) {
    if (!is_one_line(records[i])) {
      walk_alone(i, records[i], arena, take, refuse);
      continue;
    }
    numbers_.push_back(i);
    size += records[i].size() + 1;
  }
  char* window = arena.room(size + stream::padding_bytes).data();
  char* at = window;
  for (const std::size_t number : numbers_) {
    at = std::copy(records[number].begin(), records[number].end(), at);
    *at++ = '\n';
  }
  std::memset(at, ' ', stream::padding_bytes);
  const std::string_view bytes = arena.took(size + stream::padding_bytes).substr(0, size);
  lines_.start(bytes);
  while (lines_.next(rows_)) {
    for (std::size_t row = 0; row < rows_.rows.size(); ++row) {
      const std::size_t number = numbers_[rows_.rows[row].line - 1];
      if (rows_.rows[row].failure != nullptr)
        refuse(number, rows_.rows[row].failure);
      else
        take(number, rows_.slots_of(row), bytes);
    }
  }
}

void PageWalk::walk_alone(std::size_t record, std::string_view text, core::Arena& arena, const Take& take,
                          const Refuse& refuse) {
  char* copy = arena.room(text.size() + stream::padding_bytes).data();
  std::memset(std::copy(text.begin(), text.end(), copy), ' ', stream::padding_bytes);
  const std::string_view bytes = arena.took(text.size() + stream::padding_bytes).substr(0, text.size());
  const stream::Row row = alone_.record(bytes, slots_);
  if (row.failure != nullptr)
    refuse(record, row.failure);
  else
    take(record, slots_, bytes);
}

}  // namespace parley::driver
