// The main case of the benchmark written by hand, as fast as we know how: the yardstick for generated code.
//     bench_guess < contacts.ndjson > customers.ndjson
// It guesses that a record has the layout of the one before. What stands between two values, such as
//     ,"email":        },"createdAt":        {"id":
// is learnt as one run of bytes and compared at once; a value ends at simdjson's next structural position.
// A record that does not fit goes through the product's own walk, and its layout is learnt. Checks what
// `parley map` checks: UTF-8, the whole grammar, escapes, enums, instants, decimals, limits.
#include <simdjson.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "stdlib/stream/token.hpp"
#include "stdlib/stream/walk.hpp"
#include "tests/bench/peers/bytes.hpp"
#include "tests/bench/peers/customer.hpp"
#include "tests/bench/peers/input.hpp"

namespace parley::bench {

namespace {

constexpr std::size_t steps_max = 64;

struct Step {
  Constant before;         // from the end of the last value to the start of this one
  std::uint32_t mask = 0;  // of the bytes of `before`
  std::uint32_t tokens = 0;
  Field field = skipped;
  bool is_text = true;  // or null; else it was a number or a literal
};

struct Layout {
  std::vector<Step> steps;
  Constant end;  // behind the last value, with the newline
  std::uint32_t end_tokens = 0;
  bool has_required = false;  // lastname stands in it
};

Field field_of(std::string_view key) {
  for (std::size_t i = 0; i < names.size(); ++i)
    if (names[i] == key) return static_cast<Field>(i);
  return skipped;
}

std::string_view between(const char* bytes, std::uint32_t from, std::uint32_t to) {
  return {bytes + from, to - from};
}

bool hold(Constant& constant, std::string_view text) {
  if (text.size() > sizeof constant.bytes) return false;
  constant = Constant(text);
  return true;
}

// Learns from a record that is known to be well-formed; false where it has no such layout: blanks between
// tokens, lists, long keys, shorter than two vectors.
bool learn(const char* bytes, const std::uint32_t* at, std::uint32_t line_end, Layout& layout) {
  layout = {};
  if (line_end - *at < 64) return false;
  std::uint32_t last_end = *at;  // of the value before
  const std::uint32_t* last_token = at;
  bool below_properties = false;
  std::size_t depth = 0;
  std::string_view key;
  for (; *at < line_end; ++at) {
    char c = bytes[*at];
    if (c == '"' && bytes[at[1]] == ':') {
      key = between(bytes, *at + 1, at[1] - 1);
      continue;
    }
    if (c == '{') below_properties = ++depth == 2 && key == "properties";
    if (c == '}') below_properties = --depth == 2 && below_properties;
    if (c == '[' || depth > 2 || (depth == 2 && !below_properties)) return false;
    if (c == '{' || c == '}' || c == ',' || c == ':') continue;
    Step step;
    if (layout.steps.size() == steps_max || !hold(step.before, between(bytes, last_end, *at))) return false;
    step.mask = low_bits(step.before.length);
    step.tokens = static_cast<std::uint32_t>(at - last_token);
    step.field = depth == 2 ? field_of(key) : skipped;
    step.is_text = c == '"' || c == 'n';
    layout.has_required = layout.has_required || step.field == lastname;
    layout.steps.push_back(step);
    last_end = at[1];
    last_token = at + 1;
    if (stream::is_blank(bytes[last_end - 1])) return false;
  }
  layout.end_tokens = static_cast<std::uint32_t>(at - last_token);
  return !layout.steps.empty() && hold(layout.end, between(bytes, last_end, line_end + 1)) &&
         layout.end.bytes[layout.end.length - 1] == '\n';
}

bool is_other_scalar(std::string_view token) {
  return token == "false" || token == "true" || stream::is_number(token);
}

// The walk of a record that has the layout: fills the places and moves `at` behind it. False where a byte is
// not as expected.
bool walk(const char* bytes, const std::uint32_t*& at, const Layout& layout, Places& places) {
  const std::uint32_t* token = at;
  for (const Step& step : layout.steps) {
    const char* before = bytes + *token;
    __m256i expected = _mm256_load_si256(reinterpret_cast<const __m256i*>(step.before.bytes));
    std::uint32_t differs = ~equal_bytes(load32(before), expected) & step.mask;
    const char* value = before + step.before.length;
    token += step.tokens + 1;
    const char* end = bytes + *token;
    if (!step.is_text) [[unlikely]] {
      if (differs != 0 || !is_other_scalar({value, static_cast<std::size_t>(end - value)})) return false;
      continue;
    }
    std::uint32_t word;
    std::memcpy(&word, value, sizeof word);
    constexpr std::uint32_t null_word = 0x6C6C756E;
    auto length = static_cast<std::uint64_t>(end - value);
    bool is_null = (word == null_word) & (length == 4);
    bool is_text = (*value == '"') & (end[-1] == '"');
    if ((differs != 0) | !(is_null | is_text)) return false;
    places[step.field] = {value + 1, is_null ? 0 : length - 2};
  }
  std::uint32_t differs = ~equal_bytes(load32(bytes + *token),
                                       _mm256_load_si256(reinterpret_cast<const __m256i*>(layout.end.bytes)));
  if ((differs & low_bits(layout.end.length)) != 0) return false;
  at = token + layout.end_tokens;
  return true;
}

// The last block overlaps the one before it.
bool has_backslash(const char* from, const char* to) {
  __m256i backslash = _mm256_set1_epi8('\\');
  __m256i any = _mm256_cmpeq_epi8(load32(to - 32), backslash);
  for (; from < to - 32; from += 32) any = _mm256_or_si256(any, _mm256_cmpeq_epi8(load32(from), backslash));
  return _mm256_movemask_epi8(any) != 0;
}

class Program {
 public:
  Program() : slow_walk_(wanted(), skipped) {}

  int run() {
    while (input_.next()) {
      transform_window(input_.window());
      if (!write_all({out_.data(), static_cast<std::size_t>(out_end_ - out_.data())})) return 6;
    }
    if (slow_ * 1'000 > line_)
      std::fprintf(stderr, "%llu of %llu records by the slow path\n", static_cast<unsigned long long>(slow_),
                   static_cast<unsigned long long>(line_));
    return rejected_ > 0 ? 1 : 0;
  }

 private:
  static std::vector<stream::WantedPath> wanted() {
    std::vector<stream::WantedPath> paths;
    for (std::size_t i = 0; i < names.size(); ++i)
      paths.push_back({"properties." + std::string(names[i]), static_cast<std::uint32_t>(i)});
    return paths;
  }

  // False where the window has a mistake.
  bool find_structure(std::string_view window) {
    if (!stage_ || stage_->capacity() < window.size()) {
      auto error = simdjson::get_active_implementation()->create_dom_parser_implementation(
          std::max(window.size(), window_bytes), 1, stage_);
      if (error != simdjson::SUCCESS) std::abort();
    }
    return stage_->stage1(reinterpret_cast<const std::uint8_t*>(window.data()), window.size(),
                          simdjson::stage1_mode::regular) == simdjson::SUCCESS;
  }

  void transform_window(std::string_view window) {
    const char* bytes = window.data();
    // More than its keys make up for does a record not grow; what is made anew has room of its own.
    std::size_t room = window.size() * 2 + record_room;
    if (out_.size() < room) out_.resize(room);
    out_end_ = out_.data();
    if (!find_structure(window)) {
      slow_lines();
      return;
    }
    const std::uint32_t* at = stage_->structural_indexes.get();
    const std::uint32_t* at_end = at + stage_->n_structural_indexes;
    while (at < at_end) {
      std::uint32_t begin = *at;
      const std::uint32_t* before = at;
      if (layout_.has_required && walk(bytes, at, layout_, places_)) [[likely]] {
        ++line_;
        const char* end = bytes + at[-1];
        bool escapes = has_backslash(bytes + begin, end);
        if (!escapes || stream::has_valid_escapes(
                            {bytes + begin, static_cast<std::size_t>(end - bytes) - begin})) [[likely]] {
          count(transform(places_, escapes, made_, out_end_));
          continue;
        }
        --line_;
        at = before;
      }
      std::uint32_t line_end = line_end_behind(begin);
      bool ordinary = slow_line(begin, line_end);
      if (ordinary) relearn(bytes, at, line_end);
      while (at < at_end && *at < line_end) ++at;
    }
  }

  std::uint32_t line_end_behind(std::size_t at) const {
    return static_cast<std::uint32_t>(input_.window().find('\n', at));
  }

  void relearn(const char* bytes, const std::uint32_t* at, std::uint32_t line_end) {
    if (!learn(bytes, at, line_end, layout_)) layout_ = {};
    places_.fill({bytes, 0});
  }

  void slow_lines() {
    for (std::size_t begin = 0; begin < input_.window().size();) {
      std::uint32_t line_end = line_end_behind(begin);
      slow_line(begin, line_end);
      begin = line_end + 1;
    }
  }

  // One line by the product's walk. Whether a layout may be learnt from it.
  bool slow_line(std::size_t begin, std::size_t end) {
    ++line_;
    ++slow_;
    std::string line(input_.window().substr(begin, end - begin));
    if (line.find_first_not_of(" \t\r") == std::string::npos) return false;
    line.append(padding, '\0');
    stream::Row row = slow_walk_.record(std::string_view(line).substr(0, end - begin), slots_);
    if (row.failure != nullptr) {
      reject(row.failure);
      return false;
    }
    Places places;
    for (std::size_t i = 0; i < skipped; ++i) {
      const stream::Slot& slot = slots_[i];
      bool present = slot.kind == stream::Kind::text;
      if (!present && slot.kind != stream::Kind::absent && slot.kind != stream::Kind::null) {
        reject("has a value of another kind than text");
        return false;
      }
      places[i] = {line.data() + slot.start, present ? slot.length : 0};
    }
    if (slots_[email].kind != stream::Kind::absent && slots_[lastname].kind == stream::Kind::absent) {
      reject("has no last name");
      return false;
    }
    made_out_.resize(line.size() * 6 + record_room);
    char* out = made_out_.data();
    count(transform(places, true, made_, out));
    append({made_out_.data(), static_cast<std::size_t>(out - made_out_.data())});
    return !row.surprising;
  }

  // The slow path writes beside, since its texts may have grown.
  void append(std::string_view text) {
    auto done = static_cast<std::size_t>(out_end_ - out_.data());
    out_.resize(std::max(out_.size(), done + text.size() + input_.window().size() * 2 + record_room));
    out_end_ = out_.data() + done;
    std::memcpy(out_end_, text.data(), text.size());
    out_end_ += text.size();
  }

  void count(Outcome outcome) {
    if (outcome == Outcome::rejected) [[unlikely]]
      reject("has an e-mail address that is too long");
  }
  void reject(const char* why) {
    ++rejected_;
    std::fprintf(stderr, "line %llu: %s\n", static_cast<unsigned long long>(line_), why);
  }

  Input input_;
  std::unique_ptr<simdjson::internal::dom_parser_implementation> stage_;
  Layout layout_;
  Places places_{};
  Unusual made_;
  std::vector<char> out_;
  char* out_end_ = nullptr;
  std::vector<char> made_out_;
  stream::Walk slow_walk_;
  std::vector<stream::Slot> slots_;
  std::uint64_t line_ = 0;
  std::uint64_t slow_ = 0;
  std::uint64_t rejected_ = 0;
};

}  // namespace

}  // namespace parley::bench

int main() {
  parley::bench::Program program;
  return program.run();
}
