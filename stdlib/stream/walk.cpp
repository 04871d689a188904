#include "stdlib/stream/walk.hpp"

#include <algorithm>
#include <cstring>
#include <optional>

#include "stdlib/core/text.hpp"
#include "stdlib/stream/cursor.hpp"
#include "stdlib/stream/token.hpp"

namespace parley::stream {

namespace {

constexpr std::size_t misses_max = 16;  // in a row; then only one record in misses_max is tried by the shapes
constexpr std::size_t patience_max = 1'024;       // lines, where stretches keep being broken
constexpr std::size_t patience_windows_max = 32;  // where outlines keep being in vain
constexpr std::size_t idle_lessons_max = 64;      // that teach nothing; then records are not learnt from

bool has_duplicates(const LearntKey& object) {
  std::vector<std::string_view> keys;
  for (const LearntKey& member : object.members) {
    if (has_duplicates(member)) return true;
    keys.push_back(member.key);
  }
  std::ranges::sort(keys);
  return std::ranges::adjacent_find(keys) != keys.end();
}

// What one record teaches while it is read key by key.
struct Lesson {
  LearntKey root;
  std::optional<std::string> comma;
  std::optional<std::string> colon;
  std::optional<std::string> brace;
  bool is_usable = true;

  void note(std::optional<std::string>& known, std::string_view seen) {
    if (!known) known = seen;
    is_usable = is_usable && *known == seen && seen.find('\n') == std::string_view::npos;
  }
  Punctuation punctuation() const { return {comma.value_or(","), colon.value_or(":"), brace.value_or("{")}; }
};

}  // namespace

// A key that some wanted path goes through.
struct Walk::Wanted {
  std::string key;
  std::vector<std::uint32_t> slots;  // places that read this key's value
  std::vector<Wanted> members;
  std::vector<std::vector<std::uint16_t>> buckets;  // members by the hash of their keys
  std::uint64_t stamp = 0;                          // of the last record that had the key

  static std::size_t hash(std::string_view name) {
    if (name.empty()) return 0;
    auto byte = [&](std::size_t at) {
      return static_cast<std::size_t>(static_cast<unsigned char>(name[at]));
    };
    return name.size() * 29 + byte(0) * 7 + byte(name.size() / 2) * 13 + byte(name.size() - 1) * 3;
  }
  Wanted& member(std::string_view name) {
    auto found = std::ranges::find(members, name, &Wanted::key);
    if (found != members.end()) return *found;
    members.emplace_back();
    members.back().key = name;
    return members.back();
  }
  void fill_buckets() {
    buckets.assign(members.size() * 2 + 1, {});
    for (std::size_t n = 0; n < members.size(); ++n) {
      buckets[hash(members[n].key) % buckets.size()].push_back(static_cast<std::uint16_t>(n));
      members[n].fill_buckets();
    }
  }
  Wanted* find(std::string_view name) {
    for (std::uint16_t n : buckets[hash(name) % buckets.size()])
      if (members[n].key == name) return &members[n];
    return nullptr;
  }
  void clear(std::span<Slot> row) {
    for (std::uint32_t slot : slots) row[slot] = {};
    for (Wanted& m : members) {
      m.stamp = 0;
      m.clear(row);
    }
  }
};

// Reads a record key by key, whatever its shape.
struct Walk::Cursor : stream::Cursor {
  std::span<Slot> slots;
  std::uint64_t stamp = 0;
  bool surprising = false;
  std::optional<Lesson> lesson;

  // At the first token behind '{'. `keys` takes what is learnt, where there is a lesson.
  bool object(Wanted& shape, LearntKey* keys) {
    note(&Lesson::brace);
    ++depth;
    for (bool empty = peek() == '}'; !empty;) {
      if (peek() != '"') return fail("expected a key in quotes");
      LearntKey* learnt = nullptr;
      Wanted* member = nullptr;
      if (!key(shape, member, keys, learnt)) return false;
      advance();
      if (peek() != ':') return fail("expected a colon after the key");
      advance();
      note(&Lesson::colon);
      if (!(member == nullptr ? skip_value() : take(*member, learnt))) return false;
      if (peek() == '}') break;
      if (peek() != ',') return fail("expected a comma or a closing brace");
      advance();
      note(&Lesson::comma);
    }
    --depth;
    return advance();
  }

 private:
  // What stands from the token before the cursor to the one at it.
  void note(std::optional<std::string> Lesson::* what) {
    if (!lesson || *at >= end) return;
    lesson->note((*lesson).*what, {bytes + at[-1], *at - at[-1]});
  }

  bool key(Wanted& shape, Wanted*& member, LearntKey* keys, LearntKey*& learnt) {
    std::string_view text = string_here();
    if (has_backslash && text.find('\\') != std::string_view::npos) return escaped_key(shape, text, member);
    member = shape.find(text);
    if (!lesson || !lesson->is_usable || keys == nullptr) return true;
    lesson->is_usable = text.size() + 2 == at[1] - *at && keys->members.size() < learnt_keys_max;
    learnt = &keys->members.emplace_back();
    learnt->key = text;
    if (member == nullptr) return true;
    learnt->slots = member->slots;
    learnt->has_wanted_members = !member->members.empty();
    return true;
  }

  bool escaped_key(Wanted& shape, std::string_view text, Wanted*& member) {
    if (!has_valid_escapes(text)) return fail("has an escape that JSON does not know");
    if (lesson) lesson->is_usable = false;
    std::string name;
    append_unescaped(name, text);
    member = shape.find(name);
    surprising = surprising || member != nullptr;
    return true;
  }

  bool take(Wanted& wanted, LearntKey* learnt) {
    if (wanted.stamp == stamp) {
      surprising = true;
      wanted.clear(slots);
    }
    wanted.stamp = stamp;
    std::uint32_t start = offset();
    Slot slot = slot_here();
    if (peek() == '{' && !wanted.members.empty()) {
      advance();
      if (learnt != nullptr) {
        learnt->is_entered = true;
        if (!wanted.slots.empty()) lesson->is_usable = false;
      }
      if (!object(wanted, learnt)) return false;
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
  root_->fill_buckets();
  learning_.shapes.reserve(shapes_max);
}

Walk::~Walk() = default;
Walk::Walk(Walk&&) noexcept = default;

void Walk::start(std::string_view bytes) {
  bytes_ = bytes;
  done_ = 0;
  lines_passed_ = 0;
  outlined_ = draw_outline();
  if (!outlined_) index();
}

void Walk::index() {
  base_ = 0;
  whole_ = structure_.index(bytes_) == nullptr;
  if (!whole_) return;
  at_ = structure_.positions();
  backslash_ = backslash_from(0);
}

bool Walk::next(Rows& rows) {
  rows.slot_count = slot_count_;
  rows.rows.clear();
  rows.rows.reserve(rows_max);
  rows.slots.resize(rows_max * slot_count_);
  while (rows.rows.size() < rows_max && done_ < bytes_.size()) {
    if (outlined_ && follow_outlined(rows)) continue;
    if (outlined_) index_rest();
    if (!whole_ || !(follow_stretch(rows) || follow_line(rows))) next_line(rows);
  }
  return !rows.rows.empty();
}

// Where lines of one shape came one behind the other, more of them are to be expected.
Shape* Walk::usual_shape() {
  Learning& l = learning_;
  const std::size_t number = l.followers[l.last];
  return l.shapes.empty() || l.misses > 0 || l.followers[number] != number ? nullptr : &l.shapes[number];
}

bool Walk::draw_outline() {
  Learning& l = learning_;
  if (!outlines_ || usual_shape() == nullptr) return false;
  if (l.pause_windows > 0) return --l.pause_windows, false;
  if (!outline_.draw(bytes_)) return give_outline_up(), false;
  ends_done_ = 0;
  backslashes_ = outline_.backslashes().data();
  return true;
}

// The rest of the window is indexed, and some windows behind it, too: the more of them the more often that
// happened.
void Walk::give_outline_up() {
  learning_.patience_windows =
      std::clamp<std::size_t>(learning_.patience_windows * 2, 1, patience_windows_max);
  learning_.pause_windows = learning_.patience_windows;
  outlined_ = false;
}

// Several lines by one shape, and by the outline.
bool Walk::follow_outlined(Rows& rows) {
  Shape* const shape = usual_shape();
  const auto ends = outline_.line_ends().subspan(ends_done_);
  OutlinedLines lines{.bytes = bytes_.data(),
                      .limit = static_cast<std::uint32_t>(bytes_.size()),
                      .quotes = outline_.quotes(),
                      .start = static_cast<std::uint32_t>(done_),
                      .ends = ends.data(),
                      .count = std::min({lines_max, rows_max - rows.rows.size(), ends.size()}),
                      .slots = add_slots(rows).data(),
                      .slot_count = slot_count_,
                      .backslashes = backslashes_};
  if (shape == nullptr) return false;
  if (!shape->fills(slot_count_))  // then some stay absent
    std::ranges::fill(std::as_writable_bytes(std::span(lines.slots, lines.count * slot_count_)), std::byte{});
  if (!shape->follow_lines(lines)) return false;
  for (const std::uint32_t end : ends.first(lines.count)) add_row(rows, end);
  ends_done_ += lines.count;
  backslashes_ = lines.backslashes;
  together_ += lines.count;
  learning_.last = learning_.followers[learning_.last];
  if (done_ == bytes_.size()) learning_.patience_windows = 0;
  return true;
}

void Walk::index_rest() {
  give_outline_up();
  index();
  if (!whole_) return;
  at_ = std::lower_bound(at_, at_ + structure_.count(), static_cast<std::uint32_t>(done_));
  backslash_ = backslash_from(done_);
}

std::span<Slot> Walk::add_slots(Rows& rows) const {
  return {rows.slots.data() + rows.rows.size() * slot_count_, slot_count_};
}

std::uint32_t Walk::backslash_from(std::size_t offset) const {
  std::size_t found = bytes_.find('\\', base_ + offset);
  return static_cast<std::uint32_t>((found == std::string_view::npos ? bytes_.size() : found) - base_);
}

// Several lines by one shape, where the last ones had it. A stretch that is broken is followed line by line,
// and some lines behind it, too: the more of them the more often that happened.
bool Walk::follow_stretch(Rows& rows) {
  Learning& l = learning_;
  Shape* const shape = usual_shape();
  if (shape == nullptr) return false;
  if (l.pause > 0) return --l.pause, false;
  const auto left = static_cast<std::size_t>(structure_.positions() + structure_.count() - at_);
  Stretch stretch{.bytes = bytes_.data(),
                  .at = at_,
                  .count = std::min({lines_max, rows_max - rows.rows.size(), left / shape->token_count()}),
                  .slots = add_slots(rows).data(),
                  .slot_count = slot_count_,
                  .tokens = shape->token_count(),
                  .limit = static_cast<std::uint32_t>(bytes_.size()),
                  .backslash = backslash_};
  if (stretch.count < 2) return false;
  std::ranges::fill(std::as_writable_bytes(std::span(stretch.slots, stretch.count * slot_count_)),
                    std::byte{});
  if (!stand_alone(stretch) || !shape->follow_all(stretch)) {
    l.patience = std::clamp(l.patience * 2, lines_max, patience_max);
    l.pause = l.patience;
    return false;
  }
  for (std::size_t n = 0; n < stretch.count; ++n) {
    at_ += stretch.tokens;
    add_row(rows, *at_ - 1);
  }
  together_ += stretch.count;
  backslash_ = stretch.backslash;
  l.patience = 0;
  l.last = l.followers[l.last];
  return true;
}

// Whether as many tokens as the shape has make up each line. Behind the last token stands the bytes' length,
// so that a last line without its newline is none.
bool Walk::stand_alone(const Stretch& stretch) const {
  const std::uint32_t* at = stretch.at;
  bool alone = *at == done_;
  for (std::size_t n = 0; n < stretch.count; ++n, at += stretch.tokens) {
    const char* end = bytes_.data() + at[stretch.tokens - 1] + 1;
    end += *end == '\r' ? 1 : 0;
    alone &= *end == '\n' && bytes_.data() + at[stretch.tokens] == end + 1;
  }
  return alone;
}

// A line up to `end`; behind that stands its newline, or nothing.
void Walk::add_row(Rows& rows, std::size_t end) {
  Row& row = rows.rows.emplace_back();
  row.line = ++lines_passed_;
  row.start = static_cast<std::uint32_t>(done_);
  row.length = static_cast<std::uint32_t>(end - done_);
  done_ = std::min(end + 1, bytes_.size());
}

// One line by the shapes that are known, its end found on the way; false where it is for next_line.
bool Walk::follow_line(Rows& rows) {
  if (*at_ != done_) return false;
  Place place{.bytes = bytes_.data(),
              .at = at_,
              .at_end = structure_.positions() + structure_.count(),
              .base = 0,
              .limit = static_cast<std::uint32_t>(bytes_.size()),
              .backslash = backslash_};
  if (!follow(place, add_slots(rows))) return false;
  std::size_t end = place.end;
  if (end < bytes_.size() && bytes_[end] == '\r') ++end;
  if (end < bytes_.size() && bytes_[end] != '\n') return false;
  add_row(rows, end);
  at_ = place.at;
  backslash_ = place.backslash;
  return true;
}

// Tries the shape that came behind the last record's last time, then the others.
bool Walk::follow(Place& place, std::span<Slot> slots) {
  Learning& l = learning_;
  if (l.shapes.empty()) return false;
  if (l.misses >= misses_max) ++l.misses;
  if (l.misses > misses_max && l.misses % misses_max != 0) return false;
  std::size_t expected = l.followers[l.last];
  for (std::size_t n = 0; n < l.shapes.size(); ++n) {
    std::size_t number = n == 0 ? expected : n - (n <= expected ? 1 : 0);
    std::ranges::fill(std::as_writable_bytes(slots), std::byte{});  // all absent
    Place there = place;
    if (!l.shapes[number].follow(there, slots.data())) continue;
    place = there;
    l.followers[l.last] = number;
    l.last = number;
    l.misses = 0;
    return true;
  }
  if (l.misses < misses_max) ++l.misses;
  return false;
}

bool Walk::next_line(Rows& rows) {
  std::size_t newline = bytes_.find('\n', done_);
  std::size_t end = newline == std::string_view::npos ? bytes_.size() : newline;
  Row row;
  row.line = ++lines_passed_;
  row.start = static_cast<std::uint32_t>(done_);
  row.length = static_cast<std::uint32_t>(end - done_);
  std::string_view line = bytes_.substr(done_, end - done_);
  std::size_t behind = newline == std::string_view::npos ? end : newline + 1;
  if (!whole_) {
    base_ = done_;
    row.failure = structure_.index(line);
    if (row.failure != nullptr) row.failure_at = structure_.wrong_at(line);
    at_ = structure_.positions();
    backslash_ = backslash_from(0);
  }
  done_ = behind;
  if (row.failure == nullptr && base_ + *at_ >= end) return false;  // a blank line
  std::span<Slot> slots = add_slots(rows);
  if (row.failure == nullptr) read_line(row, slots);
  if (row.failure != nullptr) std::ranges::fill(slots, Slot{});
  rows.rows.push_back(row);
  return true;
}

// Precondition: at_ stands on the line's first token.
void Walk::read_line(Row& row, std::span<Slot> slots) {
  auto base = static_cast<std::uint32_t>(base_);
  std::uint32_t end = row.start - base + row.length;
  Place place{.bytes = bytes_.data() + base_,
              .at = at_,
              .at_end = structure_.positions() + structure_.count(),
              .base = base,
              .limit = end,
              .backslash = backslash_};
  if (!whole_ && follow(place, slots) && *place.at >= end) return;

  std::ranges::fill(slots, Slot{});
  Cursor cursor;
  cursor.bytes = bytes_.data() + base_;
  cursor.base = base;
  cursor.at = at_;
  cursor.end = end;
  cursor.at_end = structure_.positions() + structure_.count();
  cursor.has_backslash = backslash_ < end;
  cursor.slots = slots;
  cursor.stamp = ++stamp_;
  if (learning_.lessons < idle_lessons_max) cursor.lesson.emplace();
  if (cursor.peek() != '{') {
    cursor.fail("is not a JSON object");
  } else {
    cursor.advance();
    LearntKey* keys = cursor.lesson ? &cursor.lesson->root : nullptr;
    if (cursor.object(*root_, keys) && cursor.peek() != '\0') cursor.fail("has something behind the record");
  }
  row.failure = cursor.failure;
  row.failure_at = cursor.failed_at - (row.start - base);
  row.surprising = cursor.surprising;
  if (cursor.lesson && row.failure == nullptr) learn(cursor);
  at_ = cursor.at;
  while (*at_ < cursor.end) ++at_;
  if (backslash_ < end) backslash_ = backslash_from(end);
}

// The first known shape that can take the record's keys in does; else the record has a shape of its own.
void Walk::learn(const Cursor& cursor) {
  const Lesson& lesson = *cursor.lesson;
  Learning& l = learning_;
  auto learnt = Shape::Learnt::refused;
  if (lesson.is_usable && !has_duplicates(lesson.root)) {
    for (std::size_t n = 0; n < l.shapes.size() && learnt == Shape::Learnt::refused; ++n)
      learnt = l.shapes[n].learn(lesson.root, lesson.punctuation());
    if (learnt == Shape::Learnt::refused && l.shapes.size() < shapes_max)
      learnt = l.shapes.emplace_back().learn(lesson.root, lesson.punctuation());
  }
  if (learnt != Shape::Learnt::more) ++l.lessons;
}

Row Walk::record(std::string_view bytes, std::vector<Slot>& slots) {
  slots.assign(slot_count_, {});
  Row row;
  row.line = 1;
  row.length = static_cast<std::uint32_t>(bytes.size());
  bytes_ = bytes;
  base_ = 0;
  whole_ = false;
  row.failure = structure_.index(bytes);
  at_ = structure_.positions();
  backslash_ = backslash_from(0);
  if (row.failure == nullptr)
    read_line(row, slots);
  else
    row.failure_at = structure_.wrong_at(bytes);
  if (row.failure != nullptr) slots.assign(slot_count_, {});
  return row;
}

}  // namespace parley::stream
