// Sixteen lines along one shape, as shape_stretch.cpp does it, without knowing the tokens: a text ends at the
// next quote of the outline, and each step begins where the last one ended. What is computed of values is
// computed for all lines at once, in vectors with a number for each line.
#include <immintrin.h>

#include <algorithm>
#include <array>
#include <bit>

#include "stdlib/core/processor.hpp"
#include "stdlib/stream/literals.hpp"
#include "stdlib/stream/shape.hpp"
#include "stdlib/stream/token.hpp"

namespace parley::stream {

namespace {

constexpr std::uint32_t nowhere = ~0U;
using Numbers = __m512i;  // one for each line
using Places = std::array<std::uint32_t, lines_max>;
static_assert(sizeof(Numbers) == sizeof(Places));

[[PARLEY_WIDEST, gnu::always_inline]] inline Numbers all(std::uint32_t number) {
  return _mm512_set1_epi32(static_cast<int>(number));
}

// The next one at or behind the byte. Where there is none, a place where no line goes on: the one before the
// last newline.
std::uint32_t next_quote(const OutlinedLines& lines, std::uint32_t at) {
  for (std::uint32_t word = at / 64; at < lines.limit; at = ++word * 64) {
    const std::uint64_t bits = lines.quotes[word] >> at % 64;
    if (bits != 0) return at + static_cast<std::uint32_t>(std::countr_zero(bits));
  }
  return lines.limit - 2;
}

bool is_part_of_number(char c) {
  return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
}

// A value that is no container; where it ends, or nowhere. What stands behind it the next literal tells.
std::uint32_t read_scalar(const OutlinedLines& lines, std::uint32_t start, Slot& slot) {
  const char* const value = lines.bytes + start;
  const std::uint32_t word = load_word(value);
  std::uint32_t end = start + static_cast<std::uint32_t>(sizeof word);
  if (*value == '"') {
    end = next_quote(lines, start + 1);
    slot = {.start = start + 1, .length = end - start - 1, .kind = Kind::text};
    return end + 1;
  }
  if (word == null_word) {
    slot = {.start = start, .kind = Kind::null};
    return end;
  }
  if (word == true_word || (word == false_word && value[sizeof word] == 'e')) {
    slot.kind = Kind::boolean;
    end += word == false_word ? 1 : 0;
  } else {
    for (end = start; end < lines.limit && is_part_of_number(lines.bytes[end]);) ++end;
    if (!is_number({value, end - start})) return nowhere;
    slot.kind = Kind::number;
  }
  slot.start = start;
  slot.length = end - start;
  return end;
}

// A backslash of a line that follows a shape stands in a text.
bool mark_escapes(OutlinedLines& lines) {
  Slot* slots = lines.slots;
  for (std::size_t n = 0; n < lines.count; ++n, slots += lines.slot_count) {
    std::uint32_t done = 0;  // up to which escapes are right
    for (; !lines.backslashes.empty(); lines.backslashes = lines.backslashes.subspan(1)) {
      const std::uint32_t at = lines.backslashes.front();
      if (at >= lines.ends[n]) break;
      if (at < done) continue;
      done = next_quote(lines, at);
      if (!has_valid_escapes({lines.bytes + at, done - at})) return false;
      for (Slot& slot : std::span(slots, lines.slot_count))
        slot.has_escape = slot.has_escape || at - slot.start < slot.length;
    }
  }
  return true;
}

// How many bits stand below the lowest one, in each of eight words.
[[PARLEY_WIDEST, gnu::always_inline]] inline __m256i zeros_below(__m512i words) {
  const __m512i lowest = _mm512_and_si512(words, _mm512_sub_epi64(_mm512_setzero_si512(), words));
  return _mm512_cvtepi64_epi32(_mm512_sub_epi64(_mm512_set1_epi64(63), _mm512_lzcnt_epi64(lowest)));
}

// Quotes from eight places on, the lowest bit first; 57 bytes at least.
[[PARLEY_WIDEST, gnu::always_inline]] inline __m512i quotes_from(const OutlinedLines& lines, __m256i at) {
  const __m512i words = _mm512_i32gather_epi64(_mm256_srli_epi32(at, 3), lines.quotes, 1);
  return _mm512_srlv_epi64(words, _mm512_cvtepu32_epi64(_mm256_and_si256(at, _mm256_set1_epi32(7))));
}

// The next quotes at or behind places.
[[PARLEY_WIDEST, gnu::always_inline]] inline Numbers next_quotes(const OutlinedLines& lines, Numbers at) {
  const __m256i low_at = _mm512_castsi512_si256(at);
  const __m256i high_at = _mm512_extracti64x4_epi64(at, 1);
  const __m512i low = quotes_from(lines, low_at);
  const __m512i high = quotes_from(lines, high_at);
  const Numbers near = _mm512_add_epi32(
      at, _mm512_inserti64x4(_mm512_castsi256_si512(zeros_below(low)), zeros_below(high), 1));
  std::uint32_t far = _mm512_testn_epi64_mask(low, low) | _mm512_testn_epi64_mask(high, high) << 8U;
  if (far == 0) [[likely]]
    return near;
  Places from;
  Places to;
  _mm512_storeu_si512(from.data(), at);
  _mm512_storeu_si512(to.data(), near);
  for (; far != 0; far &= far - 1) {
    const auto n = static_cast<std::size_t>(std::countr_zero(far));
    to[n] = next_quote(lines, from[n]);
  }
  return _mm512_loadu_si512(to.data());
}

// `firsts`: starts and lengths of the lines 0 1 4 5 8 9 12 13, then of the others.
[[gnu::always_inline]] inline void copy_slots(const std::uint64_t* firsts, const std::uint32_t* kinds,
                                              Slot* into, std::size_t slot_count, std::size_t count) {
  static_assert(offsetof(Slot, kind) == sizeof *firsts && sizeof(Slot) == 12,
                "the kind is a word's lowest byte");
  for (std::size_t n = 0; n < count; ++n, into += slot_count) {
    char* const to = reinterpret_cast<char*>(into);
    std::memcpy(to, &firsts[n / 4 * 2 + n % 2 + n % 4 / 2 * (lines_max / 2)], sizeof *firsts);
    std::memcpy(to + sizeof *firsts, &kinds[n], sizeof *kinds);
  }
}

// Slots of texts, and of nulls.
[[PARLEY_WIDEST, gnu::always_inline]] inline void put_slots(const OutlinedLines& lines, std::size_t slot,
                                                            Numbers start, Numbers length, Numbers kind) {
  alignas(Numbers) std::array<std::uint64_t, lines_max> firsts;
  alignas(Numbers) Places kinds;
  _mm512_store_si512(firsts.data(), _mm512_unpacklo_epi32(start, length));
  _mm512_store_si512(firsts.data() + lines_max / 2, _mm512_unpackhi_epi32(start, length));
  _mm512_store_si512(kinds.data(), kind);
  // A loop whose end is known is none.
  Slot* const into = lines.slots + slot;
  if (lines.count == lines_max) [[likely]]
    copy_slots(firsts.data(), kinds.data(), into, lines.slot_count, lines_max);
  else
    copy_slots(firsts.data(), kinds.data(), into, lines.slot_count, lines.count);
}

}  // namespace

// A line is never left but by a text that lacks its quote, since neither literals nor other values have a
// newline; and behind the last newline nothing is read, since there is no quote.
[[PARLEY_WIDEST]] bool Shape::follow_lines(OutlinedLines& lines) {
  Places places;
  Places next_places;
  std::uint32_t* at = places.data();
  std::uint32_t* next = next_places.data();
  // Where lines are missing, the last one stands for them.
  at[0] = lines.start;
  for (std::size_t n = 1; n < lines_max; ++n) at[n] = n < lines.count ? lines.ends[n - 1] + 1 : at[n - 1];
  for (Step& step : steps_) {
    if (step.length > pattern_width && !fit_long(lines, step, at)) return false;
    if (step.action < Action::enter) {
      if (!take(lines, step, at, next)) return false;
    } else {
      if (!fit(step, lines.bytes, at)) return false;
      _mm512_storeu_si512(next, _mm512_add_epi32(_mm512_loadu_si512(at), all(step.length)));
    }
    std::swap(at, next);
  }
  return std::equal(lines.ends, lines.ends + lines.count, at) && mark_escapes(lines);
}

// Whether the step's literal stands in all lines.
[[gnu::always_inline]] inline bool Shape::fit(const Step& step, const char* bytes, const std::uint32_t* at) {
  Differences differences(step.stretch_pattern);
  for (std::size_t n = 0; n < lines_max; ++n) differences.add(bytes + at[n]);
  return !differences.count(step.stretch_pattern);
}

bool Shape::fit_long(const OutlinedLines& lines, const Step& step, const std::uint32_t* at) const {
  const std::string_view text = literal(step);
  for (std::size_t n = 0; n < lines.count; ++n)
    if (!std::string_view(lines.bytes + at[n], lines.limit - at[n]).starts_with(text)) return false;
  return true;
}

[[PARLEY_WIDEST, gnu::always_inline]] inline bool Shape::take(const OutlinedLines& lines, Step& step,
                                                              const std::uint32_t* at, std::uint32_t* next) {
  if (!fit(step, lines.bytes, at)) return false;
  if (step.has_others || !take_texts(lines, step, at, next)) {
    if (!take_scalars(lines, step, at, next)) return false;
    step.has_others = true;
  }
  if (step.action == Action::keep_several) [[unlikely]]
    spread(lines, step);
  return true;
}

// Texts and nulls; which of both no branch asks.
[[PARLEY_WIDEST, gnu::always_inline]] inline bool Shape::take_texts(const OutlinedLines& lines,
                                                                    const Step& step, const std::uint32_t* at,
                                                                    std::uint32_t* next) {
  static_assert(static_cast<int>(Kind::null) == 1 && static_cast<int>(Kind::text) == 2);
  const Numbers value = _mm512_add_epi32(_mm512_loadu_si512(at), all(step.length));
  const Numbers inner = _mm512_add_epi32(value, all(1));
  const Numbers word = _mm512_i32gather_epi32(value, lines.bytes, 1);
  const Numbers quote = next_quotes(lines, inner);
  const __mmask16 is_text = _mm512_cmpeq_epi32_mask(_mm512_and_si512(word, all(0xFF)), all('"'));
  const __mmask16 is_null = _mm512_cmpeq_epi32_mask(word, all(null_word));
  const Numbers end = _mm512_mask_mov_epi32(_mm512_add_epi32(value, all(sizeof null_word)), is_text, quote);
  _mm512_storeu_si512(next, _mm512_mask_add_epi32(end, is_text, end, all(1)));
  if (step.action != Action::skip) {
    const Numbers start = _mm512_mask_mov_epi32(value, is_text, inner);
    put_slots(lines, step.slot, start, _mm512_maskz_sub_epi32(is_text, end, start),
              _mm512_mask_mov_epi32(all(1), is_text, all(2)));
  }
  return static_cast<__mmask16>(is_text | is_null) == 0xFFFF;
}

// Values of any kind but containers, one by one.
bool Shape::take_scalars(const OutlinedLines& lines, const Step& step, const std::uint32_t* at,
                         std::uint32_t* next) {
  Slot* into = lines.slots + step.slot;
  for (std::size_t n = 0; n < lines.count; ++n, into += lines.slot_count) {
    Slot slot;
    next[n] = read_scalar(lines, at[n] + step.length, slot);
    if (next[n] == nowhere) return false;
    if (step.action != Action::skip) *into = slot;
  }
  std::fill(next + lines.count, next + lines_max, next[lines.count - 1]);
  return true;
}

void Shape::spread(const OutlinedLines& lines, const Step& step) const {
  Slot* slots = lines.slots;
  for (std::size_t n = 0; n < lines.count; ++n, slots += lines.slot_count)
    fill_several(step, slots[step.slot], slots);
}

}  // namespace parley::stream
