// The target's bytes, leaf by leaf in the order of writing, as the interpreter goes: decide, write. Room for
// the largest result is there before, so that no store needs a check (emit_room.cpp). A row that is rejected,
// skipped or given up half-way leaves no byte, since the exits take the output back to the row's begin.
#include <bit>
#include <cstring>

#include "compiler/codegen/emitter.hpp"
#include "stdlib/value/json.hpp"

namespace parley::codegen {

using ir::Answer;
using ir::TargetNode;
using llvm::BasicBlock;
using schema::Wire;

void Emitter::emit_target(const ir::Function& function) {
  reserve(function);
  open_frame();
  write_bytes("{");
  llvm::Value* opened = out();
  write_in_sections(function.target.members);
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
  if (value.kind == Register::text && !value.is_filled) {
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
      branch_to(body_.give_up, failed);
      return;
    case Answer::skip:
      branch_to(body_.skip, failed);
      return;
    case Answer::keep:
      return;
    case Answer::value:
      value = choose(is_tag(value, tag_failed), values_[store.answer_value->value], value);
      branch_to(body_.give_up, builder_.CreateAnd(applies, is_tag(value, tag_failed)));
      return;
  }
}

void Emitter::write_members(std::span<const TargetNode> members) {
  for (const TargetNode& member : members) {
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
  write_bytes(key + ":{");
  llvm::Value* opened = out();
  write_in_sections(node.members);
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
    write_value(key + ":", decision.value, program_.field(store.target));
    builder_.CreateBr(after);
    builder_.SetInsertPoint(next);
  }
  builder_.CreateBr(required ? body_.give_up : after);
  builder_.SetInsertPoint(after);
}

// `key` and the value behind it, with a comma.
void Emitter::write_value(const std::string& key, const Emitted& value, const schema::Field& field) {
  llvm::Type* pointer = builder_.getPtrTy();
  bool is_reference = field.wire == Wire::reference;
  auto between = [&](std::string_view before, std::string_view behind, auto write) {
    write_bytes(key + std::string(before));
    write();
    write_bytes(std::string(behind) + ",");
  };
  auto in_quotes = [&](bool quoted, auto write) { between(quoted ? "\"" : "", quoted ? "\"" : "", write); };
  auto code = [&](auto word) { return builder_.getInt32(static_cast<std::uint32_t>(word)); };
  switch (value.kind) {
    case Register::text:
      between(is_reference ? "{\"id\":\"" : "\"", is_reference ? "\"}" : "\"", [&] { write_text(value); });
      return;
    case Register::boolean:
      if (field.wire == Wire::letter) {
        in_quotes(true, [&] {
          builder_.CreateStore(
              builder_.CreateSelect(value.payload, builder_.getInt8('T'), builder_.getInt8('F')), out());
          advance(builder_.CreateConstGEP1_64(builder_.getInt8Ty(), out(), 1));
        });
        return;
      }
      in_quotes(field.wire == Wire::text,
                [&] { advance(call("parley_write_bool", pointer, {out(), value.payload})); });
      return;
    case Register::decimal:
      in_quotes(field.wire == Wire::text,
                [&] { advance(call("parley_heavy_write_decimal", pointer, {out(), value.payload})); });
      return;
    case Register::number:
    case Register::day:
      if (field.type.kind == schema::TypeKind::integer) {
        in_quotes(field.wire == Wire::text,
                  [&] { advance(call("parley_write_int", pointer, {out(), value.payload})); });
        return;
      }
      in_quotes(false, [&] {
        llvm::Value* number = builder_.CreateSExt(value.payload, builder_.getInt64Ty());
        advance(call("parley_heavy_write_time", pointer,
                     {out(), code(field.type.kind), code(field.wire), number}));
      });
      return;
    case Register::list:
    case Register::other:
      return;
  }
}

void Emitter::write_text(const Emitted& text) {
  auto* known = llvm::dyn_cast_or_null<llvm::ConstantInt>(text.raw);
  if (known != nullptr && known->isOne()) return copy_text(text.payload, text.length);
  auto escape = [&] {
    advance(call("parley_write_text", builder_.getPtrTy(), {out(), text.payload, text.length}));
  };
  if (known != nullptr || text.raw == nullptr) return escape();
  BasicBlock* copying = block("copy");
  BasicBlock* escaping = block("escape");
  BasicBlock* after = block("text");
  builder_.CreateCondBr(text.raw, copying, escaping);
  builder_.SetInsertPoint(copying);
  copy_text(text.payload, text.length);
  builder_.CreateBr(after);
  builder_.SetInsertPoint(escaping);
  escape();
  builder_.CreateBr(after);
  builder_.SetInsertPoint(after);
}

// Most texts are short: one vector, which may write behind the text, and a call for the rest of a longer one.
void Emitter::copy_text(llvm::Value* text, llvm::Value* length) {
  auto* vector = llvm::FixedVectorType::get(builder_.getInt8Ty(), copy_width);
  llvm::Value* at = out();
  builder_.CreateAlignedStore(builder_.CreateAlignedLoad(vector, text, llvm::Align(1)), at, llvm::Align(1));
  BasicBlock* longer = block("longer");
  BasicBlock* after = block("copied");
  llvm::Value* is_longer = builder_.CreateICmpUGT(length, builder_.getInt64(copy_width));
  builder_.CreateCondBr(is_longer, longer, after);
  builder_.SetInsertPoint(longer);
  call("parley_copy_rest", builder_.getVoidTy(), {at, text, length});
  builder_.CreateBr(after);
  builder_.SetInsertPoint(after);
  advance(builder_.CreateInBoundsGEP(builder_.getInt8Ty(), at, length));
}

// Whole vectors, which may write behind the text.
void Emitter::write_bytes(std::string_view text) {
  llvm::Value* start = out();
  for (std::size_t done = 0; done < text.size();) {
    std::size_t left = text.size() - done;
    std::size_t size = std::bit_ceil(std::min<std::size_t>(left, copy_width));
    std::string bytes(text.substr(done, size));
    bytes.resize(size, '\0');
    llvm::Constant* constant = nullptr;
    if (size <= sizeof(std::uint64_t)) {
      std::uint64_t word = 0;
      std::memcpy(&word, bytes.data(), size);
      constant = llvm::ConstantInt::get(builder_.getIntNTy(static_cast<unsigned>(size * 8)), word);
    } else {
      constant = llvm::ConstantDataVector::getRaw(bytes, size, builder_.getInt8Ty());
    }
    builder_.CreateAlignedStore(constant, builder_.CreateConstGEP1_64(builder_.getInt8Ty(), start, done),
                                llvm::Align(1));
    done += std::min(left, size);
  }
  advance(builder_.CreateConstGEP1_64(builder_.getInt8Ty(), start, text.size()));
}

}  // namespace parley::codegen
