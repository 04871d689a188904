#include "compiler/codegen/emitter.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <set>

#include "stdlib/core/check.hpp"
#include "stdlib/stream/slot.hpp"
#include "stdlib/value/json.hpp"

namespace parley::codegen {

using llvm::BasicBlock;
using schema::TypeKind;

Register register_of(const schema::Type& type) {
  switch (type.kind) {
    case TypeKind::text:
    case TypeKind::enumeration:
    case TypeKind::reference:
    case TypeKind::id:
      return Register::text;
    case TypeKind::boolean:
      return Register::boolean;
    case TypeKind::integer:
    case TypeKind::time:
    case TypeKind::datetime:
    case TypeKind::instant:
    case TypeKind::duration:
      return Register::number;
    case TypeKind::date:
      return Register::day;
    case TypeKind::decimal:
    case TypeKind::money:
      return Register::decimal;
    case TypeKind::list:
    case TypeKind::set:
      return Register::list;
    case TypeKind::map:
    case TypeKind::object:
    case TypeKind::null:
      return Register::other;
  }
  return Register::other;
}

bool stands_raw(std::string_view text) {
  std::string quoted;
  value::append_quoted(quoted, text);
  return quoted.size() == text.size() + 2;
}

Emitter::Emitter(llvm::Module& module, const ir::Module& program, Cut cut, std::set<std::uint32_t> left)
    : module_(module),
      context_(module.getContext()),
      builder_(context_),
      program_(program),
      cut_(cut),
      left_(std::move(left)) {}

void Emitter::emit_transform(const ir::Function& function, std::string_view name) {
  start(function);
  open_row_loop(name, function.slots.size());
  reserve_scratch(function);
  for (std::size_t n = 0; n < function.results.size(); ++n) {
    llvm::Value* is_in = nullptr;
    if (is_left(function.results[n])) {
      is_in = left_result(n);
    } else {
      need({function.results[n]});
      const Emitted& in = values_[function.results[n].value];
      give_up_unless(builder_.CreateICmpNE(in.tag, tag(tag_failed)));
      is_in = is_true(in);
    }
    BasicBlock* inside = block("inside");
    branch(is_in, inside, left_out_);
    builder_.SetInsertPoint(inside);
  }
  emit_target(function);
  builder_.CreateBr(next_row_);
}

// Opens the loop over rows and leaves the builder at the place where one row's work begins. What stands in
// Run is read where it is needed, so that few registers are taken all the time.
void Emitter::open_row_loop(std::string_view name, std::size_t slot_count) {
  llvm::Type* pointer = builder_.getPtrTy();
  llvm::Type* number = builder_.getInt64Ty();
  auto* signature = llvm::FunctionType::get(builder_.getInt32Ty(), {pointer}, false);
  body_.code =
      llvm::Function::Create(signature, llvm::Function::ExternalLinkage, llvm::StringRef(name), module_);
  body_.run = body_.code->getArg(0);
  body_.entry = block("entry");
  head_ = block("head");
  BasicBlock* body = block("row");
  BasicBlock* done = block("done");
  next_row_ = block("next_row");
  body_.give_up = block("give_up");
  full_ = block("full");
  body_.skip = block("skip");
  left_out_ = block("left_out");

  builder_.SetInsertPoint(body_.entry);
  body_.bytes = load_run(offsetof(Run, bytes), pointer);
  body_.out = local(pointer, "out");
  body_.scratch_at = local(pointer, "scratch");
  builder_.CreateStore(load_run(offsetof(Run, out), pointer), body_.out);
  builder_.CreateBr(head_);
  emit_exits();

  builder_.SetInsertPoint(head_);
  builder_.CreateStore(out(), run_field(offsetof(Run, out)));
  llvm::Value* row = load_run(offsetof(Run, row), number);
  branch(builder_.CreateICmpULT(row, load_run(offsetof(Run, row_end), number)), body, done);
  builder_.SetInsertPoint(done);
  leave(Stop::done);

  builder_.SetInsertPoint(body);
  builder_.CreateStore(load_run(offsetof(Run, scratch), pointer), body_.scratch_at);
  auto at = [&](llvm::Value* begin, llvm::Value* index, std::size_t size) {
    return builder_.CreateGEP(builder_.getInt8Ty(), begin,
                              builder_.CreateMul(index, builder_.getInt64(size)));
  };
  llvm::Value* line = at(load_run(offsetof(Run, rows), pointer), row, sizeof(stream::Row));
  give_up_unless(call("parley_is_ordinary", builder_.getInt1Ty(), {line}));
  llvm::Value* length =
      builder_.CreateConstInBoundsGEP1_64(builder_.getInt8Ty(), line, offsetof(stream::Row, length));
  row_length_ = builder_.CreateZExt(builder_.CreateLoad(builder_.getInt32Ty(), length), number);
  body_.slots = at(load_run(offsetof(Run, slots), pointer), row, sizeof(stream::Slot) * slot_count);
}

// The ways out of a row: back to the caller, or on to the next row without output. Run::row and Run::out are
// those of the row's begin.
void Emitter::emit_exits() {
  builder_.SetInsertPoint(body_.give_up);
  leave(Stop::give_up);
  builder_.SetInsertPoint(full_);
  leave(Stop::full);
  auto count = [&](std::size_t counter) {
    llvm::Value* counted = load_run(counter, builder_.getInt64Ty());
    builder_.CreateStore(builder_.CreateAdd(counted, builder_.getInt64(1)), run_field(counter));
  };
  auto count_and_go_on = [&](BasicBlock* at, std::size_t counter) {
    builder_.SetInsertPoint(at);
    advance(load_run(offsetof(Run, out), builder_.getPtrTy()));
    count(counter);
    builder_.CreateBr(next_row_);
  };
  count_and_go_on(body_.skip, offsetof(Run, skipped));
  count_and_go_on(left_out_, offsetof(Run, left_out));
  builder_.SetInsertPoint(next_row_);
  count(offsetof(Run, row));
  builder_.CreateBr(head_);
}

void Emitter::leave(Stop stop) {
  builder_.CreateRet(builder_.getInt32(static_cast<std::uint32_t>(stop)));
}

void Emitter::start(const ir::Function& function) {
  function_ = &function;
  instructions_.assign(function.value_count, nullptr);
  for (const ir::Instruction& instruction : function.instructions)
    instructions_[instruction.id.value] = &instruction;
  values_.assign(function.value_count, {});
  made_in_.assign(function.value_count, 0);
  find_left(function);
}

// Emits what the results depend on and is not there yet. Values are made where they are first needed, so that
// few are alive at a time.
void Emitter::need(std::initializer_list<std::optional<ir::ValueId>> results) {
  std::vector<std::uint32_t> open;
  std::set<const ir::Instruction*> wanted;  // in their order: they stand in one array
  for (const std::optional<ir::ValueId>& result : results)
    if (result) open.push_back(result->value);
  while (!open.empty()) {
    const std::uint32_t id = open.back();
    open.pop_back();
    const ir::Instruction* instruction = instructions_[id];
    const bool is_made = values_[id].tag != nullptr;
    if (instruction == nullptr || (is_made && made_in_[id] == body_.number)) continue;
    if (is_made && !is_made_anew(*instruction)) {
      values_[id] = brought(values_[id], made_in_[id]);
      made_in_[id] = body_.number;
      continue;
    }
    if (!wanted.insert(instruction).second) continue;
    for (ir::ValueId operand : instruction->operands) open.push_back(operand.value);
    if (instruction->under) open.push_back(instruction->under->value);
  }
  emit_instructions(std::vector(wanted.begin(), wanted.end()));
}

// Runs of instructions under one condition become one branch.
void Emitter::emit_instructions(std::span<const ir::Instruction* const> wanted) {
  std::vector<const ir::Instruction*> group;
  auto flush = [&] {
    if (!group.empty()) emit_under(group);
    group.clear();
  };
  for (const ir::Instruction* instruction : wanted) {
    made_in_[instruction->id.value] = body_.number;
    if (!group.empty() && group.back()->under != instruction->under) flush();
    if (instruction->under) {
      group.push_back(instruction);
    } else {
      values_[instruction->id.value] = operation(*instruction);
      values_[instruction->id.value].source = instruction;
    }
  }
  flush();
}

void Emitter::emit_under(std::span<const ir::Instruction* const> group) {
  BasicBlock* before = builder_.GetInsertBlock();
  BasicBlock* inside = block("under");
  BasicBlock* after = block("after");
  branch(is_true(values_[group[0]->under->value]), inside, after);
  builder_.SetInsertPoint(inside);
  for (const ir::Instruction* instruction : group) {
    values_[instruction->id.value] = operation(*instruction);
    values_[instruction->id.value].source = instruction;
  }
  BasicBlock* inside_end = builder_.GetInsertBlock();
  builder_.CreateBr(after);
  builder_.SetInsertPoint(after);
  for (const ir::Instruction* instruction : group) {
    Emitted& value = values_[instruction->id.value];
    if (value.kind == Register::list) continue;
    value = merge(value, inside_end, nothing(value.kind, tag_none), before);
    value.source = instruction;
  }
}

llvm::Value* Emitter::run_field(std::size_t offset) {
  return builder_.CreateConstInBoundsGEP1_64(builder_.getInt8Ty(), body_.run, offset);
}

llvm::Value* Emitter::load_run(std::size_t offset, llvm::Type* type) {
  return builder_.CreateLoad(type, run_field(offset));
}

llvm::Value* Emitter::text_constant(std::string_view text) {
  // Copies may read a vector beyond the end.
  std::string padded(text);
  padded.append(copy_width, '\0');
  return builder_.CreateGlobalString(padded, "", 0, &module_);
}

// Locals stand in the entry block, so that they become registers.
llvm::AllocaInst* Emitter::local(llvm::Type* type, const char* name) {
  llvm::IRBuilder<> at_entry(body_.entry, body_.entry->begin());
  return at_entry.CreateAlloca(type, nullptr, name);
}

// Room for so many bytes until the row ends; a row that needs too much is given up.
llvm::Value* Emitter::scratch(llvm::Value* byte_count) {
  llvm::Value* begin = builder_.CreateLoad(builder_.getPtrTy(), body_.scratch_at);
  if (!has_scratch_) {
    llvm::Value* end = load_run(offsetof(Run, scratch_end), builder_.getPtrTy());
    give_up_unless(
        builder_.CreateICmpULE(byte_count, builder_.CreatePtrDiff(builder_.getInt8Ty(), end, begin)));
  }
  builder_.CreateStore(builder_.CreateGEP(builder_.getInt8Ty(), begin, byte_count), body_.scratch_at);
  return begin;
}

BasicBlock* Emitter::block(const char* name) {
  return BasicBlock::Create(context_, name, body_.code);
}

void Emitter::give_up_unless(llvm::Value* condition) {
  BasicBlock* go_on = block("go_on");
  branch_rarely(builder_.CreateNot(condition), body_.give_up, go_on);
  builder_.SetInsertPoint(go_on);
}

llvm::CallInst* Emitter::call(const char* name, llvm::Type* result, llvm::ArrayRef<llvm::Value*> arguments) {
  std::vector<llvm::Type*> types;
  types.reserve(arguments.size());
  for (llvm::Value* argument : arguments) types.push_back(argument->getType());
  llvm::FunctionCallee callee =
      module_.getOrInsertFunction(name, llvm::FunctionType::get(result, types, false));
  llvm::CallInst* made = builder_.CreateCall(callee, arguments);
  // C's bool and small integers are passed and returned zero-extended.
  for (unsigned i = 0; i < arguments.size(); ++i)
    if (types[i]->isIntegerTy(1) || types[i]->isIntegerTy(8)) made->addParamAttr(i, llvm::Attribute::ZExt);
  if (result->isIntegerTy(1) || result->isIntegerTy(8)) made->addRetAttr(llvm::Attribute::ZExt);
  return made;
}

Emitted Emitter::constant(const ir::Instruction& instruction) {
  const auto& v = std::get<value::Value>(instruction.detail);
  const Register kind = register_of(instruction.type);
  if (!v.has_value()) return nothing(kind, tag_none);
  if (kind == Register::list || kind == Register::other)
    return refuse(instruction, "a constant list or record");
  Emitted emitted{.kind = kind, .tag = tag(tag_value)};
  if (const auto* text = v.as<std::string>()) {
    emitted.kind = Register::text;
    emitted.payload = text_constant(*text);
    emitted.length = builder_.getInt64(text->size());
    emitted.escaped = builder_.getFalse();
    emitted.raw = builder_.getInt1(stands_raw(*text));
    emitted.is_filled = !text->empty();
    emitted.known = text;
  } else if (const auto* boolean = v.as<bool>()) {
    emitted.payload = builder_.getInt1(*boolean);
  } else if (const auto* integer = v.as<std::int64_t>()) {
    emitted.payload = builder_.getInt64(static_cast<std::uint64_t>(*integer));
  } else if (const auto* date = v.as<value::Date>()) {
    emitted.payload = builder_.getInt32(static_cast<std::uint32_t>(date->days));
  } else if (const auto* decimal = v.as<value::Decimal>()) {
    auto coefficient = static_cast<unsigned __int128>(decimal->coefficient);
    llvm::APInt bits(
        128, {static_cast<std::uint64_t>(coefficient), static_cast<std::uint64_t>(coefficient >> 64U)});
    emitted.payload = local_decimal("constant");
    builder_.CreateStore(builder_.getInt(bits), builder_.CreateStructGEP(decimal_type(), emitted.payload, 0));
    builder_.CreateStore(builder_.getInt32(static_cast<std::uint32_t>(decimal->scale)),
                         builder_.CreateStructGEP(decimal_type(), emitted.payload, 1));
  } else {
    std::optional<std::int64_t> number;
    if (const auto* time = v.as<value::TimeOfDay>()) number = time->microseconds;
    if (const auto* datetime = v.as<value::DateTime>()) number = datetime->microseconds;
    if (const auto* instant = v.as<core::Instant>()) number = instant->microseconds;
    if (const auto* duration = v.as<core::Duration>()) number = duration->microseconds;
    ENSURE(number.has_value(), "a constant of a kind that stands in registers");
    emitted.payload = builder_.getInt64(static_cast<std::uint64_t>(*number));
  }
  return emitted;
}

// A payload that nobody looks at, under the tag.
Emitted Emitter::nothing(Register kind, TagByte which) {
  Emitted emitted{.kind = kind, .tag = tag(which)};
  switch (kind) {
    case Register::text:
      // It may be copied, as any text, before it is known not to count.
      if (no_text_ == nullptr) no_text_ = text_constant("");
      emitted.payload = no_text_;
      emitted.length = builder_.getInt64(0);
      emitted.escaped = builder_.getFalse();
      emitted.is_filled = true;
      break;
    case Register::boolean:
      emitted.payload = builder_.getFalse();
      break;
    case Register::number:
      emitted.payload = builder_.getInt64(0);
      break;
    case Register::day:
      emitted.payload = builder_.getInt32(0);
      break;
    case Register::decimal:
      emitted.payload = llvm::ConstantPointerNull::get(builder_.getPtrTy());
      break;
    case Register::list:
    case Register::other:
      break;
  }
  return emitted;
}

Emitted Emitter::merge(const Emitted& a, BasicBlock* from_a, const Emitted& b, BasicBlock* from_b) {
  auto phi = [&](llvm::Value* x, llvm::Value* y) -> llvm::Value* {
    if (x == nullptr || y == nullptr) return nullptr;
    if (x == y && llvm::isa<llvm::Constant>(x)) return x;
    llvm::PHINode* node = builder_.CreatePHI(x->getType(), 2);
    node->addIncoming(x, from_a);
    node->addIncoming(y, from_b);
    return node;
  };
  auto raw_of = [&](const Emitted& x, const Emitted& other) -> llvm::Value* {
    if (x.raw != nullptr || other.raw == nullptr) return x.raw;
    return llvm::isa<llvm::Constant>(other.raw) ? other.raw : builder_.getTrue();
  };
  return {.kind = a.kind,
          .tag = phi(a.tag, b.tag),
          .payload = phi(a.payload, b.payload),
          .length = phi(a.length, b.length),
          .escaped = phi(a.escaped, b.escaped),
          .raw = phi(raw_of(a, b), raw_of(b, a)),
          .is_filled = a.is_filled && b.is_filled};
}

Emitted Emitter::with_tag(Emitted emitted, llvm::Value* new_tag) {
  emitted.tag = new_tag;
  return emitted;
}

// The text without escapes; a text that has some is rewritten into scratch memory.
Emitted Emitter::plain(const Emitted& text) {
  if (auto* known = llvm::dyn_cast<llvm::ConstantInt>(text.escaped); known != nullptr && known->isZero())
    return text;
  BasicBlock* before = builder_.GetInsertBlock();
  BasicBlock* rewrite = block("unescape");
  BasicBlock* after = block("plain");
  branch(text.escaped, rewrite, after);
  builder_.SetInsertPoint(rewrite);
  llvm::Value* room = scratch(text.length);
  llvm::Value* length =
      call("parley_heavy_unescape", builder_.getInt64Ty(), {text.payload, text.length, room});
  Emitted rewritten{.kind = Register::text,
                    .tag = text.tag,
                    .payload = room,
                    .length = length,
                    .escaped = builder_.getFalse(),
                    .raw = builder_.getFalse(),
                    .is_filled = text.is_filled};
  BasicBlock* rewrite_end = builder_.GetInsertBlock();
  builder_.CreateBr(after);
  builder_.SetInsertPoint(after);
  Emitted merged = merge(rewritten, rewrite_end, text, before);
  merged.escaped = builder_.getFalse();
  merged.tag = text.tag;
  merged.choice = text.choice;
  merged.picklist = text.picklist;
  return merged;
}

llvm::Value* Emitter::is_tag(const Emitted& emitted, TagByte which) {
  return builder_.CreateICmpEQ(emitted.tag, tag(which));
}

llvm::Value* Emitter::is_true(const Emitted& emitted) {
  return builder_.CreateAnd(is_tag(emitted, tag_value), emitted.payload);
}

llvm::Value* Emitter::tag(TagByte which) {
  return builder_.getInt8(which);
}

const Emitted& Emitter::operand(const ir::Instruction& instruction, std::size_t index) const {
  const Emitted& emitted = values_[instruction.operands[index].value];
  ENSURE(emitted.tag != nullptr, "an operand comes before its use");
  return emitted;
}

// Emitting goes on, so that callers need no second path, and everything that is refused shows.
Emitted Emitter::refuse(const ir::Instruction& instruction, std::string_view what) {
  refused_.insert(instruction.id.value);
  if (!unsupported_) unsupported_ = fmt::format("{} ({})", what, instruction.text);
  return nothing(register_of(instruction.type), tag_none);
}

llvm::Type* Emitter::decimal_type() {
  static_assert(offsetof(value::Decimal, scale) == 16);
  return llvm::StructType::get(context_, {builder_.getInt128Ty(), builder_.getInt32Ty()});
}

}  // namespace parley::codegen
