// Many records along one shape: a step through all of them before the next step. With N tokens a record, the
// tokens of one step stand N apart, whatever the values are:
//   {"id":"7","city":"Ulm"}⏎{"id":"8","city":null}⏎    9 tokens each
//   step `,"city":`: its literal at the tokens 4 and 13, what follows its values at the tokens 8 and 17
// A value costs some thirty instructions, half of what it costs alone: pattern, slot and lengths stay in
// registers, and whether something is wrong is asked once for all records.
#include <cstddef>
#include <cstring>

#include "stdlib/core/processor.hpp"
#include "stdlib/stream/literals.hpp"
#include "stdlib/stream/shape.hpp"
#include "stdlib/stream/token.hpp"

namespace parley::stream {

namespace {

bool is_boolean(const char* value, std::uint32_t size) {
  const std::uint32_t word = load_word(value);
  return (word == true_word && size == 4) || (word == false_word && size == 5 && value[4] == 'e');
}

// How many tokens stand at or before the position.
[[gnu::always_inline]] inline std::size_t tokens_until(const std::uint32_t* at, std::size_t count,
                                                       std::uint32_t position) {
  std::uint32_t until = 0;
  for (std::size_t n = 0; n < count; ++n) until += at[n] <= position ? 1 : 0;
  return until;
}

}  // namespace

bool Shape::follow_all(Stretch& stretch) {
  return core::has_wide_registers ? follow_all_wide(stretch) : follow_all_by(stretch);
}

// With the registers of newer processors.
[[gnu::target("avx2,bmi,bmi2")]] bool Shape::follow_all_wide(Stretch& stretch) {
  return follow_all_by(stretch);
}

[[gnu::always_inline]] inline bool Shape::follow_all_by(Stretch& stretch) {
  const std::uint32_t* at = stretch.at;
  for (Step& step : steps_) {
    if (step.length > pattern_width && !fit_long(stretch, step, at)) return false;
    const bool has_value = step.action < Action::enter;
    if (!has_value && !fit(stretch, step, at)) return false;
    if (has_value && !take(stretch, step, at)) return false;
    at += step.tokens + (has_value ? 1 : 0);
  }
  return take_escapes(stretch);
}

// Whether the step's literal stands in all records. `at`: its first token in the first of them.
[[gnu::always_inline]] inline bool Shape::fit(const Stretch& stretch, const Step& step,
                                              const std::uint32_t* at) const {
  const char* const pattern = step.stretch_pattern;
  Differences differences(pattern);
  for (std::size_t n = 0; n < stretch.count; ++n, at += stretch.tokens) differences.add(stretch.bytes + *at);
  return !differences.count(pattern);
}

bool Shape::fit_long(const Stretch& stretch, const Step& step, const std::uint32_t* at) const {
  const std::string_view text = literal(step);
  for (std::size_t n = 0; n < stretch.count; ++n, at += stretch.tokens)
    if (!std::string_view(stretch.bytes + *at, stretch.limit - *at).starts_with(text)) return false;
  return true;
}

[[gnu::always_inline]] inline bool Shape::take(const Stretch& stretch, Step& step, const std::uint32_t* at) {
  const bool is_kept = step.action != Action::skip;
  const bool taken = !step.has_others &&
                     (is_kept ? take_texts<true>(stretch, step, at) : take_texts<false>(stretch, step, at));
  if (!taken) {
    if (!fit(stretch, step, at) || !take_scalars(stretch, step, at)) return false;
    step.has_others = true;
  }
  if (step.action == Action::keep_several) [[unlikely]]
    spread(stretch, step);
  return true;
}

// Texts without escapes, and nulls; which of both no branch asks. Texts with escapes are looked at
// afterwards.
template <bool is_kept>
[[gnu::always_inline]] inline bool Shape::take_texts(const Stretch& stretch, const Step& step,
                                                     const std::uint32_t* at) const {
  const char* const bytes = stretch.bytes;
  const std::size_t tokens = stretch.tokens;
  const std::size_t length = step.length;
  const std::size_t ends = step.tokens + 1;
  Differences differences(step.stretch_pattern);
  std::uint32_t wrong = 0;
  Slot* into = stretch.slots + step.slot;
  for (const std::uint32_t* last = at + stretch.count * tokens; at != last; at += tokens) {
    const char* const here = bytes + *at;
    differences.add(here);
    const char* const value = here + length;
    const char* const end = bytes + at[ends];
    const auto size = static_cast<std::uint32_t>(end - value);
    const std::uint32_t word = load_word(value);
    const std::uint32_t quote = static_cast<unsigned char>(word) == '"' ? 1 : 0;
    const auto text_differs = static_cast<std::uint32_t>(end[-1] ^ '"');
    const std::uint32_t null_differs = (word ^ null_word) | (size ^ sizeof word);
    wrong |= quote != 0 ? text_differs : null_differs;
    if (!is_kept) continue;
    put_slot(into, static_cast<std::uint32_t>(value - bytes), size, quote);
    into += stretch.slot_count;
  }
  return wrong == 0 && !differences.count(step.stretch_pattern);
}

// Precondition: the literal fits.
bool Shape::take_scalars(const Stretch& stretch, const Step& step, const std::uint32_t* at) const {
  Slot* into = stretch.slots + step.slot;
  for (std::size_t n = 0; n < stretch.count; ++n, at += stretch.tokens, into += stretch.slot_count) {
    const std::uint32_t start = *at + step.length;
    const std::uint32_t end = at[step.tokens + 1];
    const char* const value = stretch.bytes + start;
    Slot slot{.start = start, .length = end - start};
    if (*value == '"') {
      if (value[slot.length - 1] != '"') return false;
      slot = {.start = start + 1, .length = slot.length - 2, .kind = Kind::text};
    } else if (is_boolean(value, slot.length)) {
      slot.kind = Kind::boolean;
    } else if (load_word(value) == null_word && slot.length == sizeof null_word) {
      slot = {.start = start, .kind = Kind::null};
    } else if (is_number({value, slot.length})) {
      slot.kind = Kind::number;
    } else {
      return false;
    }
    if (step.action != Action::skip) *into = slot;
  }
  return true;
}

void Shape::spread(const Stretch& stretch, const Step& step) const {
  Slot* slots = stretch.slots;
  for (std::size_t n = 0; n < stretch.count; ++n, slots += stretch.slot_count)
    fill_several(step, slots[step.slot], slots);
}

// A backslash stands in a value, since literals have none; and that value is a text, since others have none.
[[gnu::always_inline]] inline bool Shape::take_escapes(Stretch& stretch) const {
  const std::size_t tokens = stretch.tokens;
  const std::uint32_t* at = stretch.at;
  Slot* slots = stretch.slots;
  const std::uint32_t end = at[stretch.count * tokens - 1];
  while (stretch.backslash < end) {
    for (; at[tokens - 1] < stretch.backslash; at += tokens) slots += stretch.slot_count;
    const std::size_t token = tokens_until(at, tokens, stretch.backslash) - 1;
    const std::uint32_t start = at[token] + 1;
    const std::uint32_t behind = at[token + 1];
    if (value_steps_[token] == no_step) return false;
    if (!has_valid_escapes({stretch.bytes + start, behind - 1 - start})) return false;
    const Step& step = steps_[value_steps_[token]];
    if (step.action != Action::skip) slots[step.slot].has_escape = true;
    if (step.action == Action::keep_several) fill_several(step, slots[step.slot], slots);
    const void* next = std::memchr(stretch.bytes + behind, '\\', stretch.limit - behind);
    stretch.backslash = next == nullptr
                            ? stretch.limit
                            : static_cast<std::uint32_t>(static_cast<const char*>(next) - stretch.bytes);
  }
  return true;
}

}  // namespace parley::stream
