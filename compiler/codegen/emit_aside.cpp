// What is left to the interpreter of a row (aside.hpp): leaves and results that depend on an instruction
// without a fast form. Which these are shows when they are emitted; the function is then emitted once more,
// and knows.
#include <algorithm>

#include "compiler/codegen/aside.hpp"
#include "compiler/codegen/emitter.hpp"

namespace parley::codegen {

// Operands stand before their uses.
void Emitter::find_left(const ir::Function& function) {
  is_left_.assign(function.value_count, false);
  for (const ir::Instruction& i : function.instructions)
    is_left_[i.id.value] = left_.contains(i.id.value) || (i.under && is_left(*i.under)) ||
                           std::ranges::any_of(i.operands, [&](ir::ValueId id) { return is_left(id); });
}

// A list is written, and an update's null, by the interpreter alone.
bool Emitter::is_left(const ir::Store& store) const {
  const auto is_part_left = [&](const std::optional<ir::ValueId>& id) { return id && is_left(*id); };
  const Register kind = register_of(instructions_[store.value.value]->type);
  return kind == Register::list || kind == Register::other || store.clear || is_left(store.value) ||
         is_part_left(store.guard) || is_part_left(store.otherwise) || is_part_left(store.answer_value);
}

bool Emitter::is_left(const ir::TargetNode& leaf) const {
  return std::ranges::any_of(leaf.stores,
                             [&](std::uint32_t number) { return is_left(function_->stores[number]); });
}

llvm::Value* Emitter::left_result(std::uint64_t number) {
  return call("parley_heavy_aside_result", builder_.getInt1Ty(), {body_.run, builder_.getInt64(number)});
}

void Emitter::write_left_leaf(const std::string& key, const ir::TargetNode& leaf) {
  llvm::Value* begin = out();
  write_bytes(key);
  llvm::Value* came = call("parley_heavy_aside_leaf", builder_.getInt64Ty(),
                           {body_.run, builder_.getInt64(leaf.stores.front()), out()});
  const auto is = [&](std::int64_t what) {
    return builder_.CreateICmpEQ(came, builder_.getInt64(static_cast<std::uint64_t>(what)));
  };
  branch_to(body_.give_up, is(leaf_gives_up));
  branch_to(body_.skip, is(leaf_skips));
  llvm::Value* absent = is(leaf_is_absent);
  advance(builder_.CreateGEP(builder_.getInt8Ty(), out(), came));
  write_bytes(",");
  advance(builder_.CreateSelect(absent, begin, out()));
}

}  // namespace parley::codegen
