// The target's bytes, leaf by leaf in the order of writing, as the interpreter goes: decide, write. Room for
// the largest result is there before, so that no store needs a check (emit_room.cpp). A row that is rejected,
// skipped or given up half-way leaves no byte, since the exits take the output back to the row's begin.
#include <llvm/IR/MDBuilder.h>

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
  branch_rarely(condition, there, go_on);
  builder_.SetInsertPoint(go_on);
}

Emitter::Decision Emitter::decide(const ir::Store& store) {
  llvm::Value* applies = store.guard ? is_true(values_[store.guard->value]) : builder_.getTrue();
  Emitted value = values_[store.value.value];
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

// `"key":value,` by the first store that writes.
void Emitter::write_leaf(const TargetNode& node) {
  std::string key;
  value::append_quoted(key, node.key);
  key += ':';
  if (is_left(node)) return write_left_leaf(key, node);
  std::vector<const ir::Store*> stores;
  for (std::uint32_t number : node.stores) stores.push_back(&function_->stores[number]);
  if (stores.size() == 1 && write_carried(key, *stores[0])) return;
  for (const ir::Store* store : stores)
    need({store->guard, store->value, store->otherwise, store->answer_value});
  if (stores.size() == 1 && values_[stores[0]->value.value].kind == Register::text) {
    const bool is_reference = program_.field(stores[0]->target).wire == Wire::reference;
    write_optional(decide(*stores[0]), stores[0]->required, key + (is_reference ? "{\"id\":\"" : "\""),
                   is_reference ? "\"}," : "\",");
    return;
  }
  write_stores(key, stores);
}

// A text that is there or not without a branch between the two, which no processor could foretell: it is
// written in any case, and stays where it counts.
void Emitter::write_optional(const Decision& decision, bool required, std::string_view before,
                             std::string_view behind) {
  if (required) branch_to(body_.give_up, builder_.CreateNot(decision.written));
  llvm::Value* begin = out();
  write_bytes(before);
  Emitted text = decision.value;
  text.length = builder_.CreateSelect(decision.written, text.length, builder_.getInt64(0));
  write_text(text);
  write_bytes(behind);
  advance(builder_.CreateSelect(decision.written, out(), begin));
}

// By the first store that writes. A required field that none writes rejects the record; how that reads is the
// interpreter's business.
void Emitter::write_stores(const std::string& key, std::span<const ir::Store* const> stores) {
  BasicBlock* after = block("written");
  bool required = false;
  for (const ir::Store* store : stores) {
    required = required || store->required;
    Decision decision = decide(*store);
    BasicBlock* writing = block("write");
    BasicBlock* next = block("next_store");
    branch(decision.written, writing, next);
    builder_.SetInsertPoint(writing);
    write_value(key, decision.value, program_.field(store->target));
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

// One vector, which may write behind the text; a call where the text is longer or needs escapes.
void Emitter::write_text(const Emitted& text) {
  auto* vector_type = llvm::FixedVectorType::get(builder_.getInt8Ty(), copy_width);
  llvm::Value* at = out();
  llvm::Value* vector = builder_.CreateAlignedLoad(vector_type, text.payload, llvm::Align(1));
  builder_.CreateAlignedStore(vector, at, llvm::Align(1));
  llvm::Value* raw = text.raw == nullptr ? builder_.getFalse() : text.raw;
  auto* known = llvm::dyn_cast<llvm::ConstantInt>(raw);
  llvm::Value* is_long = builder_.CreateICmpUGT(text.length, builder_.getInt64(copy_width));
  llvm::Value* needs_escapes =
      known != nullptr && !known->isOne() ? has_special(vector, text.length) : builder_.CreateNot(raw);
  BasicBlock* before = builder_.GetInsertBlock();
  BasicBlock* rare = block("rare");
  BasicBlock* after = block("text");
  llvm::Value* end = builder_.CreateInBoundsGEP(builder_.getInt8Ty(), at, text.length);
  branch_rarely(builder_.CreateOr(is_long, needs_escapes), rare, after);
  builder_.SetInsertPoint(rare);
  llvm::Value* rare_end =
      call("parley_write_rare_text", builder_.getPtrTy(), {at, text.payload, text.length, raw});
  builder_.CreateBr(after);
  builder_.SetInsertPoint(after);
  llvm::PHINode* written = builder_.CreatePHI(builder_.getPtrTy(), 2);
  written->addIncoming(end, before);
  written->addIncoming(rare_end, rare);
  advance(written);
}

// Whether a byte of the text must be escaped, for a text that fits the vector.
llvm::Value* Emitter::has_special(llvm::Value* vector, llvm::Value* length) {
  auto byte = [&](std::uint8_t c) { return builder_.CreateVectorSplat(copy_width, builder_.getInt8(c)); };
  llvm::Value* special = builder_.CreateICmpULT(vector, byte(0x20));
  special = builder_.CreateOr(special, builder_.CreateICmpEQ(vector, byte('"')));
  special = builder_.CreateOr(special, builder_.CreateICmpEQ(vector, byte('\\')));
  llvm::Value* bits = builder_.CreateBitCast(special, builder_.getIntNTy(copy_width));
  // A longer text's bits are not asked for.
  llvm::Value* count = builder_.CreateAnd(length, builder_.getInt64(2 * copy_width - 1));
  llvm::Value* behind = builder_.CreateShl(builder_.getInt64(static_cast<std::uint64_t>(-1)), count);
  llvm::Value* inside =
      builder_.CreateAnd(builder_.CreateZExt(bits, builder_.getInt64Ty()), builder_.CreateNot(behind));
  return builder_.CreateICmpNE(inside, builder_.getInt64(0));
}

// One branch, whatever the condition is put together from: LLVM would make a branch of each part, and a part
// may be as good as random where the whole is rare.
void Emitter::branch(llvm::Value* condition, BasicBlock* there, BasicBlock* otherwise,
                     llvm::MDNode* weights) {
  builder_.CreateCondBr(condition, there, otherwise, weights,
                        llvm::MDBuilder(context_).createUnpredictable());
}

void Emitter::branch_rarely(llvm::Value* condition, BasicBlock* there, BasicBlock* otherwise) {
  branch(condition, there, otherwise, llvm::MDBuilder(context_).createUnlikelyBranchWeights());
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
