// Which token may follow which is asked of all tokens at once, in words with a bit for each: nothing of that
// depends on how deep they stand. What does, brackets in pairs, and whether a comma stands in an object, is
// asked from bracket to bracket.
#include "stdlib/stream/skip.hpp"

#include <immintrin.h>

#include <algorithm>
#include <bit>
#include <string_view>

#include "stdlib/core/processor.hpp"
#include "stdlib/stream/literals.hpp"
#include "stdlib/stream/token.hpp"

namespace parley::stream {

namespace {

using Bits = std::uint64_t;                  // one for each token
constexpr std::size_t tokens_at_once = 63;   // and one that shows whether the last is a key
constexpr std::size_t tokens_at_first = 15;  // most containers are small

struct Tokens {
  Bits quotes = 0;
  Bits opens = 0;
  Bits closes = 0;
  Bits braces = 0;  // of those that open or close
  Bits commas = 0;
  Bits colons = 0;
  Bits others = 0;   // numbers and words
  Bits unknown = 0;  // of those: not looked at yet
};

[[PARLEY_WIDEST, gnu::always_inline]] inline __m512i all_are(int number) {
  return _mm512_set1_epi32(number);
}

// Whole numbers of few digits, and words of four letters: each a word of four bytes, of which `length` count.
[[PARLEY_WIDEST, gnu::always_inline]] inline __mmask16 are_short(__m512i word, __m512i length) {
  const __m512i unused = _mm512_sub_epi32(all_are(32), _mm512_slli_epi32(length, 3));
  const __m512i digits = _mm512_sllv_epi32(_mm512_sub_epi8(word, _mm512_set1_epi8('0')), unused);
  const __m512i too_large = _mm512_or_si512(digits, _mm512_add_epi8(digits, _mm512_set1_epi8(0x7F - 9)));
  const __mmask16 is_number = _mm512_testn_epi32_mask(too_large, _mm512_set1_epi8(-128)) &
                              _mm512_cmple_epu32_mask(length, all_are(4));
  const __mmask16 is_one = _mm512_cmpeq_epi32_mask(length, all_are(1));
  const __mmask16 begins_with_0 =
      _mm512_cmpeq_epi32_mask(_mm512_and_si512(word, all_are(0xFF)), all_are('0'));
  const __mmask16 is_word =
      _mm512_cmpeq_epi32_mask(length, all_are(4)) &
      (_mm512_cmpeq_epi32_mask(word, all_are(true_word)) | _mm512_cmpeq_epi32_mask(word, all_are(null_word)));
  return static_cast<__mmask16>((is_number & (is_one | ~begins_with_0)) | is_word);
}

[[PARLEY_WIDEST, gnu::always_inline]] inline Tokens read(const char* bytes, const std::uint32_t* at,
                                                         std::size_t count) {
  constexpr std::size_t group = 16;
  __m512i first = _mm512_setzero_si512();  // bytes of them
  Bits short_ones = 0;
  for (std::size_t n = 0; n < count; n += group) {
    const auto is_there = static_cast<__mmask16>(_bzhi_u32(0xFFFF, static_cast<unsigned>(count - n)));
    const __m512i place = _mm512_maskz_loadu_epi32(is_there, at + n);
    const __m512i next = _mm512_maskz_loadu_epi32(is_there, at + n + 1);
    const __m512i word = _mm512_mask_i32gather_epi32(_mm512_setzero_si512(), is_there, place, bytes, 1);
    const auto quarter = static_cast<__mmask16>(0xFU << n / 4);
    first = _mm512_mask_broadcast_i32x4(first, quarter, _mm512_cvtepi32_epi8(word));
    short_ones |= Bits{are_short(word, _mm512_sub_epi32(next, place))} << n;
  }
  const __m512i folded = _mm512_or_si512(first, _mm512_set1_epi8('{' ^ '['));
  Tokens tokens{.quotes = _mm512_cmpeq_epi8_mask(first, _mm512_set1_epi8('"')),
                .opens = _mm512_cmpeq_epi8_mask(folded, _mm512_set1_epi8('{')),
                .closes = _mm512_cmpeq_epi8_mask(folded, _mm512_set1_epi8('}')),
                .braces = _mm512_test_epi8_mask(first, _mm512_set1_epi8('{' ^ '[')),
                .commas = _mm512_cmpeq_epi8_mask(first, _mm512_set1_epi8(',')),
                .colons = _mm512_cmpeq_epi8_mask(first, _mm512_set1_epi8(':'))};
  tokens.others = _bzhi_u64(~Bits{0}, static_cast<unsigned>(count)) &
                  ~(tokens.quotes | tokens.opens | tokens.closes | tokens.commas | tokens.colons);
  tokens.unknown = tokens.others & ~short_ones;
  return tokens;
}

bool is_scalar(const char* bytes, const std::uint32_t* at) {
  std::string_view token(bytes + at[0], at[1] - at[0]);
  while (is_blank(token.back())) token.remove_suffix(1);
  return is_literal(token) || is_number(token);
}

// The brackets that are open, and what the last token was.
struct State {
  Bits objects = 0;  // the innermost one lowest
  std::size_t depth = 0;
  // Of the last token, each 0 or 1. What stands before the container is taken for a colon.
  Bits opened_object = 0;
  Bits opened_array = 0;
  Bits comma = 0;
  Bits colon = 1;
  Bits quote = 0;
  Bits ended = 0;  // a value
};

struct Checked {
  bool is_right = false;
  std::size_t count = 0;  // of the tokens up to the container's end, or of all
  bool is_end = false;
};

// `all`: the tokens to be checked.
[[PARLEY_WIDEST, gnu::always_inline]] inline Checked check(const Tokens& tokens, Bits all, State& state) {
  const Bits keys = tokens.quotes & tokens.colons >> 1U;
  const Bits texts = tokens.quotes & ~keys;
  const Bits values = texts | tokens.opens | tokens.others;
  const Bits ends = texts | tokens.closes | tokens.others;
  const Bits after_object = (tokens.opens & tokens.braces) << 1U | state.opened_object;
  const Bits after_array = (tokens.opens & ~tokens.braces) << 1U | state.opened_array;
  const Bits after_comma = tokens.commas << 1U | state.comma;
  const Bits after_colon = tokens.colons << 1U | state.colon;
  const Bits after_value = ends << 1U | state.ended;
  const Bits after_quote = tokens.quotes << 1U | state.quote;
  Bits wrong = (keys & ~(after_object | after_comma)) |
               (values & ~(after_array | after_comma | after_colon)) | (tokens.commas & ~after_value) |
               (tokens.colons & ~after_quote) | (tokens.closes & ~(after_value | after_object | after_array));
  const Bits of_arrays = values & after_comma;
  const Bits of_objects = keys & after_comma;

  Checked checked{.count = static_cast<std::size_t>(std::popcount(all))};
  Bits open = all;  // not looked at yet
  for (Bits brackets = (tokens.opens | tokens.closes) & all; brackets != 0; brackets &= brackets - 1) {
    const Bits bracket = brackets & -brackets;
    const Bits until = open & (bracket ^ (bracket - 1));
    open ^= until;
    wrong |= until & ((state.objects & 1U) != 0 ? of_arrays : of_objects);
    const Bits is_brace = (tokens.braces & bracket) != 0 ? 1 : 0;
    if ((tokens.opens & bracket) != 0) {
      if (++state.depth > depth_by_words) return {};
      state.objects = state.objects << 1U | is_brace;
      continue;
    }
    if ((state.objects & 1U) != is_brace) return {};
    state.objects >>= 1U;
    if (--state.depth > 0) continue;
    checked.count = static_cast<std::size_t>(std::countr_zero(bracket)) + 1;
    checked.is_end = true;
    all ^= open;
    open = 0;
    break;
  }
  wrong |= open & ((state.objects & 1U) != 0 ? of_arrays : of_objects);
  checked.is_right = (wrong & all) == 0;
  const std::size_t behind = checked.count;
  const auto last = [&](Bits after) { return after >> behind & 1U; };
  state = {.objects = state.objects,
           .depth = state.depth,
           .opened_object = last(after_object),
           .opened_array = last(after_array),
           .comma = last(after_comma),
           .colon = last(after_colon),
           .quote = last(after_quote),
           .ended = last(after_value)};
  return checked;
}

}  // namespace

[[PARLEY_WIDEST]] const std::uint32_t* skip_container(const char* bytes, const std::uint32_t* at,
                                                      const std::uint32_t* at_end) {
  State state;
  for (std::size_t most = tokens_at_first; at < at_end; most = tokens_at_once) {
    const auto left = static_cast<std::size_t>(at_end - at);
    const Tokens tokens = read(bytes, at, std::min(left, most + 1));
    const std::size_t count = std::min(left, most);
    const Checked checked = check(tokens, _bzhi_u64(~Bits{0}, static_cast<unsigned>(count)), state);
    if (!checked.is_right) return nullptr;
    for (Bits rest = _bzhi_u64(tokens.unknown, static_cast<unsigned>(checked.count)); rest != 0;
         rest &= rest - 1)
      if (!is_scalar(bytes, at + std::countr_zero(rest))) return nullptr;
    at += checked.count;
    if (checked.is_end) return at;
  }
  return nullptr;
}

}  // namespace parley::stream
