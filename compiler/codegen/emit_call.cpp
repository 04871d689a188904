// Calls of library functions, by the convention of stdlib/abi/call.hpp.
#include <utility>

#include "compiler/codegen/emitter.hpp"
#include "stdlib/abi/call.hpp"

namespace parley::codegen {

namespace {

// Functions that generated code has in another form (runtime/part.cpp), by their symbols: a part of their
// text, which is not copied, or the same result in whole vectors.
constexpr std::pair<std::string_view, const char*> parts[] = {
    {"parley_trim", "parley_part_trim"},
    {"parley_trim_start", "parley_part_trim_start"},
    {"parley_trim_end", "parley_part_trim_end"},
};
constexpr std::pair<std::string_view, const char*> wide_bodies[] = {
    {"parley_lower", "parley_wide_lower"},
    {"parley_upper", "parley_wide_upper"},
};

const char* other_form(std::span<const std::pair<std::string_view, const char*>> forms,
                       const abi::Function& function) {
  const auto* body = std::get_if<abi::TypedBody>(&function.body);
  for (const auto& [symbol, form] : forms)
    if (body != nullptr && body->symbol == symbol) return form;
  return nullptr;
}

}  // namespace

Emitted Emitter::library_call(const ir::Instruction& instruction) {
  const abi::Function& function = *std::get<const abi::Function*>(instruction.detail);
  if (!std::holds_alternative<abi::TypedBody>(function.body))
    return refuse(instruction, "a function without a compiled form");
  Register result = register_of(instruction.type);
  if (result == Register::list || result == Register::other)
    return refuse(instruction, "a function that gives a list");

  if (const char* routine = other_form(parts, function)) return part_of_text(instruction, routine);
  auto [ready, otherwise] = call_condition(instruction, function);
  llvm::BasicBlock* calling = block("call");
  llvm::BasicBlock* after = block("called");
  llvm::BasicBlock* before = builder_.GetInsertBlock();
  branch(ready, calling, after);
  builder_.SetInsertPoint(calling);
  Emitted computed = call_body(instruction, function);
  llvm::BasicBlock* computed_end = builder_.GetInsertBlock();
  builder_.CreateBr(after);
  builder_.SetInsertPoint(after);
  return merge(computed, computed_end, with_tag(nothing(result, tag_none), otherwise), before);
}

// A part of the operand's text; of no text, too, so that nothing branches on whether there is one.
Emitted Emitter::part_of_text(const ir::Instruction& instruction, const char* routine) {
  Emitted text = operand(instruction, 0);
  text.length = builder_.CreateSelect(is_tag(text, tag_value), text.length, builder_.getInt64(0));
  text.escaped = builder_.CreateAnd(is_tag(text, tag_value), text.escaped);
  text = plain(text);
  llvm::AllocaInst* start = local(builder_.getPtrTy(), "start");
  llvm::Value* length = call(routine, builder_.getInt64Ty(), {text.payload, text.length, start});
  return {.kind = Register::text,
          .tag = text.tag,
          .payload = builder_.CreateLoad(builder_.getPtrTy(), start),
          .length = length,
          .escaped = builder_.getFalse(),
          .raw = text.raw};
}

// Whether the body runs, and the tag where it does not.
Emitter::Condition Emitter::call_condition(const ir::Instruction& instruction,
                                           const abi::Function& function) {
  bool propagates = function.null_rule == abi::NullRule::propagate;
  Condition condition{builder_.getTrue(), propagated(instruction, propagates)};
  for (std::size_t i = 0; i < instruction.operands.size(); ++i) {
    const Emitted& argument = operand(instruction, i);
    condition.ready = builder_.CreateAnd(condition.ready, is_tag(argument, tag_value));
    // ∅ is for the body; only the items of a list can carry it there.
    if (!propagates && argument.kind != Register::list)
      give_up_unless(builder_.CreateNot(is_tag(argument, tag_none)));
  }
  // Items of a list argument that are unknown or failed make the whole call so.
  for (ir::ValueId id : instruction.operands) {
    const ir::Instruction* source = values_[id.value].source;
    if (source == nullptr || source->op != ir::Op::list) continue;
    for (TagByte which : {tag_failed, tag_unknown}) {
      for (ir::ValueId item : source->operands) {
        llvm::Value* hit = is_tag(values_[item.value], which);
        condition.ready = builder_.CreateAnd(condition.ready, builder_.CreateNot(hit));
        // Unknown comes before failed, wherever either stands.
        if (which == tag_failed)
          hit = builder_.CreateAnd(hit, builder_.CreateICmpNE(condition.otherwise, tag(tag_unknown)));
        condition.otherwise = builder_.CreateSelect(hit, tag(which), condition.otherwise);
      }
    }
  }
  return condition;
}

Emitted Emitter::call_body(const ir::Instruction& instruction, const abi::Function& function) {
  std::vector<Emitted> given;
  for (std::size_t i = 0; i < instruction.operands.size(); ++i) {
    Emitted argument = operand(instruction, i);
    const ir::Instruction* source = argument.source;
    if (argument.kind == Register::text) argument = plain(argument);
    argument.source = source;
    given.push_back(argument);
  }
  std::vector<llvm::Value*> arguments = {load_run(offsetof(Run, context), builder_.getPtrTy())};
  std::vector<llvm::Type*> types = {builder_.getPtrTy()};
  for (std::size_t i = 0; i < given.size(); ++i)
    if (!push_argument(arguments, types, given[i], function.parameters[i]))
      return refuse(instruction, "an argument");

  llvm::Value* place = nullptr;
  Register result = register_of(instruction.type);
  if (result == Register::text) place = scratch(growth(function, given));
  if (result == Register::decimal) place = local_decimal("result");
  if (result == Register::number) place = local(builder_.getInt64Ty(), "result");
  if (result == Register::day) place = local(builder_.getInt32Ty(), "result");
  if (result == Register::boolean) place = local(builder_.getInt8Ty(), "result");
  arguments.push_back(place);
  types.push_back(builder_.getPtrTy());
  const char* other = other_form(wide_bodies, function);
  llvm::StringRef symbol =
      other != nullptr ? other : llvm::StringRef(std::get<abi::TypedBody>(function.body).symbol);
  llvm::FunctionCallee callee =
      module_.getOrInsertFunction(symbol, llvm::FunctionType::get(builder_.getInt64Ty(), types, false));
  llvm::CallInst* made = builder_.CreateCall(callee, arguments);
  for (unsigned i = 0; i < types.size(); ++i)
    if (types[i]->isIntegerTy(1)) made->addParamAttr(i, llvm::Attribute::ZExt);
  Emitted computed = call_result(instruction, made, place);
  if (result == Register::text) computed.raw = raw_of_result(function, given);
  return computed;
}

// Whether the result can be copied into JSON.
llvm::Value* Emitter::raw_of_result(const abi::Function& function, std::span<const Emitted> arguments) {
  if (!function.adds_no_escape) return builder_.getFalse();
  llvm::Value* raw = builder_.getTrue();
  for (const Emitted& argument : arguments)
    if (argument.kind == Register::text)
      raw = argument.raw == nullptr ? builder_.getFalse() : builder_.CreateAnd(raw, argument.raw);
  return raw;
}

// False where the fast path has no form for it.
bool Emitter::push_argument(std::vector<llvm::Value*>& arguments, std::vector<llvm::Type*>& types,
                            const Emitted& argument, const abi::Parameter& parameter) {
  auto push = [&](llvm::Value* v) {
    arguments.push_back(v);
    types.push_back(v->getType());
  };
  switch (argument.kind) {
    case Register::text:
      push(argument.payload);
      push(argument.length);
      return true;
    case Register::number:
      // A mode word's index is an int constant in the IR and an int32 in the body.
      push(parameter.words.empty() ? argument.payload
                                   : builder_.CreateTrunc(argument.payload, builder_.getInt32Ty()));
      return true;
    case Register::boolean:
    case Register::day:
    case Register::decimal:
      push(argument.payload);
      return true;
    case Register::list:
      if (argument.source == nullptr || argument.source->op != ir::Op::list) return false;
      push_list(arguments, types, argument);
      return true;
    case Register::other:
      return false;
  }
  return false;
}

void Emitter::push_list(std::vector<llvm::Value*>& arguments, std::vector<llvm::Type*>& types,
                        const Emitted& list) {
  const auto& items = list.source->operands;
  llvm::Type* byte = builder_.getInt8Ty();
  llvm::AllocaInst* array = local(llvm::ArrayType::get(byte, items.size() * sizeof(abi::TextItem)), "items");
  array->setAlignment(llvm::Align(alignof(abi::TextItem)));
  for (std::size_t i = 0; i < items.size(); ++i) {
    Emitted item = values_[items[i].value];
    if (item.kind != Register::text) item = with_tag(nothing(Register::text, tag_none), item.tag);
    item = plain(item);
    auto at = [&](std::size_t offset) {
      return builder_.CreateConstInBoundsGEP1_64(byte, array, i * sizeof(abi::TextItem) + offset);
    };
    builder_.CreateStore(item.payload, at(offsetof(abi::TextItem, text) + offsetof(abi::Text, bytes)));
    builder_.CreateStore(item.length, at(offsetof(abi::TextItem, text) + offsetof(abi::Text, length)));
    auto state = [&](value::State s) { return builder_.getInt8(static_cast<std::uint8_t>(s)); };
    builder_.CreateStore(
        builder_.CreateSelect(is_tag(item, tag_value), state(value::State::value), state(value::State::null)),
        at(offsetof(abi::TextItem, state)));
  }
  arguments.push_back(array);
  arguments.push_back(builder_.getInt64(items.size()));
  types.push_back(builder_.getPtrTy());
  types.push_back(builder_.getInt64Ty());
}

// The room that a text result may need: abi::Growth.
llvm::Value* Emitter::growth(const abi::Function& function, std::span<const Emitted> arguments) {
  llvm::Value* outside = builder_.getInt64(0);  // bytes of the arguments that are no lists
  llvm::Value* inside = builder_.getInt64(0);   // and of the lists' items
  std::uint64_t items = 0;
  for (const Emitted& argument : arguments) {
    if (argument.kind == Register::text) outside = builder_.CreateAdd(outside, argument.length);
    if (argument.kind != Register::list) continue;
    items += argument.source->operands.size();
    for (ir::ValueId item : argument.source->operands)
      if (values_[item.value].kind == Register::text)
        inside = builder_.CreateAdd(inside, values_[item.value].length);
  }
  llvm::Value* bytes =
      builder_.CreateMul(builder_.CreateAdd(outside, inside), builder_.getInt64(function.growth.per_byte));
  if (function.growth.between_items)
    bytes = builder_.CreateAdd(bytes, builder_.CreateMul(outside, builder_.getInt64(items)));
  return builder_.CreateAdd(bytes, builder_.getInt64(function.growth.constant));
}

Emitted Emitter::call_result(const ir::Instruction& instruction, llvm::Value* returned, llvm::Value* place) {
  Emitted result{.kind = register_of(instruction.type), .payload = place};
  llvm::Value* none =
      builder_.CreateICmpEQ(returned, builder_.getInt64(static_cast<std::uint64_t>(abi::call::none)));
  llvm::Value* negative = builder_.CreateICmpSLT(returned, builder_.getInt64(0));
  const bool may_fail = !std::get<const abi::Function*>(instruction.detail)->errors.empty();
  result.tag = may_fail ? builder_.CreateSelect(negative, tag(tag_failed), tag(tag_value)) : tag(tag_value);
  result.tag = builder_.CreateSelect(none, tag(tag_none), result.tag);
  if (result.kind == Register::text) {
    result.length = builder_.CreateSelect(negative, builder_.getInt64(0), returned);
    result.escaped = builder_.getFalse();
  } else if (result.kind == Register::number) {
    result.payload = builder_.CreateLoad(builder_.getInt64Ty(), place);
  } else if (result.kind == Register::day) {
    result.payload = builder_.CreateLoad(builder_.getInt32Ty(), place);
  } else if (result.kind == Register::boolean) {
    result.payload =
        builder_.CreateTrunc(builder_.CreateLoad(builder_.getInt8Ty(), place), builder_.getInt1Ty());
  }
  return result;
}

}  // namespace parley::codegen
