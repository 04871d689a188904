#include "compiler/driver/sheet.hpp"

#include <algorithm>

namespace parley::driver {

namespace {

constexpr std::size_t lines_bytes_at_first = 1U << 20U;

}  // namespace

std::span<char> Lines::room() {
  if (bytes_.empty()) bytes_.resize(lines_bytes_at_first);
  return std::span(bytes_).subspan(used_);
}

void Lines::append(std::string_view text) {
  if (room().size() < text.size()) bytes_.resize(std::max(bytes_.size() * 2, used_ + text.size()));
  std::ranges::copy(text, bytes_.begin() + static_cast<std::ptrdiff_t>(used_));
  used_ += text.size();
}

bool Lines::grow(std::size_t most) {
  if (bytes_.size() * 2 > most) return false;
  bytes_.resize(std::max(bytes_.size() * 2, lines_bytes_at_first));
  return true;
}

void Lines::clear() {
  used_ = 0;
  if (bytes_.size() > sheet_bytes_max) bytes_ = {};
}

void Rejections::add(const Rejection& r) {
  entries_.push_back({r.line, r.column, r.field.size(), r.reason.size()});
  text_ += r.field;
  text_ += r.reason;
}

void Rejections::tell(Outlet& outlet, std::uint64_t lines_before) const {
  std::string_view rest = text_;
  auto next = [&rest](std::size_t length) {
    std::string_view part = rest.substr(0, length);
    rest.remove_prefix(length);
    return part;
  };
  for (const Entry& e : entries_) {
    std::string_view field = next(e.field_length);
    outlet.rejected(
        {.line = lines_before + e.line, .column = e.column, .field = field, .reason = next(e.reason_length)});
  }
}

void Rejections::clear() {
  entries_.clear();
  text_.clear();
}

core::Result<void> Sheet::write(Outlet& outlet, std::uint64_t lines_before) {
  rejections.tell(outlet, lines_before);
  rejections.clear();
  if (difference)
    outlet.differs({lines_before + difference->line, difference->generated, difference->interpreted});
  difference.reset();
  auto written = lines.is_empty() ? core::Result<void>() : outlet.lines(lines.view());
  lines.clear();
  return written;
}

void Sheet::forget() {
  lines.clear();
  rejections.clear();
  difference.reset();
}

void Sheet::begin() {
  forget();
  counts = {};
  line_count = 0;
  is_mapped = is_compiled = false;
}

}  // namespace parley::driver
