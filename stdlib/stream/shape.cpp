#include "stdlib/stream/shape.hpp"

#include <algorithm>
#include <cstring>

#include "stdlib/core/processor.hpp"
#include "stdlib/stream/cursor.hpp"
#include "stdlib/stream/literals.hpp"
#include "stdlib/stream/token.hpp"

namespace parley::stream {

namespace {

[[gnu::always_inline]] inline bool fits(const char* bytes, const char* pattern) {
  Differences differences(pattern);
  differences.add(bytes);
  return !differences.count(pattern);
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
  tokens_max_ = 0;
  value_steps_.clear();
  lay_out(root_, "", 0, 0);
  lay_out_patterns();
  return Learnt::more;
}

// `before` is what stands before the object's brace, of so many tokens.
void Shape::lay_out(const LearntKey& object, std::string_view before, std::uint32_t tokens,
                    std::uint16_t depth) {
  auto opener = static_cast<std::uint32_t>(steps_.size());
  add_step(Action::enter, std::string(before) + punctuation_.brace, tokens + 1).depth = depth;
  std::vector<std::uint32_t> own;
  for (const LearntKey& member : object.members) {
    bool is_first = &member == &object.members.front();
    const std::uint32_t member_tokens = is_first ? 2 : 3;
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

Shape::Step& Shape::add_step(Action action, std::string_view literal, std::uint32_t tokens) {
  Step& step = steps_.emplace_back();
  step.action = action;
  step.length = static_cast<std::uint32_t>(literal.size());
  step.tokens = tokens;
  value_steps_.insert(value_steps_.end(), tokens, no_step);
  if (action < Action::enter) value_steps_.push_back(static_cast<std::uint32_t>(steps_.size() - 1));
  tokens_max_ = std::ssize(value_steps_);
  literals_.emplace_back(literal);
  return step;
}

// A pattern is a literal of so many bytes at most, then as many that are ones where those of the literal
// count. A byte that UTF-8 has not stands for a literal that is too long: its pattern fits nothing. Behind
// the patterns of the steps stands one that fits everything.
void Shape::lay_out_patterns() {
  patterns_.assign((steps_.size() + 1) * 2 * pattern_width, '\0');
  for (std::size_t n = 0; n < steps_.size(); ++n) {
    char* pattern = patterns_.data() + n * 2 * pattern_width;
    const std::string& text = literals_[n];
    const std::size_t counted = text.size() <= pattern_width ? text.size() : 1;
    std::ranges::copy(text.size() <= pattern_width ? text : "\xFF", pattern);
    std::fill_n(pattern + pattern_width, counted, '\xFF');
    steps_[n].pattern = pattern;
    steps_[n].stretch_pattern =
        text.size() <= pattern_width ? pattern : patterns_.data() + steps_.size() * 2 * pattern_width;
  }
}

std::string_view Shape::literal(const Step& step) const {
  return literals_[static_cast<std::size_t>(&step - steps_.data())];
}

void Shape::give_slots(Step& step, const LearntKey& key) {
  step.refuses_object = key.has_wanted_members;
  if (key.slots.empty()) return;
  step.action = key.slots.size() == 1 ? Action::keep : Action::keep_several;
  step.slot = key.slots[0];
  step.slots_at = static_cast<std::uint32_t>(slots_.size());
  step.slot_count = static_cast<std::uint32_t>(key.slots.size());
  slots_.insert(slots_.end(), key.slots.begin(), key.slots.end());
}

// Keys may be missing: the next known one that stands here, or the end of the object.
Shape::Found Shape::find(const Step& expected, std::string_view rest) const {
  if (&expected == steps_.data()) return {};  // no object
  if (rest.starts_with('}')) return {&steps_[expected.close]};
  const char* const here = rest.data();  // a pattern's width can be read
  auto dropped = static_cast<std::uint32_t>(expected.is_first ? punctuation_.comma.size() : 0);
  for (const Step* step = &expected + 1; step < &steps_[expected.close]; ++step) {
    if (step->object != expected.object) continue;
    const bool is_here = dropped == 0 && step->length <= pattern_width
                             ? fits(here, step->pattern)
                             : rest.starts_with(literal(*step).substr(dropped));
    if (is_here) return {step, dropped};
  }
  return {};
}

void Shape::fill(const Step& step, Slot slot, Slot* slots) const {
  if (step.action == Action::keep) slots[step.slot] = slot;
  if (step.action == Action::keep_several) fill_several(step, slot, slots);
}

void Shape::fill_several(const Step& step, Slot slot, Slot* slots) const {
  for (std::uint32_t n = 0; n < step.slot_count; ++n) slots[slots_[step.slots_at + n]] = slot;
}

// A value that is no null and no text without escapes; the place stands there, and goes behind it.
bool Shape::take_other(Place& place, const Step& step, Slot* slots) const {
  const std::uint32_t start = *place.at;
  const std::string_view token(place.bytes + start, place.at[1] - start);
  if (token == "false" || token == "true" || is_number(token)) {
    if (place.at[1] >= place.limit) return false;
    const Kind kind = token.front() == 'f' || token.front() == 't' ? Kind::boolean : Kind::number;
    fill(step, {place.base + start, static_cast<std::uint32_t>(token.size()), kind}, slots);
    ++place.at;
    return true;
  }
  if (step.refuses_object && place.bytes[start] == '{') return false;
  Cursor cursor;
  cursor.bytes = place.bytes;
  cursor.base = place.base;
  cursor.at = place.at;
  cursor.end = place.limit;
  cursor.at_end = place.at_end;
  cursor.depth = step.depth;
  Slot slot = cursor.slot_here();
  const auto size = static_cast<std::uint32_t>(cursor.token_here().size());
  const bool is_container = slot.kind == Kind::object || slot.kind == Kind::array;
  // The record's own limit is not known: the value is walked as if it had no backslash.
  if (!cursor.skip_value()) return false;
  const std::uint32_t end = is_container ? cursor.at[-1] + 1 : *cursor.at;
  if (*cursor.at != end || end >= place.limit) return false;
  if (place.backslash < end) {
    if (!has_valid_escapes({place.bytes + place.backslash, end - place.backslash})) return false;
    slot.has_escape = slot.kind == Kind::text;
    const void* next = std::memchr(place.bytes + end, '\\', place.limit - end);
    place.backslash = next == nullptr
                          ? place.limit
                          : static_cast<std::uint32_t>(static_cast<const char*>(next) - place.bytes);
  }
  if (is_container) {
    slot.length = end - start;
    if (std::memchr(place.bytes + start, '\n', end - start) != nullptr) return false;
  } else if (start + size != end) {
    return false;  // blanks behind it
  }
  fill(step, slot, slots);
  place.at = cursor.at;
  return true;
}

// That a literal fits means that its tokens are the next ones: no compare asks where they stand.
template <Shape::Checks checks>
[[gnu::always_inline]] inline bool Shape::follow_by(Place& place, Slot* slots) const {
  constexpr bool is_checked = checks == Checks::each;
  constexpr auto null_kind = static_cast<std::uint8_t>(Kind::null);
  static_assert(null_kind + 1 == static_cast<std::uint8_t>(Kind::text));
  const char* const bytes = place.bytes;
  const std::uint32_t* at = place.at;
  const char* here = bytes + *at;
  Slot spare;
  Slot* const kept_or_spare[] = {&spare, slots};
  for (const Step *step = steps_.data(), *last = step + steps_.size(); step != last; ++step) {
    std::uint32_t length = step->length;
    std::uint32_t tokens = step->tokens;
    if (!fits(here, step->pattern)) [[unlikely]] {
      place.end = static_cast<std::uint32_t>(here - bytes);
      if (place.end > place.limit) return false;
      const std::string_view rest(here, place.limit - place.end);
      if (length <= pattern_width || !rest.starts_with(literal(*step))) {
        const Found found = find(*step, rest);
        if (found.step == nullptr) return false;
        step = found.step;
        length = step->length - found.dropped;
        tokens = step->tokens - (found.dropped > 0 ? 1U : 0U);
      }
    }
    const char* const value = here + length;
    at += tokens;
    if (is_checked && (at > place.at_end || (at == place.at_end && step + 1 != last))) return false;
    here = value;
    if (step->action >= Action::enter) continue;
    const std::uint32_t end = at[1];
    here = bytes + end;
    const auto size = static_cast<std::uint32_t>(here - value);
    const std::uint32_t word = load_word(value);
    // Whether a text or null stands here no branch asks, since nothing foretells it: 0 where it does.
    const auto text_differs = static_cast<unsigned char>((word ^ '"') | (here[-1] ^ '"'));
    const std::uint32_t null_differs = (word ^ null_word) | (size ^ sizeof word);
    const std::uint64_t both_differ = std::uint64_t{text_differs} * null_differs;
    if (both_differ + (place.backslash < end ? 1 : 0) != 0) [[unlikely]] {
      place.at = at;
      place.end = static_cast<std::uint32_t>(value - bytes);
      if (*at != place.end || !take_other(place, *step, slots)) return false;
      at = place.at;
      if (!is_checked && place.at_end - at < tokens_max_) return false;
      here = bytes + *at;
      continue;
    }
    ++at;
    const std::uint32_t quote = text_differs == 0 ? 1 : 0;
    Slot* const into = kept_or_spare[step->action != Action::skip] + step->slot;
    *into = {.start = place.base + static_cast<std::uint32_t>(value - bytes) + quote,
             .length = (size - 2) & (0 - quote),
             .kind = static_cast<Kind>(null_kind + quote)};
    if (step->action == Action::keep_several) [[unlikely]]
      fill_several(*step, *into, slots);
  }
  place.at = at;
  place.end = static_cast<std::uint32_t>(here - bytes);
  return true;
}

// With the registers of newer processors.
[[gnu::target("avx2,bmi,bmi2")]] bool Shape::follow_plain(Place& place, Slot* slots) const {
  return follow_by<Checks::none>(place, slots);
}

bool Shape::follow_checked(Place& place, Slot* slots) const {
  return follow_by<Checks::each>(place, slots);
}

bool Shape::follow(Place& place, Slot* slots) const {
  if (core::has_wide_registers && place.at_end - place.at > tokens_max_) {
    Place there = place;
    if (follow_plain(there, slots)) {
      place = there;
      return true;
    }
    if (there.at_end - there.at > tokens_max_) return false;
  }
  return follow_checked(place, slots);
}

}  // namespace parley::stream
