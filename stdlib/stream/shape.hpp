// Shape: the order of keys that a stream's records have, learnt from them. A record that follows it costs two
// vector compares a key and no look at its grammar beyond what the compares prove:
//   {"id":"7","properties":{"email":"a@b.c","city":"Ulm"}}
//   steps: `{` enter, `"id":` value, `,"properties":{` enter, `"email":` value, `,"city":` value, `}`, `}`
// Keys may be missing; a key that is not expected where it stands is for the Walk, which learns from it. The
// literals hold the blanks between tokens too, which one program writes in one way. Reused; one thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "stdlib/stream/slot.hpp"

namespace parley::stream {

constexpr std::size_t learnt_keys_max = 1'024;  // of one shape
constexpr std::size_t pattern_width = 32;       // bytes of a literal that are compared at once

// What a record writes between two values: `,`, `:` and `{`, each with the blanks behind it.
struct Punctuation {
  std::string comma = ",";
  std::string colon = ":";
  std::string brace = "{";
  friend bool operator==(const Punctuation&, const Punctuation&) = default;
};

// One key of a record, and where its value goes.
struct LearntKey {
  std::string key;                   // without quotes
  std::vector<std::uint32_t> slots;  // empty: the value is only stepped over
  bool is_entered = false;           // an object whose members count
  bool has_wanted_members = false;   // if it were an object, they would count
  std::vector<LearntKey> members;    // in the order of the record
};

// Where a record is followed, in and out.
struct Place {
  const char* bytes = nullptr;            // what positions count from
  const std::uint32_t* at = nullptr;      // the next token; in the end, of what follows the record
  const std::uint32_t* at_end = nullptr;  // behind the last token
  std::uint32_t base = 0;                 // added to slots' offsets
  std::uint32_t limit = 0;                // positions are below
  std::uint32_t backslash = 0;            // the first one at or behind the place, or the limit
  std::uint32_t end = 0;                  // out: behind the record's brace, or where it is not of the shape
};

// Records that stand one behind the other in the same bytes, with the same number of tokens each.
struct Stretch {
  const char* bytes = nullptr;        // what positions count from
  const std::uint32_t* at = nullptr;  // the first record's first token
  std::size_t count = 0;              // of records
  Slot* slots = nullptr;              // the first record's
  std::size_t slot_count = 0;         // of each record
  std::size_t tokens = 0;             // of each record: the shape's token_count()
  std::uint32_t limit = 0;            // positions are below
  std::uint32_t backslash = 0;  // the first one at or behind the first record, or the limit; then behind all
};

constexpr std::size_t lines_max = 32;  // that are followed together

// Lines of bytes whose outline is drawn, one behind the other. Each has its newline.
struct OutlinedLines {
  const char* bytes = nullptr;                 // what positions count from
  std::uint32_t limit = 0;                     // their length
  const std::uint64_t* quotes = nullptr;       // as in Outline
  std::uint32_t start = 0;                     // of the first line
  const std::uint32_t* ends = nullptr;         // of each
  std::size_t count = 0;                       // at most lines_max
  Slot* slots = nullptr;                       // the first line's
  std::size_t slot_count = 0;                  // of each line
  const std::uint32_t* backslashes = nullptr;  // as in Outline: the first that stands in them or behind
};

class Shape {
 public:
  enum class Learnt : std::uint8_t {
    more,     // keys that were not known
    nothing,  // all are known, in this order
    refused,  // they stand in another order, or are too many
  };
  Learnt learn(const LearntKey& record, const Punctuation& punctuation);

  // Fills the slots of one record, which were absent before. False: the record is not of this shape, or not
  // in order, and the slots hold anything. Precondition: at least one token is left.
  bool follow(Place& place, Slot* slots) const;

  // Of a record that leaves no key out and has no container that is stepped over.
  std::size_t token_count() const { return value_steps_.size(); }
  // Whether a record that leaves no key out fills so many slots.
  bool fills(std::size_t slot_count) const { return slots_.size() == slot_count; }
  // The same for many records, each step through all of them: since tokens are counted, no record waits for
  // what stands in the one before. Their slots were absent before. False: some record is not of this shape,
  // or a rare one, and the slots hold anything.
  bool follow_all(Stretch& stretch);
  // The same without tokens: texts end at the next quote. Precondition: Outline::is_available().
  bool follow_lines(OutlinedLines& lines);

 private:
  enum class Action : std::uint8_t { skip, keep, keep_several, enter, close };
  // Each with those before it.
  enum class Values : std::uint8_t { texts, booleans, others };  // texts: nulls, too
  struct Step {
    const char* pattern = nullptr;          // of the literal: see lay_out_patterns()
    const char* stretch_pattern = nullptr;  // the same; fits everything where the literal is too long
    std::uint32_t length = 0;               // of the literal
    std::uint32_t tokens = 0;               // in the literal
    std::uint32_t slot = 0;                 // keep; keep_several: the first; else 0
    std::uint32_t slots_at = 0;             // in slots_
    std::uint32_t slot_count = 0;
    std::uint32_t object = 0;  // whose member it is: the step that opened that object
    std::uint32_t close = 0;   // the step that closes it
    std::uint16_t depth = 0;
    Action action = Action::skip;
    bool refuses_object = false;
    bool is_first = false;          // in its object: the literal has no comma
    Values values = Values::texts;  // seen by follow_lines()
    bool has_others = false;        // values that are neither text nor null: seen by follow_all()
  };
  // A step where the record stands, and how much of its literal the record leaves out.
  struct Found {
    const Step* step = nullptr;
    std::uint32_t dropped = 0;
  };

  void lay_out(const LearntKey& object, std::string_view before, std::uint32_t tokens, std::uint16_t depth);
  Step& add_step(Action action, std::string_view literal, std::uint32_t tokens);
  void give_slots(Step& step, const LearntKey& key);
  void lay_out_patterns();
  std::string_view literal(const Step& step) const;
  static constexpr std::uint32_t no_step = ~0U;
  // Whether each step asks for the end of the tokens.
  enum class Checks : bool { none, each };
  template <Checks checks>
  bool follow_by(Place& place, Slot* slots) const;
  bool follow_plain(Place& place, Slot* slots) const;
  bool follow_checked(Place& place, Slot* slots) const;
  bool take_other(Place& place, const Step& step, Slot* slots) const;
  void fill(const Step& step, Slot slot, Slot* slots) const;
  void fill_several(const Step& step, Slot slot, Slot* slots) const;
  Found find(const Step& expected, std::string_view rest) const;

  // Of follow_all(). `at`: the step's first token in the first record.
  bool follow_all_by(Stretch& stretch);
  bool follow_all_wide(Stretch& stretch);
  bool fit(const Stretch& stretch, const Step& step, const std::uint32_t* at) const;
  bool fit_long(const Stretch& stretch, const Step& step, const std::uint32_t* at) const;
  bool take(const Stretch& stretch, Step& step, const std::uint32_t* at);
  template <bool is_kept>
  bool take_texts(const Stretch& stretch, const Step& step, const std::uint32_t* at) const;
  bool take_scalars(const Stretch& stretch, const Step& step, const std::uint32_t* at) const;
  void spread(const Stretch& stretch, const Step& step) const;
  bool take_escapes(Stretch& stretch) const;

  // Of follow_lines(). `at`: where each line is followed up to; `next`: the same behind the step.
  struct Backslashes;
  static bool fit(const Step& step, const char* bytes, const std::uint32_t* at);
  bool fit_long(const OutlinedLines& lines, const Step& step, const std::uint32_t* at) const;
  bool take(const OutlinedLines& lines, Step& step, Backslashes& backslashes, const std::uint32_t* at,
            std::uint32_t* next);
  static bool take_words(const OutlinedLines& lines, const Step& step, Backslashes& backslashes,
                         const std::uint32_t* at, std::uint32_t* next, Values values);
  static bool take_values(const OutlinedLines& lines, const Step& step, Backslashes& backslashes,
                          const std::uint32_t* at, std::uint32_t* next);
  void spread(const OutlinedLines& lines, const Step& step) const;

  LearntKey root_;
  std::size_t key_count_ = 0;
  std::ptrdiff_t tokens_max_ = 0;           // of a record without containers that are stepped over
  std::vector<std::uint32_t> value_steps_;  // by token of such a record: whose value it is, or no_step
  Punctuation punctuation_;
  std::vector<Step> steps_;
  std::vector<std::string> literals_;  // of the steps
  std::vector<char> patterns_;
  std::vector<std::uint32_t> slots_;  // of the steps that have some
};

}  // namespace parley::stream
