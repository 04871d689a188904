// How much room one record's result needs at most, so that it is asked for once: every text of the target
// comes from slots of the record, which do not overlap, and from constants.
#include <map>

#include "compiler/codegen/emitter.hpp"
#include "stdlib/value/json.hpp"

namespace parley::codegen {

namespace {

constexpr std::uint64_t overshoot = 64;         // copies may write so far behind their end
constexpr std::uint64_t leaf_room = 64;         // quotes, {"id":…}, comma
constexpr std::uint64_t growth_of_escapes = 6;  // a control character as \\u00XX

// So many bytes, and so many times the length of a slot's text.
struct Room {
  std::uint64_t bytes = 0;
  std::map<std::uint32_t, std::uint64_t> slots;

  void add(const Room& other, std::uint64_t times = 1) {
    bytes += other.bytes * times;
    for (const auto& [slot, count] : other.slots) slots[slot] += count * times;
  }
};

class Rooms {
 public:
  Rooms(const ir::Module& program, const ir::Function& function) : program_(program), function_(function) {
    rooms_.resize(function.value_count);
    for (const ir::Instruction& instruction : function.instructions)
      rooms_[instruction.id.value] = room_of(instruction);
  }
  const Room& of(ir::ValueId id) const { return rooms_[id.value]; }

 private:
  // A choice between operands counts as all of them.
  Room room_of(const ir::Instruction& instruction) const {
    Room room{.bytes = copy_width, .slots = {}};
    if (const auto* slot = std::get_if<ir::SlotRef>(&instruction.detail)) {
      auto found = std::ranges::find(function_.slots, *slot);
      if (found != function_.slots.end())
        room.slots[static_cast<std::uint32_t>(found - function_.slots.begin())] = 1;
      return room;
    }
    if (const auto* constant = std::get_if<value::Value>(&instruction.detail)) {
      if (const auto* text = constant->as<std::string>()) room.bytes = text->size();
      return room;
    }
    if (const auto* use = std::get_if<ir::TableUse>(&instruction.detail)) {
      const ir::Table::Way& way =
          program_.tables[use->table.value].ways[static_cast<std::size_t>(use->direction)];
      for (const ir::TableRow& row : way.rows)
        if (const auto* text = row.to.as<std::string>())
          room.bytes = std::max<std::uint64_t>(room.bytes, text->size());
      if (way.otherwise)
        if (const auto* text = way.otherwise->as<std::string>()) room.bytes += text->size();
      return room;
    }
    std::uint64_t times = 1;
    if (const auto* function = std::get_if<const abi::Function*>(&instruction.detail)) {
      const abi::Growth& growth = (*function)->growth;
      times = growth.per_byte;
      if (growth.between_items) times += items(instruction);
      room.bytes = growth.constant;
    }
    for (ir::ValueId operand : instruction.operands) room.add(of(operand), times);
    return room;
  }

  std::uint64_t items(const ir::Instruction& call) const {
    std::uint64_t count = 0;
    for (const ir::Instruction& instruction : function_.instructions)
      if (std::ranges::find(call.operands, instruction.id) != call.operands.end())
        count += instruction.operands.size();
    return count;
  }

  const ir::Module& program_;
  const ir::Function& function_;
  std::vector<Room> rooms_;
};

bool is_inside(std::string_view inner, std::string_view outer) {
  return inner.starts_with(outer) && (inner.size() == outer.size() || inner[outer.size()] == '.');
}

}  // namespace

// For the whole of the row's result.
void Emitter::reserve(const ir::Function& function) {
  Rooms rooms(program_, function);
  std::vector<bool> is_slot(function.value_count, false);
  for (const ir::Instruction& instruction : function.instructions)
    is_slot[instruction.id.value] = instruction.op == ir::Op::slot;
  Room room{.bytes = copy_width, .slots = {}};
  auto add = [&](ir::ValueId value) {
    room.add(rooms.of(value), is_slot[value.value] ? 1 : growth_of_escapes);
  };
  for (const ir::Store& store : function.stores) {
    room.bytes += scalar_room + leaf_room;
    add(store.value);
    if (store.otherwise) add(*store.otherwise);
    if (store.answer_value) add(*store.answer_value);
  }
  auto add_keys = [&](auto& self, const ir::TargetNode& node) -> void {
    room.bytes += value::write_json(value::Json(node.key)).size() + leaf_room;
    for (const ir::TargetNode& member : node.members) self(self, member);
  };
  add_keys(add_keys, function.target);

  std::uint64_t times = 0;
  bool overlap = false;
  for (const ir::SlotRef& a : function.slots)
    for (const ir::SlotRef& b : function.slots)
      overlap = overlap || (!(a == b) && is_inside(program_.field(a).path, program_.field(b).path));
  for (const auto& [slot, count] : room.slots) times = overlap ? times + count : std::max(times, count);
  make_room(builder_.CreateAdd(builder_.CreateMul(row_length_, builder_.getInt64(times)),
                               builder_.getInt64(room.bytes)));
}

// Where less is left, the row begins anew with more.
void Emitter::make_room(llvm::Value* byte_count) {
  llvm::Value* end = load_run(offsetof(Run, out_end), builder_.getPtrTy());
  llvm::Value* left = builder_.CreatePtrDiff(builder_.getInt8Ty(), end, out());
  llvm::Value* needed = builder_.CreateAdd(byte_count, builder_.getInt64(overshoot));
  branch_to(full_, builder_.CreateICmpUGT(needed, left));
}

}  // namespace parley::codegen
