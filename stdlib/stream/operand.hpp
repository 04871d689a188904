// operand_of: a slot as the engine holds a field: its state and its canonical bytes, without a typed value in
// between where the bytes on the wire are canonical already. operand_by_value: the same by way of the value,
// slow and plain; the two agree on every slot.
#pragma once

#include <string_view>

#include "stdlib/abi/program.hpp"
#include "stdlib/core/arena.hpp"
#include "stdlib/stream/slot.hpp"
#include "stdlib/value/value.hpp"

namespace parley::stream {

// Precondition: `bytes` are what the slot's offsets count from. The operand views them, or the arena, or
// constants.
abi::Operand operand_of(const Slot& slot, std::string_view bytes, const schema::Field& field,
                        schema::Missing missing, core::Arena& arena);
abi::Operand operand_by_value(const Slot& slot, std::string_view bytes, const schema::Field& field,
                              schema::Missing missing, core::Arena& arena);

// And back: the value that an operand of the type holds.
value::Value value_of(const abi::Operand& operand, const schema::Type& type);

}  // namespace parley::stream
