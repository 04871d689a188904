// What generated code calls for reading slots and writing values. Everything here is compiled to bitcode and
// inlined (runtime/*.cpp), but for the `heavy` routines, which are native (heavy.cpp) and reached through the
// symbol table. A TagByte is an ir::Tag: 0 value, 1 none, 2 unknown, 3 failed. `bytes` is where the slots'
// offsets count from. Texts come in two forms: escaped (as they stand in JSON, between the quotes) and plain.
#pragma once

#include <cstdint>

#include "compiler/codegen/runtime/choice.hpp"
#include "stdlib/abi/call.hpp"
#include "stdlib/stream/slot.hpp"
#include "stdlib/value/decimal.hpp"

namespace parley::codegen {

class Aside;

using TagByte = std::uint8_t;
constexpr TagByte tag_value = 0;
constexpr TagByte tag_none = 1;
constexpr TagByte tag_unknown = 2;
constexpr TagByte tag_failed = 3;
constexpr TagByte tag_surprise = 4;  // of readers only: the row is for the interpreter

// How one result of a batch came out. The first four are ir::Tags; the rest are of stores only.
enum class CellTag : std::uint64_t {
  value,
  none,
  unknown,
  failed,
  keep,          // the target stays as it is: the value is unknown, or failed and `else keep` answers it
  skip,          // `else skip`
  from_default,  // a value, made by the line's default
};

// One result: its canonical bytes where it has a value. They stand in Run::out or in constants of the code.
struct Cell {
  const char* bytes;
  std::uint64_t length;
  CellTag tag;
};

// One call of generated code: where to read, where to write, and how far it came.
struct Run {
  const char* bytes;
  const stream::Row* rows;
  const stream::Slot* slots;
  std::uint64_t row;  // in: the first row; out: the first row that is not done
  std::uint64_t row_end;
  char* out;  // in and out: the next byte to write
  char* out_end;
  char* scratch;
  char* scratch_end;
  void* context;           // abi::CallContext
  std::uint64_t left_out;  // counted up: rows outside the scope
  std::uint64_t skipped;   // counted up: rows that a rule's `else skip` left out
  // Transforms only.
  Aside* aside = nullptr;
  std::uint64_t row_room =
      0;  // what the row may write at most, without the leaves that are left to the aside
  // Batches only.
  std::uint64_t function = 0;  // which of those compiled together
  Cell* cells = nullptr;       // by row, then result
};

// Why generated code returned.
enum class Stop : std::uint32_t {
  done,     // all rows
  give_up,  // Run::row is for the interpreter
  full,     // no room in out for Run::row
};

}  // namespace parley::codegen

extern "C" {

// Reading. Each gives the tag and fills its results on tag_value.
// A reference's id stands in an object.
std::uint8_t parley_heavy_read_id(const char* bytes, const parley::stream::Slot* slot, std::uint8_t absent,
                                  bool is_id, const char** text, std::uint64_t* length, bool* escaped);
bool parley_is_ordinary(const parley::stream::Row* row);
// The slots' lengths, each so many times.
std::uint64_t parley_weighted_length(const parley::stream::Slot* slots, const std::uint32_t* weights,
                                     std::uint64_t count);
std::uint8_t parley_read_int(const char* bytes, const parley::stream::Slot* slot, std::uint8_t absent,
                             bool in_text, std::int64_t* result);
std::uint8_t parley_read_decimal(const char* bytes, const parley::stream::Slot* slot, std::uint8_t absent,
                                 bool in_text, parley::value::Decimal* result);
std::uint8_t parley_read_bool(const char* bytes, const parley::stream::Slot* slot, std::uint8_t absent,
                              bool in_text, bool* result);
std::uint8_t parley_read_letter(const char* bytes, const parley::stream::Slot* slot, std::uint8_t absent,
                                bool* result);

// Texts that are what would be written for what they say (runtime/image.cpp): the length of it, or 0.
std::uint64_t parley_date_image(const char* text, std::uint64_t length);
std::uint64_t parley_instant_image(const char* text, std::uint64_t length);
std::uint64_t parley_number_image(const char* text, std::uint64_t length, std::uint64_t whole_max,
                                  std::uint64_t fraction_max);
// Which of the words of a picklist or table it is, or their count (runtime/choice.hpp).
std::uint32_t parley_choice(const char* text, std::uint64_t length, const parley::codegen::ChoiceWord* words,
                            const std::uint8_t* numbers, std::uint64_t spread, std::uint64_t factor,
                            std::uint32_t shift, std::uint32_t count);
// Library functions (runtime/part.cpp): which part of a text is their result, and results in whole vectors.
std::uint64_t parley_part_trim(const char* text, std::uint64_t length, const char** start);
std::uint64_t parley_part_trim_start(const char* text, std::uint64_t length, const char** start);
std::uint64_t parley_part_trim_end(const char* text, std::uint64_t length, const char** start);
std::int64_t parley_wide_lower(parley::abi::CallContext& context, parley::abi::Text x, char* out);
std::int64_t parley_wide_upper(parley::abi::CallContext& context, parley::abi::Text x, char* out);

// Native, reading: by the kinds of schema::TypeKind and schema::Wire; the result is microseconds or days.
std::uint8_t parley_heavy_read_time(const char* bytes, const parley::stream::Slot* slot, std::uint8_t absent,
                                    std::int32_t type_kind, std::int32_t wire, std::int64_t* result);
bool parley_heavy_read_decimal(const char* text, std::uint64_t length, parley::value::Decimal* result);
// The text without its escapes into `out` (room for `length` bytes): its length, or -1 where an escape is
// wrong.
std::int64_t parley_heavy_unescape(const char* text, std::uint64_t length, char* out);
// What parley_part_trim and the bodies of lower and upper do, for texts of any kind and length.
std::uint64_t parley_heavy_trim(const char* text, std::uint64_t length, bool front, bool back,
                                const char** start);
std::int64_t parley_heavy_lower(parley::abi::CallContext& context, parley::abi::Text x, char* out);
std::int64_t parley_heavy_upper(parley::abi::CallContext& context, parley::abi::Text x, char* out);

// What the run's aside says of its row; `out` is where the leaf's value goes.
bool parley_heavy_aside_result(const parley::codegen::Run* run, std::uint64_t result);
std::int64_t parley_heavy_aside_leaf(const parley::codegen::Run* run, std::uint64_t store, char* out);

// Writing: each returns the byte behind what it wrote, and may write a vector more. A text without quotes:
// `raw`, as it stands, else with escapes where it needs them. Right for every text, made for those that a
// vector does not hold or that need escapes.
char* parley_write_rare_text(char* out, const char* text, std::uint64_t length, bool raw);
char* parley_write_int(char* out, std::int64_t number);
char* parley_write_bool(char* out, bool boolean);
char* parley_heavy_write_decimal(char* out, const parley::value::Decimal* decimal);
char* parley_heavy_write_time(char* out, std::int32_t type_kind, std::int32_t wire, std::int64_t number);
// As value::canonical writes it, without quotes.
char* parley_heavy_write_canonical_time(char* out, std::int32_t type_kind, std::int64_t number);

// Comparing and computing.
bool parley_equal_text(const char* a, std::uint64_t a_length, const char* b, std::uint64_t b_length);
std::int32_t parley_compare_text(const char* a, std::uint64_t a_length, const char* b,
                                 std::uint64_t b_length);
std::int32_t parley_heavy_compare_decimal(const parley::value::Decimal* a, const parley::value::Decimal* b);
bool parley_heavy_add(const parley::value::Decimal* a, const parley::value::Decimal* b,
                      parley::value::Decimal* result);
bool parley_heavy_subtract(const parley::value::Decimal* a, const parley::value::Decimal* b,
                           parley::value::Decimal* result);
bool parley_heavy_multiply(const parley::value::Decimal* a, const parley::value::Decimal* b,
                           parley::value::Decimal* result);
bool parley_heavy_narrow(const parley::value::Decimal* a, std::int64_t* result);
// Whether the number fits `precision` digits with `scale` behind the point.
bool parley_heavy_decimal_fits(const parley::value::Decimal* a, std::int32_t precision, std::int32_t scale);
// Whether a plain or escaped text has at most `limit` units (schema::LengthUnit).
bool parley_heavy_text_fits(const char* text, std::uint64_t length, bool escaped, std::uint64_t limit,
                            std::int32_t unit);
}
