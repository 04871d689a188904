#include "stdlib/stream/walk.hpp"

#include <algorithm>
#include <cstring>

#include "stdlib/core/text.hpp"
#include "stdlib/stream/cursor.hpp"
#include "stdlib/stream/token.hpp"

namespace parley::stream {

// A key that some wanted path goes through, and what was learnt of the object behind it.
struct Walk::Wanted {
  struct Learnt {
    std::string key;           // with its closing quote
    std::int32_t member = -1;  // index into members; -1: skip
  };
  std::string key;
  std::vector<std::uint32_t> slots;  // places that read this key's value
  std::vector<Wanted> members;
  std::vector<Learnt> order;
  std::uint64_t stamp = 0;  // of the last record that had the key

  Wanted& member(std::string_view name) {
    auto found = std::ranges::find(members, name, &Wanted::key);
    if (found != members.end()) return *found;
    members.emplace_back();
    members.back().key = name;
    return members.back();
  }
  std::int32_t index_of(std::string_view name) const {
    auto found = std::ranges::find(members, name, &Wanted::key);
    return found == members.end() ? -1 : static_cast<std::int32_t>(found - members.begin());
  }
  void clear(std::span<Slot> row) {
    for (std::uint32_t slot : slots) row[slot] = {};
    for (Wanted& m : members) {
      m.stamp = 0;
      m.clear(row);
    }
  }
};

struct Walk::Cursor : stream::Cursor {
  std::span<Slot> slots;
  std::uint64_t stamp = 0;
  bool surprising = false;

  // At the first token behind '{'.
  bool object(Wanted& shape) {
    std::size_t expected = 0;
    ++depth;
    for (bool empty = peek() == '}'; !empty;) {
      if (peek() != '"') return fail("expected a key in quotes");
      std::int32_t member = -1;
      if (!key(shape, expected, member)) return false;
      advance();
      if (peek() != ':') return fail("expected a colon after the key");
      advance();
      if (!(member < 0 ? skip_value() : take(shape.members[static_cast<std::size_t>(member)]))) return false;
      if (peek() == '}') break;
      if (peek() != ',') return fail("expected a comma or a closing brace");
      advance();
    }
    --depth;
    return advance();
  }

 private:
  bool key(Wanted& shape, std::size_t& expected, std::int32_t& member) {
    if (expected < shape.order.size() && follows_quote(shape.order[expected].key)) {
      member = shape.order[expected++].member;
      return true;
    }
    std::string_view text = string_here();
    if (text.find('\\') != std::string_view::npos) return escaped_key(shape, text, member);
    for (std::size_t i = expected + 1; i < shape.order.size(); ++i) {
      if (!follows_quote(shape.order[i].key)) continue;
      expected = i + 1;
      member = shape.order[i].member;
      return true;
    }
    member = shape.index_of(text);
    learn(shape, expected, text, member);
    return true;
  }

  bool escaped_key(Wanted& shape, std::string_view text, std::int32_t& member) {
    if (!has_valid_escapes(text)) return fail("has an escape that JSON does not know");
    std::string name;
    append_unescaped(name, text);
    member = shape.index_of(name);
    surprising = surprising || member >= 0;
    return true;
  }

  // A key seen for the first time, or out of its order: it is expected here from now on.
  static void learn(Wanted& shape, std::size_t& expected, std::string_view text, std::int32_t member) {
    std::string with_quote = std::string(text) + '"';
    auto known = std::ranges::find(shape.order, with_quote, &Wanted::Learnt::key);
    if (known != shape.order.end()) {
      expected = static_cast<std::size_t>(known - shape.order.begin()) + 1;
      return;
    }
    if (shape.order.size() >= learnt_keys_max) return;
    std::size_t at = std::min(expected, shape.order.size());
    shape.order.insert(shape.order.begin() + static_cast<std::ptrdiff_t>(at), {with_quote, member});
    expected = at + 1;
  }

  bool take(Wanted& wanted) {
    if (wanted.stamp == stamp) {
      surprising = true;
      wanted.clear(slots);
    }
    wanted.stamp = stamp;
    std::uint32_t start = offset();
    Slot slot = slot_here();
    if (peek() == '{' && !wanted.members.empty()) {
      advance();
      if (!object(wanted)) return false;
    } else if (!skip_value()) {
      return false;
    }
    if (slot.kind == Kind::object || slot.kind == Kind::array) slot.length = end_of_last() - start;
    for (std::uint32_t number : wanted.slots) slots[number] = slot;
    return true;
  }
};

Walk::Walk(const std::vector<WantedPath>& wanted, std::size_t slot_count)
    : root_(std::make_unique<Wanted>()), slot_count_(slot_count) {
  for (const WantedPath& path : wanted) {
    Wanted* at = root_.get();
    for (std::string_view key : core::split(path.path, '.')) at = &at->member(key);
    at->slots.push_back(path.slot);
  }
}

Walk::~Walk() = default;
Walk::Walk(Walk&&) noexcept = default;

void Walk::start(std::string_view bytes, std::uint64_t first_line) {
  bytes_ = bytes;
  done_ = 0;
  line_ = first_line;
  whole_ = structure_.index(bytes) == nullptr;
  at_ = whole_ ? structure_.positions() : nullptr;
}

bool Walk::next(Rows& rows) {
  rows.slot_count = slot_count_;
  rows.rows.clear();
  rows.slots.clear();
  while (rows.rows.size() < rows_max && done_ < bytes_.size()) next_line(rows);
  return !rows.rows.empty();
}

bool Walk::next_line(Rows& rows) {
  std::size_t newline = bytes_.find('\n', done_);
  std::size_t end = newline == std::string_view::npos ? bytes_.size() : newline;
  Row row;
  row.line = line_++;
  row.start = static_cast<std::uint32_t>(done_);
  row.length = static_cast<std::uint32_t>(end - done_);
  std::string_view line = bytes_.substr(done_, end - done_);
  done_ = newline == std::string_view::npos ? end : newline + 1;
  if (!whole_) {
    at_ = nullptr;
    row.failure = structure_.index(line);
    if (row.failure == nullptr)
      at_ = structure_.positions();
    else
      row.failure_at = structure_.wrong_at(line);
  }
  std::uint32_t base = whole_ ? 0 : row.start;
  if (at_ != nullptr && base + *at_ >= end) return false;  // a blank line
  rows.slots.resize(rows.slots.size() + slot_count_);
  if (row.failure == nullptr)
    walk_line(line, row, {rows.slots.data() + rows.slots.size() - slot_count_, slot_count_});
  if (row.failure != nullptr)
    std::fill_n(rows.slots.end() - static_cast<std::ptrdiff_t>(slot_count_), slot_count_, Slot{});
  rows.rows.push_back(row);
  return true;
}

// Precondition: at_ stands on the line's first token.
void Walk::walk_line(std::string_view line, Row& row, std::span<Slot> slots) {
  std::uint32_t base = whole_ ? 0 : row.start;
  Cursor cursor;
  cursor.bytes = bytes_.data() + base;
  cursor.base = base;
  cursor.at = at_;
  cursor.end = row.start - base + row.length;
  cursor.has_backslash = line.find('\\') != std::string_view::npos;
  cursor.slots = slots;
  cursor.stamp = ++stamp_;
  if (cursor.peek() != '{') {
    cursor.fail("is not a JSON object");
  } else {
    cursor.advance();
    if (cursor.object(*root_) && cursor.peek() != '\0') cursor.fail("has something behind the record");
  }
  row.failure = cursor.failure;
  row.failure_at = cursor.failed_at - (row.start - base);
  row.surprising = cursor.surprising;
  at_ = cursor.at;
  while (*at_ < cursor.end) ++at_;
}

Row Walk::record(std::string_view bytes, std::vector<Slot>& slots) {
  slots.assign(slot_count_, {});
  Row row;
  row.line = 1;
  row.length = static_cast<std::uint32_t>(bytes.size());
  bytes_ = bytes;
  whole_ = true;
  row.failure = structure_.index(bytes);
  at_ = structure_.positions();
  if (row.failure == nullptr)
    walk_line(bytes, row, slots);
  else
    row.failure_at = structure_.wrong_at(bytes);
  if (row.failure != nullptr) slots.assign(slot_count_, {});
  return row;
}

}  // namespace parley::stream
