#include "compiler/driver/row_interpreter.hpp"

#include <algorithm>

#include "stdlib/stream/reader.hpp"
#include "stdlib/stream/wire.hpp"

namespace parley::driver {

RowInterpreter::RowInterpreter(const ir::Module& module, const ir::Function& function,
                               const abi::SideShape& source, core::Instant now)
    : module_(module),
      function_(function),
      source_(source),
      interpreter_(module, now),
      fields_([this](ir::SlotRef slot) { return field(slot); }),
      leaves_(function.stores.size()) {
  list_leaves(function.target);
}

void RowInterpreter::list_leaves(const ir::TargetNode& node) {
  if (!node.stores.empty()) leaves_[node.stores.front()] = &node;
  for (const ir::TargetNode& member : node.members) list_leaves(member);
}

void RowInterpreter::show(const stream::Rows& rows, std::string_view bytes) {
  rows_ = &rows;
  bytes_ = bytes;
  begun_ = no_row;
}

interpret::Mapped RowInterpreter::map(std::size_t row, std::string& line) {
  row_ = row;
  begun_ = no_row;
  return interpret::run_map(interpreter_, module_, function_, fields_, line);
}

// Once a row, so that its parts share what is computed, and the fuel.
void RowInterpreter::begin(std::size_t row) {
  if (begun_ == row) return;
  row_ = begun_ = row;
  interpreter_.start(function_, fields_);
}

bool RowInterpreter::is_true(std::uint64_t row, std::uint64_t result) {
  begin(row);
  return interpreter_.get(function_.results[result]).is_true();
}

std::int64_t RowInterpreter::write_leaf(std::uint64_t row, std::uint64_t store, std::span<char> room) {
  begin(row);
  leaf_.clear();
  const interpret::Mapped mapped =
      interpret::run_leaf(interpreter_, module_, function_, *leaves_[store], leaf_);
  if (mapped.outcome == interpret::Outcome::skipped) return codegen::leaf_skips;
  if (mapped.outcome != interpret::Outcome::written || leaf_.size() > room.size())
    return codegen::leaf_gives_up;
  std::ranges::copy(leaf_, room.begin());
  return leaf_.empty() ? codegen::leaf_is_absent : std::ssize(leaf_);
}

value::Value RowInterpreter::field(ir::SlotRef slot) const {
  const auto found = std::ranges::find(function_.slots, slot);
  if (found == function_.slots.end()) return value::Value::none(value::State::absent);
  const stream::Slot& place =
      rows_->slots_of(row_)[static_cast<std::size_t>(found - function_.slots.begin())];
  return stream::decode(stream::raw_of(place, bytes_), module_.field(slot), source_.missing);
}

}  // namespace parley::driver
