// How much room one record's result and the texts on the way to it need at most, so that it is asked for
// once: every text comes from slots of the record, which do not overlap, and from constants.
#include <algorithm>
#include <map>

#include "compiler/codegen/emitter.hpp"
#include "stdlib/value/json.hpp"

namespace parley::codegen {

namespace {

constexpr std::uint64_t overshoot = 64;         // copies may write so far behind their end
constexpr std::uint64_t leaf_room = 64;         // quotes, {"id":…}, comma
constexpr std::uint64_t growth_of_escapes = 6;  // a control character as \\u00XX

// More than this is never there.
constexpr std::uint64_t room_max = 1U << 31U;

std::uint64_t sum(std::uint64_t a, std::uint64_t b, std::uint64_t times) {
  return std::min(a + b * std::min(times, room_max), room_max);
}

// So many bytes, and so many times the length of a slot's text; room_max stands for anything above it.
struct Room {
  std::uint64_t bytes = 0;
  std::map<std::uint32_t, std::uint64_t> slots;

  void add(const Room& other, std::uint64_t times = 1) {
    bytes = sum(bytes, other.bytes, times);
    for (const auto& [slot, count] : other.slots) slots[slot] = sum(slots[slot], count, times);
  }
};

class Rooms {
 public:
  // `least` bytes are counted for whatever is no constant.
  Rooms(const ir::Module& program, const ir::Function& function, std::uint64_t least)
      : program_(program), function_(function), least_(least) {
    rooms_.resize(function.value_count);
    for (const ir::Instruction& instruction : function.instructions)
      rooms_[instruction.id.value] = room_of(instruction);
  }
  const Room& of(ir::ValueId id) const { return rooms_[id.value]; }

 private:
  // A choice between operands counts as all of them.
  Room room_of(const ir::Instruction& instruction) const {
    Room room{.bytes = least_, .slots = {}};
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
  std::uint64_t least_;
  std::vector<Room> rooms_;
};

}  // namespace

// For the whole of the row's result.
void Emitter::reserve(const ir::Function& function) {
  Rooms rooms(program_, function, copy_width);
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
  const bool overlap = has_overlap(function);
  for (const auto& [slot, count] : room.slots) times = overlap ? times + count : std::max(times, count);
  times = std::min(times, room_max);
  make_room(builder_.CreateAdd(builder_.CreateMul(row_length_, builder_.getInt64(times)),
                               builder_.getInt64(room.bytes)));
}

// Whether one slot's value stands in another's, or is another's.
bool Emitter::has_overlap(const ir::Function& function) const {
  std::vector<std::string_view> paths;
  for (const ir::SlotRef& slot : function.slots) paths.push_back(program_.field(slot).path);
  std::ranges::sort(paths);
  const bool is_twice = std::ranges::adjacent_find(paths) != paths.end();
  return is_twice || std::ranges::any_of(paths, [&](std::string_view path) {
           for (std::size_t dot = path.find('.'); dot != path.npos; dot = path.find('.', dot + 1))
             if (std::ranges::binary_search(paths, path.substr(0, dot))) return true;
           return false;
         });
}

// For the texts that are computed or unescaped on the way: each as often as an instruction may do so. Most
// records are far too short to need a closer look than at their length.
void Emitter::reserve_scratch(const ir::Function& function) {
  const Rooms rooms(program_, function, 0);
  auto is_text = [&](ir::ValueId id) {
    const ir::Instruction* instruction = instructions_[id.value];
    return instruction != nullptr && register_of(instruction->type) == Register::text;
  };
  Room room;
  for (const ir::Instruction& instruction : function.instructions) {
    if ((instruction.op == ir::Op::call || instruction.op == ir::Op::add) && is_text(instruction.id))
      room.add(rooms.of(instruction.id));
    for (ir::ValueId operand : instruction.operands)
      if (is_text(operand)) room.add(rooms.of(operand));
  }
  has_scratch_ = true;
  if (room.slots.empty() && room.bytes == 0) return;
  std::vector<std::uint32_t> weights(function.slots.size());
  for (const auto& [slot, count] : room.slots) weights[slot] = static_cast<std::uint32_t>(count);
  const std::uint64_t heaviest = weights.empty() ? 0 : std::ranges::max(weights);
  const std::uint64_t times =
      std::min(has_overlap(function) ? heaviest * function.slots.size() : heaviest, room_max);
  llvm::Value* left =
      builder_.CreatePtrDiff(builder_.getInt8Ty(), load_run(offsetof(Run, scratch_end), builder_.getPtrTy()),
                             builder_.CreateLoad(builder_.getPtrTy(), body_.scratch_at));
  llvm::Value* constant = builder_.getInt64(room.bytes);
  llvm::BasicBlock* closer = block("closer");
  llvm::BasicBlock* enough = block("enough");
  llvm::Value* bound =
      builder_.CreateAdd(builder_.CreateMul(row_length_, builder_.getInt64(times)), constant);
  branch(builder_.CreateICmpULE(bound, left), enough, closer);
  builder_.SetInsertPoint(closer);
  llvm::Constant* numbers = llvm::ConstantDataArray::get(context_, weights);
  auto* table =
      new llvm::GlobalVariable(module_, numbers->getType(), true, llvm::GlobalValue::PrivateLinkage, numbers);
  llvm::Value* exact = call("parley_weighted_length", builder_.getInt64Ty(),
                            {body_.slots, table, builder_.getInt64(weights.size())});
  branch(builder_.CreateICmpULE(builder_.CreateAdd(exact, constant), left), enough, body_.give_up);
  builder_.SetInsertPoint(enough);
}

// Where less is left, the row begins anew with more.
void Emitter::make_room(llvm::Value* byte_count) {
  llvm::Value* end = load_run(offsetof(Run, out_end), builder_.getPtrTy());
  llvm::Value* left = builder_.CreatePtrDiff(builder_.getInt8Ty(), end, out());
  llvm::Value* needed = builder_.CreateAdd(byte_count, builder_.getInt64(overshoot));
  builder_.CreateStore(needed, run_field(offsetof(Run, row_room)));
  branch_to(full_, builder_.CreateICmpUGT(needed, left));
}

}  // namespace parley::codegen
