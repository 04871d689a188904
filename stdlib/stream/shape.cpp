#include "stdlib/stream/shape.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "stdlib/stream/cursor.hpp"

namespace parley::stream {

namespace {

constexpr std::size_t width = 32;  // bytes of a literal that are compared at once
using Words = std::uint64_t __attribute__((vector_size(width)));

// From `width - n` on: n bytes that count, then such that do not.
constexpr auto counted_bytes = [] {
  std::array<unsigned char, 2 * width> bytes{};
  std::fill_n(bytes.begin(), width, 0xFF);
  return bytes;
}();

[[gnu::always_inline]] inline std::uint32_t load_word(const char* at) {
  std::uint32_t word = 0;
  std::memcpy(&word, at, sizeof word);
  return word;
}

// Whether the first `length` bytes differ, of `width` at most.
[[gnu::always_inline]] inline bool differ(const char* a, const char* b, std::size_t length) {
  Words words;
  Words others;
  Words counted;
  std::memcpy(&words, a, width);
  std::memcpy(&others, b, width);
  std::memcpy(&counted, counted_bytes.data() + width - std::min(length, width), width);
  words = (words ^ others) & counted;
  return (words[0] | words[1] | words[2] | words[3]) != 0;
}

std::size_t count_keys(const LearntKey& object) {
  std::size_t count = object.members.size();
  for (const LearntKey& member : object.members) count += count_keys(member);
  return count;
}

// Whether the record's keys stand in the order of the known ones.
bool is_in_order(const LearntKey& known, const LearntKey& record) {
  auto from = known.members.begin();
  for (const LearntKey& member : record.members) {
    auto found = std::ranges::find(known.members, member.key, &LearntKey::key);
    if (found == known.members.end()) continue;
    if (found < from || found->is_entered != member.is_entered || !is_in_order(*found, member)) return false;
    from = found + 1;
  }
  return true;
}

void merge(LearntKey& known, const LearntKey& record) {
  auto from = known.members.begin();
  for (const LearntKey& member : record.members) {
    auto found = std::ranges::find(known.members, member.key, &LearntKey::key);
    if (found == known.members.end()) {
      from = known.members.insert(from, member) + 1;
    } else {
      merge(*found, member);
      from = found + 1;
    }
  }
}

}  // namespace

Shape::Learnt Shape::learn(const LearntKey& record, const Punctuation& punctuation) {
  if (steps_.empty()) {
    root_ = record;
    punctuation_ = punctuation;
  } else {
    if (!(punctuation == punctuation_) || !is_in_order(root_, record)) return Learnt::refused;
    if (key_count_ + count_keys(record) > learnt_keys_max) return Learnt::refused;
    merge(root_, record);
    if (count_keys(root_) == key_count_) return Learnt::nothing;
  }
  key_count_ = count_keys(root_);
  steps_.clear();
  literals_.clear();
  slots_.clear();
  lay_out(root_, "", 0, 0);
  for (std::size_t n = 0; n < steps_.size(); ++n) steps_[n].literal = literals_[n].data();
  return Learnt::more;
}

// `before` is what stands before the object's brace, of so many tokens.
void Shape::lay_out(const LearntKey& object, std::string_view before, std::uint8_t tokens,
                    std::uint16_t depth) {
  auto opener = static_cast<std::uint32_t>(steps_.size());
  Step& opening = add_step(Action::enter, std::string(before) + punctuation_.brace,
                           static_cast<std::uint8_t>(tokens + 1));
  opening.depth = depth;
  std::vector<std::uint32_t> own;
  for (const LearntKey& member : object.members) {
    bool is_first = &member == &object.members.front();
    auto member_tokens = static_cast<std::uint8_t>(is_first ? 2 : 3);
    std::string literal = (is_first ? "" : punctuation_.comma) + '"' + member.key + '"' + punctuation_.colon;
    own.push_back(static_cast<std::uint32_t>(steps_.size()));
    if (member.is_entered) {
      lay_out(member, literal, member_tokens, static_cast<std::uint16_t>(depth + 1));
    } else {
      give_slots(add_step(Action::skip, literal, member_tokens), member);
    }
    steps_[own.back()].is_first = is_first;
  }
  own.push_back(static_cast<std::uint32_t>(steps_.size()));
  add_step(Action::close, "}", 1);
  for (std::uint32_t number : own) {
    steps_[number].object = opener;
    steps_[number].close = own.back();
    if (steps_[number].action != Action::enter) steps_[number].depth = static_cast<std::uint16_t>(depth + 1);
  }
}

Shape::Step& Shape::add_step(Action action, std::string_view literal, std::uint8_t tokens) {
  Step& step = steps_.emplace_back();
  step.action = action;
  step.length = static_cast<std::uint32_t>(literal.size());
  step.tokens = tokens;
  literals_.emplace_back(literal).append(width, '\0');
  return step;
}

void Shape::give_slots(Step& step, const LearntKey& key) {
  step.refuses_object = key.has_wanted_members;
  if (key.slots.empty()) return;
  step.action = key.slots.size() == 1 ? Action::keep : Action::keep_several;
  step.slot = key.slots.size() == 1 ? key.slots[0] : static_cast<std::uint32_t>(slots_.size());
  step.slot_count = static_cast<std::uint32_t>(key.slots.size());
  if (key.slots.size() > 1) slots_.insert(slots_.end(), key.slots.begin(), key.slots.end());
}

// The part of a long literal behind the first `width` bytes.
inline bool Shape::fits_rest(const Step& step, std::string_view rest) {
  if (step.length <= width) return true;
  return rest.size() >= step.length &&
         std::memcmp(rest.data() + width, step.literal + width, step.length - width) == 0;
}

// Keys may be missing: the next known one that stands here, or the end of the object.
Shape::Found Shape::find(const Step& expected, std::string_view rest) const {
  if (&expected == steps_.data()) return {};  // no object
  if (rest.starts_with('}')) return {&steps_[expected.close]};
  auto dropped = static_cast<std::uint32_t>(expected.is_first ? punctuation_.comma.size() : 0);
  for (const Step* step = &expected + 1; step < &steps_[expected.close]; ++step) {
    if (step->object != expected.object) continue;
    if (rest.starts_with({step->literal + dropped, step->length - dropped})) return {step, dropped};
  }
  return {};
}

void Shape::fill(const Step& step, Slot slot, Slot* slots) const {
  if (step.action == Action::keep) slots[step.slot] = slot;
  if (step.action != Action::keep_several) return;
  for (std::uint32_t n = 0; n < step.slot_count; ++n) slots[slots_[step.slot + n]] = slot;
}

// A value that is not simply a text without escapes or null; `at` goes behind it.
bool Shape::take_other(Place& place, const Step& step, const std::uint32_t*& at, Slot* slots) const {
  std::uint32_t start = *at;
  if (step.refuses_object && place.bytes[start] == '{') return false;
  Cursor cursor;
  cursor.bytes = place.bytes;
  cursor.base = place.base;
  cursor.at = at;
  cursor.end = place.limit;
  cursor.depth = step.depth;
  Slot slot = cursor.slot_here();
  bool is_container = slot.kind == Kind::object || slot.kind == Kind::array;
  // The record's own limit is not known: a container is walked as if it had no backslash, then again if so.
  if (!cursor.skip_value()) return false;
  std::uint32_t end = is_container ? cursor.at[-1] + 1 : *cursor.at;
  if (*cursor.at != end || end >= place.limit) return false;
  if (place.backslash < end) {
    cursor.at = at;
    cursor.has_backslash = true;
    if (!cursor.skip_value()) return false;
    slot.has_escape = slot.kind == Kind::text;
    const void* next = std::memchr(place.bytes + end, '\\', place.limit - end);
    place.backslash = next == nullptr
                          ? place.limit
                          : static_cast<std::uint32_t>(static_cast<const char*>(next) - place.bytes);
  }
  if (is_container) {
    slot.length = end - start;
    if (std::memchr(place.bytes + start, '\n', end - start) != nullptr) return false;
  } else if (start + slot.length + (slot.kind == Kind::text ? 2 : 0) != end) {
    return false;  // blanks behind it
  }
  fill(step, slot, slots);
  at = cursor.at;
  return true;
}

[[gnu::always_inline]] inline bool Shape::follow_by(Place& place, Slot* slots) const {
  const char* const bytes = place.bytes;
  const std::uint32_t* at = place.at;
  const std::uint32_t base = place.base;
  const std::uint32_t limit = place.limit;
  std::uint32_t backslash = place.backslash;
  std::uint32_t position = *at;
  constexpr std::uint32_t null_word = 0x6C6C756E;  // "null" where the lowest byte comes first
  constexpr auto text_kind = static_cast<std::uint8_t>(Kind::text);
  static_assert(static_cast<std::uint8_t>(Kind::null) + 1 == text_kind);
  for (const Step *step = steps_.data(), *last = step + steps_.size(); step != last; ++step) {
    std::uint32_t length = step->length;
    std::uint32_t tokens = step->tokens;
    if (differ(bytes + position, step->literal, length) ||
        !fits_rest(*step, {bytes + position, limit - position})) [[unlikely]] {
      Found found = find(*step, {bytes + position, limit - position});
      if (found.step == nullptr) return false;
      step = found.step;
      length = step->length - found.dropped;
      tokens = step->tokens - (found.dropped > 0 ? 1U : 0U);
    }
    position += length;
    at += tokens;
    if (step->action >= Action::enter) {
      if (position > limit) return false;
      continue;
    }
    std::uint32_t start = position;
    std::uint32_t end = at[1];
    if ((*at != start) | (end <= start) | (end >= limit)) return false;
    bool is_text = (bytes[start] == '"') & (bytes[end - 1] == '"');
    bool is_null = (load_word(bytes + start) == null_word) & (end - start == 4);
    if ((is_text | is_null) & (backslash >= end)) [[likely]] {
      ++at;
      position = end;
      Slot slot{.start = base + start + (is_text ? 1U : 0U),
                .length = end - start - (is_text ? 2U : 0U),
                .kind = static_cast<Kind>(text_kind - (is_null ? 1 : 0))};
      if (step->action == Action::keep)
        slots[step->slot] = slot;
      else if (step->action == Action::keep_several)
        fill(*step, slot, slots);
      continue;
    }
    place.backslash = backslash;
    if (!take_other(place, *step, at, slots)) return false;
    backslash = place.backslash;
    position = *at;
  }
  place.at = at;
  place.end = position;
  place.backslash = backslash;
  return true;
}

// The same with the registers of newer processors.
[[gnu::target("avx2,bmi,bmi2")]] bool Shape::follow_wide(Place& place, Slot* slots) const {
  return follow_by(place, slots);
}

bool Shape::follow(Place& place, Slot* slots) const {
  static const bool is_wide = __builtin_cpu_supports("avx2") != 0;
  return is_wide ? follow_wide(place, slots) : follow_by(place, slots);
}

}  // namespace parley::stream
