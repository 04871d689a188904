// What stores make of one record: for the engine field by field, for `parley map` as the target's JSON.
#pragma once

#include <string>

#include "compiler/interpret/interpreter.hpp"

namespace parley::interpret {

enum class Fate : std::uint8_t {
  write,      // value
  none,       // the source has no value, and no default answers it
  keep,       // unknown, or `else keep`
  skip,       // `else skip`: the record is excluded
  reject,     // `else reject`
  guarded,    // the guard says no
  undecided,  // the guard is unknown
};

struct Stored {
  Fate fate = Fate::keep;
  value::Value value;
  bool from_default = false;
  Fault fault;  // reject, skip, and keep because of a failure
};

// Precondition: the interpreter started the store's function.
Stored run_store(Interpreter& interpreter, const ir::Store& store);

enum class Outcome : std::uint8_t {
  written,
  left_out,  // where or scope said no, or is unknown
  skipped,   // a line's `else skip`
  rejected,
};

struct Mapped {
  Outcome outcome = Outcome::written;
  std::string field;   // rejected, skipped: the target's field, "ns.phone"
  std::string reason;  // rejected, skipped: "`hs.phone` is not a phone number"
};

// Appends the value that a leaf of a map's target writes, if it writes one. Precondition: the interpreter
// started the map.
Mapped run_leaf(Interpreter& interpreter, const ir::Module& module, const ir::Function& function,
                const ir::TargetNode& leaf, std::string& out);

// Runs a map function and appends the target's JSON to `out`; a record that is not written leaves no byte.
Mapped run_map(Interpreter& interpreter, const ir::Module& module, const ir::Function& function,
               const Fields& fields, std::string& out);

}  // namespace parley::interpret
