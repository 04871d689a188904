// The target's bytes, leaf by leaf in the order of writing, as the interpreter goes: decide, reserve room,
// write. A row that is rejected, skipped or given up half-way leaves no byte, since the exits take the output
// back to the row's begin.
#include "compiler/codegen/emitter.hpp"
#include "stdlib/value/json.hpp"

namespace parley::codegen {

using ir::Answer;
using ir::TargetNode;
using llvm::BasicBlock;
using schema::Wire;

namespace {

constexpr std::uint64_t scalar_room = 64;   // the longest number or time, with quotes
constexpr std::uint64_t wrapper_room = 64;  // {"id":…}, quotes, comma, and the brackets that close behind it

}  // namespace

void Emitter::emit_target(const ir::Function& function) {
  reserve(builder_.getInt64(wrapper_room));
  write_bytes("{");
  llvm::Value* opened = out();
  write_members(function.target);
  // The last comma becomes the closing brace; an object without members has none.
  llvm::Value* empty = builder_.CreateICmpEQ(out(), opened);
  llvm::Value* comma =
      builder_.CreateConstGEP1_64(builder_.getInt8Ty(), out(), static_cast<std::uint64_t>(-1));
  advance(builder_.CreateSelect(empty, out(), comma));
  write_bytes("}\n");
}

void Emitter::branch_to(BasicBlock* there, llvm::Value* condition) {
  BasicBlock* go_on = block("go_on");
  builder_.CreateCondBr(condition, there, go_on);
  builder_.SetInsertPoint(go_on);
}

Emitter::Decision Emitter::decide(const ir::Store& store) {
  llvm::Value* applies = store.guard ? is_true(values_[store.guard->value]) : builder_.getTrue();
  Emitted value = values_[store.value.value];
  const schema::Field& field = program_.field(store.target);
  if (value.kind == Register::list || value.kind == Register::other) {
    if (!unsupported_) unsupported_ = "a list is written to " + field.name;
    return {builder_.getFalse(), nothing(Register::text, tag_none)};
  }
  answer_failure(store, value, applies);
  if (value.kind == Register::text) {
    // A computed empty text is no value to write.
    llvm::Value* empty = builder_.CreateICmpEQ(value.length, builder_.getInt64(0));
    value.tag =
        builder_.CreateSelect(builder_.CreateAnd(is_tag(value, tag_value), empty), tag(tag_none), value.tag);
  }
  if (store.otherwise) {
    value = choose(is_tag(value, tag_none), values_[store.otherwise->value], value);
    answer_failure(store, value, applies);
  }
  return {builder_.CreateAnd(applies, is_tag(value, tag_value)), value};
}

void Emitter::answer_failure(const ir::Store& store, Emitted& value, llvm::Value* applies) {
  llvm::Value* failed = builder_.CreateAnd(applies, is_tag(value, tag_failed));
  switch (store.answer) {
    case Answer::reject:
      branch_to(give_up_, failed);
      return;
    case Answer::skip:
      branch_to(skip_, failed);
      return;
    case Answer::keep:
      return;
    case Answer::value:
      value = choose(is_tag(value, tag_failed), values_[store.answer_value->value], value);
      branch_to(give_up_, builder_.CreateAnd(applies, is_tag(value, tag_failed)));
      return;
  }
}

// Closing brackets of everything that is open always fit: every leaf reserves more than it takes.
void Emitter::reserve(llvm::Value* byte_count) {
  llvm::Value* left = builder_.CreatePtrDiff(builder_.getInt8Ty(), out_end_, out());
  branch_to(full_, builder_.CreateICmpUGT(byte_count, left));
}

llvm::Value* Emitter::room_of(const Emitted& value) {
  if (value.kind != Register::text) return builder_.getInt64(scalar_room);
  constexpr std::uint64_t growth_of_escapes = 6;
  llvm::Value* grown = builder_.CreateMul(value.length, builder_.getInt64(growth_of_escapes));
  return builder_.CreateSelect(value.escaped, value.length, grown);
}

void Emitter::write_members(const TargetNode& node) {
  for (const TargetNode& member : node.members) {
    if (member.members.empty()) {
      write_leaf(member);
    } else {
      write_object(member);
    }
  }
}

// An object that writes nothing takes its key back.
void Emitter::write_object(const TargetNode& node) {
  llvm::Value* before = out();
  std::string key;
  value::append_quoted(key, node.key);
  reserve(builder_.getInt64(key.size() + wrapper_room));
  write_bytes(key + ":{");
  llvm::Value* opened = out();
  write_members(node);
  llvm::Value* at = out();
  llvm::Value* empty = builder_.CreateICmpEQ(at, opened);
  builder_.CreateStore(builder_.getInt8('}'),
                       builder_.CreateConstGEP1_64(builder_.getInt8Ty(), at, static_cast<std::uint64_t>(-1)));
  builder_.CreateStore(builder_.getInt8(','), at);
  llvm::Value* behind = builder_.CreateConstGEP1_64(builder_.getInt8Ty(), at, 1);
  advance(builder_.CreateSelect(empty, before, behind));
}

// `"key":value,` by the first store that writes. A required field that none writes rejects the record; how
// that reads is the interpreter's business.
void Emitter::write_leaf(const TargetNode& node) {
  std::string key;
  value::append_quoted(key, node.key);
  bool required = false;
  for (std::uint32_t number : node.stores) {
    const ir::Store& store = function_->stores[number];
    need({store.guard, store.value, store.otherwise, store.answer_value});
    required = required || store.required;
  }
  BasicBlock* after = block("written");
  for (std::uint32_t number : node.stores) {
    const ir::Store& store = function_->stores[number];
    Decision decision = decide(store);
    BasicBlock* writing = block("write");
    BasicBlock* next = block("next_store");
    builder_.CreateCondBr(decision.written, writing, next);
    builder_.SetInsertPoint(writing);
    reserve(builder_.CreateAdd(room_of(decision.value), builder_.getInt64(key.size() + wrapper_room)));
    write_bytes(key + ":");
    write_value(decision.value, program_.field(store.target));
    write_bytes(",");
    builder_.CreateBr(after);
    builder_.SetInsertPoint(next);
  }
  builder_.CreateBr(required ? give_up_ : after);
  builder_.SetInsertPoint(after);
}

void Emitter::write_value(const Emitted& value, const schema::Field& field) {
  llvm::Type* pointer = builder_.getPtrTy();
  bool quoted = field.wire == Wire::text && value.kind != Register::text;
  switch (value.kind) {
    case Register::text:
      if (field.wire == Wire::reference) write_bytes("{\"id\":");
      advance(call("parley_write_text", pointer, {out(), value.payload, value.length, value.escaped}));
      if (field.wire == Wire::reference) write_bytes("}");
      return;
    case Register::boolean:
      if (field.wire == Wire::letter) {
        write_bytes("\"");
        builder_.CreateStore(
            builder_.CreateSelect(value.payload, builder_.getInt8('T'), builder_.getInt8('F')), out());
        advance(builder_.CreateConstGEP1_64(builder_.getInt8Ty(), out(), 1));
        write_bytes("\"");
        return;
      }
      if (quoted) write_bytes("\"");
      advance(call("parley_write_bool", pointer, {out(), value.payload}));
      if (quoted) write_bytes("\"");
      return;
    case Register::decimal:
      if (quoted) write_bytes("\"");
      advance(call("parley_heavy_write_decimal", pointer, {out(), value.payload}));
      if (quoted) write_bytes("\"");
      return;
    case Register::number:
    case Register::day: {
      if (field.type.kind == schema::TypeKind::integer) {
        if (quoted) write_bytes("\"");
        advance(call("parley_write_int", pointer, {out(), value.payload}));
        if (quoted) write_bytes("\"");
        return;
      }
      auto code = [&](auto word) { return builder_.getInt32(static_cast<std::uint32_t>(word)); };
      llvm::Value* number = builder_.CreateSExt(value.payload, builder_.getInt64Ty());
      advance(
          call("parley_heavy_write_time", pointer, {out(), code(field.type.kind), code(field.wire), number}));
      return;
    }
    case Register::list:
    case Register::other:
      return;
  }
}

void Emitter::write_bytes(std::string_view text) {
  llvm::Value* at = out();
  if (text.size() == 1) {
    builder_.CreateStore(builder_.getInt8(static_cast<std::uint8_t>(text[0])), at);
  } else {
    builder_.CreateMemCpy(at, llvm::MaybeAlign(1), text_constant(text), llvm::MaybeAlign(1), text.size());
  }
  advance(builder_.CreateConstGEP1_64(builder_.getInt8Ty(), at, text.size()));
}

}  // namespace parley::codegen
