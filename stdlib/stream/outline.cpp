#include "stdlib/stream/outline.hpp"

#include <immintrin.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <span>

#include "stdlib/core/processor.hpp"

namespace parley::stream {

namespace {

constexpr std::size_t block_bytes = 64;
constexpr std::size_t blocks_at_once = 64;
constexpr std::size_t no_block = ~std::size_t{0};
constexpr std::size_t words_behind = 2;
constexpr std::size_t places_behind = 4;
constexpr std::size_t character_rest = 3;  // bytes of a character behind its first one, at most

using Block = __m512i;

[[PARLEY_WIDEST, gnu::always_inline]] inline Block load(const char* at) {
  return _mm512_loadu_si512(at);
}

// What a pair of bytes may be wrong about, by the first one's halves and the second one's upper half: wrong
// where all three tables say so. The method and the tables are those of "Validating UTF-8 In Less Than One
// Instruction Per Byte" (Keiser, Lemire).
constexpr char too_short = 1;
constexpr char too_long = 2;
constexpr char overlong_3 = 4;
constexpr char too_large = 8;
constexpr char surrogate = 16;
constexpr char overlong_2 = 32;
constexpr char too_large_1000 = 64;
constexpr char overlong_4 = 64;
constexpr char two_continuations = static_cast<char>(128);
constexpr char carry = too_short | too_long | two_continuations;
constexpr char large = carry | too_large | too_large_1000;
using Table = std::array<char, 16>;
constexpr Table first_upper = {too_long,
                               too_long,
                               too_long,
                               too_long,
                               too_long,
                               too_long,
                               too_long,
                               too_long,
                               two_continuations,
                               two_continuations,
                               two_continuations,
                               two_continuations,
                               too_short | overlong_2,
                               too_short,
                               too_short | overlong_3 | surrogate,
                               too_short | too_large | too_large_1000 | overlong_4};
constexpr Table first_lower = {carry | overlong_3 | overlong_2 | overlong_4,
                               carry | overlong_2,
                               carry,
                               carry,
                               carry | too_large,
                               large,
                               large,
                               large,
                               large,
                               large,
                               large,
                               large,
                               large,
                               large | surrogate,
                               large,
                               large};
constexpr char second_8 =
    too_long | overlong_2 | two_continuations | overlong_3 | too_large_1000 | overlong_4;
constexpr char second_9 = too_long | overlong_2 | two_continuations | overlong_3 | too_large;
constexpr char second_a = too_long | overlong_2 | two_continuations | surrogate | too_large;
constexpr Table second_upper = {too_short, too_short, too_short, too_short, too_short, too_short,
                                too_short, too_short, second_8,  second_9,  second_a,  second_a,
                                too_short, too_short, too_short, too_short};

[[PARLEY_WIDEST, gnu::always_inline]] inline Block look_up(const Table& table, Block nibbles) {
  const __m128i row = _mm_loadu_si128(reinterpret_cast<const __m128i*>(table.data()));
  return _mm512_shuffle_epi8(_mm512_broadcast_i32x4(row), nibbles);
}

// Not zero where a byte is not as UTF-8 has it. Precondition: the three bytes before can be read.
[[PARLEY_WIDEST, gnu::always_inline]] inline Block wrong_utf8(const char* at) {
  const Block low = _mm512_set1_epi8(15);
  const Block bytes = load(at);
  const Block before = load(at - 1);
  const Block wrong_pairs = _mm512_and_si512(
      _mm512_and_si512(look_up(first_upper, _mm512_and_si512(_mm512_srli_epi16(before, 4), low)),
                       look_up(first_lower, _mm512_and_si512(before, low))),
      look_up(second_upper, _mm512_and_si512(_mm512_srli_epi16(bytes, 4), low)));
  // The third byte of three or four, and the fourth of four, are continuations, and no other second ones are.
  const Block third = _mm512_subs_epu8(load(at - 2), _mm512_set1_epi8(0xE0 - 0x80));
  const Block fourth = _mm512_subs_epu8(load(at - 3), _mm512_set1_epi8(0xF0 - 0x80));
  const Block expected =
      _mm512_and_si512(_mm512_or_si512(third, fourth), _mm512_set1_epi8(two_continuations));
  return _mm512_xor_si512(expected, wrong_pairs);
}

// A block with nothing, or the end of what stands before, in front of it.
struct Edge {
  std::array<char, 2 * block_bytes> bytes{};

  Edge(std::string_view before, std::string_view text) {
    bytes.fill(' ');
    std::ranges::copy(before, bytes.begin() + block_bytes - std::ssize(before));
    std::ranges::copy(text, bytes.begin() + block_bytes);
  }
  const char* block() const { return bytes.data() + block_bytes; }
};

// The bytes of a block that the byte before them escapes: those behind an odd number of backslashes.
struct Escapes {
  std::uint64_t next = 0;  // 1: the block's first byte is one

  std::uint64_t mark(std::uint64_t backslashes) {
    constexpr std::uint64_t even = 0x5555555555555555;
    backslashes &= ~next;
    const std::uint64_t follows = (backslashes << 1U) | next;
    const std::uint64_t odd_starts = backslashes & ~even & ~follows;
    const std::uint64_t sum = odd_starts + backslashes;
    next = sum < backslashes ? 1 : 0;
    return (even ^ (sum << 1U)) & follows;
  }
};

// Blocks that are to be looked at once more: which they are no branch could foretell. There may be two for
// each block, and one from before.
using Chosen = std::array<const char*, 2 * blocks_at_once + 1>;

[[gnu::always_inline]] inline const char** choose(const char** to, const char* block, bool is_chosen) {
  *to = block;
  return to + (is_chosen ? 1 : 0);
}

// Where the bits stand, from `at` on. Two places are written at once, where there is one, too.
std::uint32_t* add_places(std::uint32_t* to, std::uint64_t bits, std::size_t at) {
  const auto place = [&] {
    return static_cast<std::uint32_t>(at) + static_cast<std::uint32_t>(std::countr_zero(bits));
  };
  while (bits != 0) {
    *to++ = place();
    bits &= bits - 1;
    *to = place();
    to += bits != 0 ? 1 : 0;
    bits &= bits - 1;
  }
  return to;
}

// The same where one at most is the rule: a place is written whether there is a bit or not.
[[gnu::always_inline]] inline std::uint32_t* add_place(std::uint32_t* to, std::uint64_t bits,
                                                       std::size_t at) {
  *to = static_cast<std::uint32_t>(at) + static_cast<std::uint32_t>(std::countr_zero(bits));
  to += bits != 0 ? 1 : 0;
  bits &= bits - 1;
  if (bits != 0) [[unlikely]]
    return add_places(to, bits, at);
  return to;
}

}  // namespace

bool Outline::is_available() {
  return core::has_widest_registers;
}

bool Outline::draw(std::string_view bytes) {
  if (!bytes.ends_with('\n')) return false;
  const std::size_t blocks = bytes.size() / block_bytes;
  const std::size_t whole = blocks * block_bytes;
  line_end_count_ = backslash_count_ = 0;
  escaped_ = no_block;
  is_cut_ = is_refused_ = false;
  quotes_.resize(std::max(quotes_.size(), blocks + 1 + words_behind));
  // The first block has nothing before it, and the last one blanks behind it.
  if (blocks > 0) draw_blocks(Edge({}, bytes.substr(0, block_bytes)).block(), 0, 1);
  if (blocks > 1) draw_blocks(bytes.data() + block_bytes, block_bytes, blocks - 1);
  const std::size_t rest = std::min(whole, character_rest);
  draw_blocks(Edge(bytes.substr(whole - rest, rest), bytes.substr(whole)).block(), whole, 1);
  std::fill_n(quotes_.begin() + static_cast<std::ptrdiff_t>(blocks) + 1, words_behind, 0);
  backslashes_[backslash_count_] = ~0U;
  return !is_refused_;
}

// Room for a newline and a backslash at each byte of the next blocks.
void Outline::make_room() {
  constexpr std::size_t more = block_bytes * blocks_at_once + places_behind;
  if (line_ends_.size() < line_end_count_ + more) line_ends_.resize(2 * line_end_count_ + more);
  if (backslashes_.size() < backslash_count_ + more) backslashes_.resize(2 * backslash_count_ + more);
}

[[PARLEY_WIDEST]] void Outline::draw_blocks(const char* blocks, std::size_t at, std::size_t count) {
  while (count > 0) {
    const std::size_t some = std::min(count, blocks_at_once);
    make_room();
    draw_some(blocks, at, some);
    blocks += some * block_bytes;
    at += some * block_bytes;
    count -= some;
  }
}

[[PARLEY_WIDEST]] void Outline::draw_some(const char* blocks, std::size_t at, std::size_t count) {
  Chosen special;
  const char** special_end = special.data();
  std::uint64_t* const quotes = quotes_.data() + at / block_bytes;
  for (std::size_t n = 0; n < count; ++n) {
    const char* const block = blocks + n * block_bytes;
    const Block bytes = load(block);
    quotes[n] = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('"'));
    const __mmask64 controls_and_wide = _mm512_cmplt_epi8_mask(bytes, _mm512_set1_epi8(' '));
    const __mmask64 slashes = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\\'));
    special_end = choose(special_end, block, _kortestz_mask64_u8(controls_and_wide, slashes) == 0);
  }
  if (escaped_ == at) quotes[0] &= ~std::uint64_t{1};
  look_closer({special.data(), special_end}, blocks, at, count);
}

// At blocks with newlines, backslashes, or other than ASCII.
[[PARLEY_WIDEST]] void Outline::look_closer(std::span<const char* const> special, const char* blocks,
                                            std::size_t at, std::size_t count) {
  Chosen with_wide;
  const char** wide_end = choose(with_wide.data(), blocks, is_cut_);
  const char* const last = blocks + (count - 1) * block_bytes;
  std::uint32_t* line_end = line_ends_.data() + line_end_count_;
  std::uint64_t controls = 0;
  is_cut_ = false;
  for (const char* const block : special) {
    const Block bytes = load(block);
    const std::size_t block_at = at + static_cast<std::size_t>(block - blocks);
    const std::uint64_t newlines = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\n'));
    controls |= newlines ^ _mm512_cmplt_epu8_mask(bytes, _mm512_set1_epi8(' '));
    line_end = add_place(line_end, newlines, block_at);
    const std::uint64_t slashes = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\\'));
    if (slashes != 0) draw_backslashes(slashes, block_at);
    const std::uint64_t wide = _mm512_movepi8_mask(bytes);
    wide_end = choose(wide_end, block, wide != 0);
    if (wide >> (block_bytes - character_rest) == 0) continue;
    is_cut_ = block == last;
    wide_end = choose(wide_end, block + block_bytes, block != last);
  }
  line_end_count_ = static_cast<std::size_t>(line_end - line_ends_.data());
  Block wrong = _mm512_setzero_si512();
  for (const char* block : std::span(with_wide.data(), wide_end))
    wrong = _mm512_or_si512(wrong, wrong_utf8(block));
  is_refused_ |= controls != 0 || _mm512_test_epi8_mask(wrong, wrong) != 0;
}

[[PARLEY_WIDEST]] void Outline::draw_backslashes(std::uint64_t slashes, std::size_t at) {
  std::uint32_t* const to = backslashes_.data() + backslash_count_;
  backslash_count_ += static_cast<std::size_t>(add_places(to, slashes, at) - to);
  Escapes escapes{escaped_ == at ? 1U : 0U};
  std::uint64_t* const quotes = quotes_.data() + at / block_bytes;
  quotes[0] &= ~escapes.mark(slashes);
  if (escapes.next == 0) return;
  quotes[1] &= ~std::uint64_t{1};  // where that is drawn already
  escaped_ = at + block_bytes;
}

}  // namespace parley::stream
