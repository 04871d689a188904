// Batches: the results of a function as canonical bytes, a cell each, in place of the target's JSON. The
// engine compares and hashes these.
#include <algorithm>

#include "compiler/codegen/emitter.hpp"
#include "stdlib/core/check.hpp"

namespace parley::codegen {

using llvm::BasicBlock;

namespace {

constexpr TagByte byte_of(CellTag tag) {
  return static_cast<TagByte>(tag);
}

}  // namespace

void Emitter::emit_batch(const ir::Function& function, std::string_view name) {
  start(function);
  open_row_loop(name, function.slots.size());
  const std::size_t count = function.results.size() + function.stores.size();
  std::size_t number = 0;
  for (ir::ValueId result : function.results) {
    need({result});
    write_cell({number++, count}, values_[result.value], type_of(result));
  }
  for (const ir::Store& store : function.stores) {
    need({store.value, store.otherwise, store.answer_value});
    write_cell({number++, count}, decide_cell(store), type_of(store.value));
  }
  builder_.CreateBr(next_row_);
}

// What a store makes of its value, as interpret::run_store does; a rejection is the interpreter's, which has
// its words.
Emitted Emitter::decide_cell(const ir::Store& store) {
  Emitted value = values_[store.value.value];
  if (store.guard && !unsupported_) unsupported_ = "a guarded store";
  llvm::Value* failed = is_tag(value, tag_failed);
  switch (store.answer) {
    case ir::Answer::reject:
      give_up_unless(builder_.CreateNot(failed));
      break;
    case ir::Answer::skip:
      value.tag = builder_.CreateSelect(failed, tag(byte_of(CellTag::skip)), value.tag);
      break;
    case ir::Answer::keep:
      value.tag = builder_.CreateSelect(failed, tag(byte_of(CellTag::keep)), value.tag);
      break;
    case ir::Answer::value:
      value = choose(failed, values_[store.answer_value->value], value);
      give_up_unless(builder_.CreateNot(is_tag(value, tag_failed)));
      break;
  }
  value.tag = builder_.CreateSelect(is_tag(value, tag_unknown), tag(byte_of(CellTag::keep)), value.tag);
  if (value.kind == Register::text) {
    llvm::Value* empty = builder_.CreateICmpEQ(value.length, builder_.getInt64(0));
    value.tag =
        builder_.CreateSelect(builder_.CreateAnd(is_tag(value, tag_value), empty), tag(tag_none), value.tag);
  }
  if (!store.otherwise) return value;
  Emitted fallback = values_[store.otherwise->value];
  llvm::Value* none = is_tag(value, tag_none);
  give_up_unless(builder_.CreateOr(builder_.CreateNot(none), is_tag(fallback, tag_value)));
  fallback.tag = tag(byte_of(CellTag::from_default));
  return choose(none, fallback, value);
}

const schema::Type& Emitter::type_of(ir::ValueId value) const {
  const auto found = std::ranges::find(function_->instructions, value, &ir::Instruction::id);
  ENSURE(found != function_->instructions.end(), "a result is a value of its function");
  return found->type;
}

void Emitter::write_cell(CellPlace place, const Emitted& value, const schema::Type& type) {
  if (value.kind == Register::list || value.kind == Register::other) {
    if (!unsupported_) unsupported_ = "a result that is a list";
    return;
  }
  llvm::Type* byte = builder_.getInt8Ty();
  llvm::Value* cells = builder_.CreateLoad(builder_.getPtrTy(), run_field(offsetof(Run, cells)));
  llvm::Value* row = builder_.CreateMul(load_run(offsetof(Run, row), builder_.getInt64Ty()),
                                        builder_.getInt64(place.count * sizeof(Cell)));
  llvm::Value* cell = builder_.CreateGEP(
      byte, cells, builder_.CreateAdd(row, builder_.getInt64(place.number * sizeof(Cell))));
  auto put = [&](std::size_t offset, llvm::Value* v) {
    builder_.CreateStore(v, builder_.CreateConstInBoundsGEP1_64(byte, cell, offset));
  };
  put(offsetof(Cell, tag), builder_.CreateZExt(value.tag, builder_.getInt64Ty()));
  put(offsetof(Cell, bytes), llvm::ConstantPointerNull::get(builder_.getPtrTy()));
  put(offsetof(Cell, length), builder_.getInt64(0));
  BasicBlock* writing = block("cell");
  BasicBlock* after = block("cell_done");
  branch(builder_.CreateOr(is_tag(value, tag_value), is_tag(value, byte_of(CellTag::from_default))), writing,
         after);
  builder_.SetInsertPoint(writing);
  const Emitted text = canonical_text(value, type);
  put(offsetof(Cell, bytes), text.payload);
  put(offsetof(Cell, length), text.length);
  builder_.CreateBr(after);
  builder_.SetInsertPoint(after);
}

// The bytes as value::canonical has them: a constant, or copied to the output, since texts of the row's
// scratch memory end with the row.
Emitted Emitter::canonical_text(const Emitted& value, const schema::Type& type) {
  llvm::Type* pointer = builder_.getPtrTy();
  Emitted text{.kind = Register::text};
  if (value.kind == Register::boolean) {
    text.payload = builder_.CreateSelect(value.payload, text_constant("true"), text_constant("false"));
    text.length = builder_.CreateSelect(value.payload, builder_.getInt64(4), builder_.getInt64(5));
    return text;
  }
  if (value.kind == Register::text) {
    Emitted from = plain(value);
    make_room(from.length);
    text.payload = out();
    text.length = from.length;
    from.raw = builder_.getTrue();
    write_text(from);
    return text;
  }
  make_room(builder_.getInt64(scalar_room));
  text.payload = out();
  if (value.kind == Register::decimal) {
    advance(call("parley_heavy_write_decimal", pointer, {text.payload, value.payload}));
  } else if (type.kind == schema::TypeKind::integer) {
    advance(call("parley_write_int", pointer, {text.payload, value.payload}));
  } else {
    llvm::Value* kind = builder_.getInt32(static_cast<std::uint32_t>(type.kind));
    llvm::Value* number = builder_.CreateSExt(value.payload, builder_.getInt64Ty());
    advance(call("parley_heavy_write_canonical_time", pointer, {text.payload, kind, number}));
  }
  text.length = builder_.CreatePtrDiff(builder_.getInt8Ty(), out(), text.payload);
  return text;
}

}  // namespace parley::codegen
