// Many lines along one shape, as shape_stretch.cpp does it, without knowing the tokens: a text ends at the
// next quote of the outline, and each step begins where the last one ended. What is computed of values is
// computed for sixteen lines at once, in vectors with a number for each line; for two such groups in turns,
// since one alone would wait at each step for the one before.
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
constexpr std::uint32_t contained_values_max = 16;  // of a container, what its containers contain with them
constexpr std::uint32_t escape_bit = 1U << 8U;  // of Slot::has_escape, in the word that begins with the kind
using Numbers = __m512i;                        // one for each line
using Places = std::array<std::uint32_t, lines_max>;
constexpr std::size_t group = sizeof(Numbers) / sizeof(std::uint32_t);  // of lines: one for each number
static_assert(lines_max % group == 0);
constexpr std::size_t groups = lines_max / group;

[[PARLEY_WIDEST, gnu::always_inline]] inline Numbers numbers(std::uint32_t number) {
  return _mm512_set1_epi32(static_cast<int>(number));
}

[[PARLEY_WIDEST, gnu::always_inline]] inline Numbers numbers_of(Kind kind) {
  return numbers(static_cast<std::uint32_t>(kind));
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

// Containers that have few values and no blanks, such as lists of no links and references; the others are
// for who knows the tokens. The values that are left are counted down.
std::uint32_t read_container(const OutlinedLines& lines, std::uint32_t start, std::uint32_t& values_left) {
  const bool is_list = lines.bytes[start] == '[';
  const char close = is_list ? ']' : '}';
  if (lines.bytes[start + 1] == close) return start + 2;
  for (std::uint32_t at = start + 1; values_left > 0; ++at) {
    --values_left;
    if (!is_list) {
      if (lines.bytes[at] != '"') return nowhere;
      at = next_quote(lines, at + 1) + 2;
      if (lines.bytes[at - 1] != ':') return nowhere;
    }
    Slot member;
    const bool is_container = lines.bytes[at] == '[' || lines.bytes[at] == '{';
    at = is_container ? read_container(lines, at, values_left) : read_scalar(lines, at, member);
    if (at == nowhere) return nowhere;
    if (lines.bytes[at] == close) return at + 1;
    if (lines.bytes[at] != ',') return nowhere;
  }
  return nowhere;
}

std::uint32_t read_value(const OutlinedLines& lines, std::uint32_t start, Slot& slot) {
  const char first = lines.bytes[start];
  if (first != '[' && first != '{') return read_scalar(lines, start, slot);
  std::uint32_t values_left = contained_values_max;
  const std::uint32_t end = read_container(lines, start, values_left);
  slot = {.start = start, .length = end - start, .kind = first == '[' ? Kind::array : Kind::object};
  return end;
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
  std::array<std::uint32_t, group> from;
  std::array<std::uint32_t, group> to;
  _mm512_storeu_si512(from.data(), at);
  _mm512_storeu_si512(to.data(), near);
  for (; far != 0; far &= far - 1) {
    const auto n = static_cast<std::size_t>(std::countr_zero(far));
    to[n] = next_quote(lines, from[n]);
  }
  return _mm512_loadu_si512(to.data());
}

// Slots of texts, and of nulls, from vectors of their parts.
[[PARLEY_WIDEST, gnu::always_inline]] inline void put_slots(Slot* into, std::size_t slot_count,
                                                            std::size_t count, Numbers start, Numbers length,
                                                            Numbers kind) {
  static_assert(offsetof(Slot, kind) == 8 && sizeof(Slot) == 12, "the kind is a word's lowest byte");
  constexpr __mmask8 numbers_of_slot = 0b0111;
  const Numbers low = _mm512_unpacklo_epi32(start, length);
  const Numbers high = _mm512_unpackhi_epi32(start, length);
  const Numbers low_kind = _mm512_unpacklo_epi32(kind, kind);
  const Numbers high_kind = _mm512_unpackhi_epi32(kind, kind);
  alignas(Numbers) __m128i slots[group];  // of the lines 0 4 8 12, 1 5 9 13 and so on
  _mm512_store_si512(slots, _mm512_unpacklo_epi64(low, low_kind));
  _mm512_store_si512(slots + 4, _mm512_unpackhi_epi64(low, low_kind));
  _mm512_store_si512(slots + 8, _mm512_unpacklo_epi64(high, high_kind));
  _mm512_store_si512(slots + 12, _mm512_unpackhi_epi64(high, high_kind));
  for (std::size_t n = 0; n < count; ++n, into += slot_count)
    _mm_mask_storeu_epi32(into, numbers_of_slot, slots[n / 4 + n % 4 * 4]);
}

// Whether escapes are right; goes behind those of the lines. One may hide the backslash that follows.
bool pass_escapes(OutlinedLines& lines) {
  const std::uint32_t* at = lines.backslashes;
  std::uint32_t done = 0;
  for (const std::uint32_t end = lines.ends[lines.count - 1]; *at < end; ++at) {
    if (*at < done) continue;
    const std::size_t length = escape_length({lines.bytes + *at, lines.limit - *at});
    if (length == 0) return false;
    done = *at + static_cast<std::uint32_t>(length);
  }
  lines.backslashes = at;
  return true;
}

}  // namespace

// The next backslash of each line, or of one behind it. A line that follows a shape has them in texts alone:
// the text that ends behind a backslash has it.
struct Shape::Backslashes {
  const std::uint32_t* all;
  Numbers index[groups]{};
  Numbers at[groups];

  [[PARLEY_WIDEST]] Backslashes(const OutlinedLines& lines, const std::uint32_t* starts)
      : all(lines.backslashes) {
    const std::uint32_t last = starts[lines_max - 1];
    for (const std::uint32_t* one = all; *one < last; ++one)
      for (std::size_t n = 0; n < groups; ++n) {
        const Numbers start = _mm512_loadu_si512(starts + n * group);
        index[n] = _mm512_mask_add_epi32(index[n], _mm512_cmplt_epu32_mask(numbers(*one), start), index[n],
                                         numbers(1));
      }
    for (std::size_t n = 0; n < groups; ++n) at[n] = _mm512_i32gather_epi32(index[n], all, sizeof *all);
  }

  // Which lines of a group have some before these ends, and goes behind those.
  [[PARLEY_WIDEST, gnu::always_inline]] __mmask16 pass(std::size_t n, Numbers end) {
    const __mmask16 found = _mm512_cmplt_epu32_mask(at[n], end);
    for (__mmask16 more = found; more != 0; more = _mm512_cmplt_epu32_mask(at[n], end)) {
      index[n] = _mm512_mask_add_epi32(index[n], more, index[n], numbers(1));
      at[n] = _mm512_mask_i32gather_epi32(at[n], more, index[n], all, sizeof *all);
    }
    return found;
  }
};

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
  Backslashes backslashes(lines, at);
  for (Step& step : steps_) {
    if (step.length > pattern_width && !fit_long(lines, step, at)) return false;
    if (step.action < Action::enter) {
      if (!take(lines, step, backslashes, at, next)) return false;
    } else {
      if (!fit(step, lines.bytes, at)) return false;
      for (std::size_t n = 0; n < lines_max; n += group)
        _mm512_storeu_si512(next + n, _mm512_add_epi32(_mm512_loadu_si512(at + n), numbers(step.length)));
    }
    std::swap(at, next);
  }
  return std::equal(lines.ends, lines.ends + lines.count, at) && pass_escapes(lines);
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
                                                              Backslashes& backslashes,
                                                              const std::uint32_t* at, std::uint32_t* next) {
  if (!fit(step, lines.bytes, at)) return false;
  const bool taken =
      (step.values == Values::texts && take_words(lines, step, backslashes, at, next, Values::texts)) ||
      (step.values == Values::booleans && take_words(lines, step, backslashes, at, next, Values::booleans));
  if (!taken) {
    if (step.values != Values::others) backslashes = Backslashes(lines, at);
    step.values = step.values == Values::texts ? Values::booleans : Values::others;
    if (!take_values(lines, step, backslashes, at, next)) return false;
  }
  if (step.action == Action::keep_several) [[unlikely]]
    spread(lines, step);
  return true;
}

// Texts and nulls, and booleans; which of them no branch asks.
[[PARLEY_WIDEST, gnu::always_inline]] inline bool Shape::take_words(const OutlinedLines& lines,
                                                                    const Step& step,
                                                                    Backslashes& backslashes,
                                                                    const std::uint32_t* at,
                                                                    std::uint32_t* next, Values values) {
  const bool has_booleans = values == Values::booleans;
  constexpr std::uint32_t rest_of_false = 0x65736C61;  // behind its first letter
  std::uint32_t is_right = 0xFFFF;
  Slot* into = lines.slots + step.slot;
  for (std::size_t n = 0; n < lines_max; n += group) {
    const Numbers value = _mm512_add_epi32(_mm512_loadu_si512(at + n), numbers(step.length));
    const Numbers inner = _mm512_add_epi32(value, numbers(1));
    const Numbers word = _mm512_i32gather_epi32(value, lines.bytes, 1);
    const Numbers quote = next_quotes(lines, inner);
    const __mmask16 is_text = _mm512_cmpeq_epi32_mask(_mm512_and_si512(word, numbers(0xFF)), numbers('"'));
    const __mmask16 is_null = _mm512_cmpeq_epi32_mask(word, numbers(null_word));
    __mmask16 is_boolean = 0;
    Numbers word_length = numbers(sizeof null_word);
    if (has_booleans) {
      const Numbers rest = _mm512_i32gather_epi32(inner, lines.bytes, 1);
      const __mmask16 is_false = _mm512_cmpeq_epi32_mask(word, numbers(false_word)) &
                                 _mm512_cmpeq_epi32_mask(rest, numbers(rest_of_false));
      is_boolean = is_false | _mm512_cmpeq_epi32_mask(word, numbers(true_word));
      word_length = _mm512_mask_add_epi32(word_length, is_false, word_length, numbers(1));
    }
    const Numbers end = _mm512_mask_mov_epi32(_mm512_add_epi32(value, word_length), is_text, quote);
    _mm512_storeu_si512(next + n, _mm512_mask_add_epi32(end, is_text, end, numbers(1)));
    is_right &= is_text | is_null | is_boolean;
    const __mmask16 has_escape = backslashes.pass(n / group, end);
    if (step.action == Action::skip || n >= lines.count) continue;
    const Numbers start = _mm512_mask_mov_epi32(value, is_text, inner);
    const Numbers length = _mm512_maskz_sub_epi32(is_text | is_boolean, end, start);
    Numbers kind = _mm512_mask_mov_epi32(numbers_of(Kind::null), is_text, numbers_of(Kind::text));
    if (has_booleans) kind = _mm512_mask_mov_epi32(kind, is_boolean, numbers_of(Kind::boolean));
    kind = _mm512_mask_or_epi32(kind, has_escape, kind, numbers(escape_bit));
    // A loop whose end is known is none.
    if (lines.count >= n + group) [[likely]]
      put_slots(into, lines.slot_count, group, start, length, kind);
    else
      put_slots(into, lines.slot_count, lines.count - n, start, length, kind);
    into += group * lines.slot_count;
  }
  return is_right == 0xFFFF;
}

// Values of any kind, one by one.
[[PARLEY_WIDEST]] bool Shape::take_values(const OutlinedLines& lines, const Step& step,
                                          Backslashes& backslashes, const std::uint32_t* at,
                                          std::uint32_t* next) {
  Slot* into = lines.slots + step.slot;
  for (std::size_t n = 0; n < lines.count; ++n, into += lines.slot_count) {
    Slot slot;
    next[n] = read_value(lines, at[n] + step.length, slot);
    if (next[n] == nowhere || (slot.kind == Kind::object && step.refuses_object)) return false;
    if (step.action != Action::skip) *into = slot;
  }
  std::fill(next + lines.count, next + lines_max, next[lines.count - 1]);
  for (std::size_t n = 0; n < lines_max; n += group) {
    const std::uint32_t has_escape = backslashes.pass(n / group, _mm512_loadu_si512(next + n));
    for (std::uint32_t rest = has_escape; rest != 0 && step.action != Action::skip; rest &= rest - 1) {
      const std::size_t line = n + static_cast<std::size_t>(std::countr_zero(rest));
      if (line >= lines.count) continue;
      Slot& slot = lines.slots[line * lines.slot_count + step.slot];
      slot.has_escape = slot.kind == Kind::text;
    }
  }
  return true;
}

void Shape::spread(const OutlinedLines& lines, const Step& step) const {
  Slot* slots = lines.slots;
  for (std::size_t n = 0; n < lines.count; ++n, slots += lines.slot_count)
    fill_several(step, slots[step.slot], slots);
}

}  // namespace parley::stream
