// The IR's operations. A strict one computes only where every operand has a value; its tag otherwise follows
// from its operands' tags in the order that compiler/ir/ir.hpp gives.
#include <algorithm>

#include "compiler/codegen/emitter.hpp"
#include "stdlib/core/check.hpp"

namespace parley::codegen {

using ir::Op;
using llvm::BasicBlock;

Emitted Emitter::operation(const ir::Instruction& instruction) {
  switch (instruction.op) {
    case Op::slot:
      return read(instruction);
    case Op::constant:
      return constant(instruction);
    case Op::call:
      return library_call(instruction);
    case Op::negate:
    case Op::add:
    case Op::subtract:
    case Op::multiply:
    case Op::divide:
    case Op::modulo:
      return arithmetic(instruction);
    case Op::less:
    case Op::less_equal:
    case Op::greater:
    case Op::greater_equal:
      return comparison(instruction);
    case Op::widen:
      return widen(instruction);
    case Op::relabel:
      return relabel(instruction);
    case Op::fit:
      return fit(instruction);
    case Op::table:
      return table(instruction);
    case Op::list:
      return {.kind = Register::list, .tag = tag(tag_value)};
    case Op::equal:
    case Op::not_equal:
      return equality(instruction);
    case Op::negation:
      return negation(instruction);
    case Op::both:
    case Op::either:
      return kleene(instruction);
    case Op::select:
      return select(instruction);
    case Op::coalesce:
      return replace_where(instruction, tag_none);
    case Op::attempt:
      return replace_where(instruction, tag_failed);
    case Op::given:
      return given(instruction);
    case Op::present:
      return present(instruction);
    case Op::contains:
      return membership(instruction);
    case Op::parameter:
    case Op::index:
    case Op::size:
    case Op::map:
    case Op::comprehension:
      return refuse(instruction, "lists, maps and records");
  }
  return refuse(instruction, "an operation");
}

// The tag where not all operands have values.
llvm::Value* Emitter::propagated(const ir::Instruction& instruction, bool none_too) {
  if (none_too && instruction.operands.size() == 1) return operand(instruction, 0).tag;
  llvm::Value* result = tag(none_too ? tag_none : tag_value);
  for (TagByte which : {tag_failed, tag_unknown})
    for (std::size_t i = 0; i < instruction.operands.size(); ++i)
      result = builder_.CreateSelect(is_tag(operand(instruction, i), which), tag(which), result);
  return result;
}

// compute() runs behind a branch that knows every operand to have a value (or, where ∅ is consumed, no
// failure and nothing unknown).
template <class Compute>
Emitted Emitter::strict(const ir::Instruction& instruction, bool none_too, Compute compute) {
  llvm::Value* ready = builder_.getTrue();
  for (std::size_t i = 0; i < instruction.operands.size(); ++i) {
    const Emitted& argument = operand(instruction, i);
    ready = builder_.CreateAnd(ready, is_tag(argument, tag_value));
  }
  BasicBlock* computing = block("compute");
  BasicBlock* after = block("computed");
  llvm::Value* otherwise = propagated(instruction, none_too);
  BasicBlock* before = builder_.GetInsertBlock();
  branch(ready, computing, after);
  builder_.SetInsertPoint(computing);
  Emitted computed = compute();
  BasicBlock* computed_end = builder_.GetInsertBlock();
  builder_.CreateBr(after);
  builder_.SetInsertPoint(after);
  Emitted skipped = with_tag(nothing(computed.kind, tag_none), otherwise);
  return merge(computed, computed_end, skipped, before);
}

Emitted Emitter::arithmetic(const ir::Instruction& instruction) {
  Register kind = register_of(instruction.type);
  if (kind == Register::decimal) return decimal_arithmetic(instruction);
  if (kind == Register::text) return concatenation(instruction);
  if (instruction.type.kind != schema::TypeKind::integer)
    return refuse(instruction, "arithmetic on times or lists");
  return strict(instruction, true, [&]() -> Emitted {
    llvm::Value* a = operand(instruction, 0).payload;
    llvm::Value* b = instruction.operands.size() > 1 ? operand(instruction, 1).payload : nullptr;
    auto overflowing = [&](llvm::Intrinsic::ID intrinsic, llvm::Value* x, llvm::Value* y) -> Emitted {
      llvm::Value* pair = builder_.CreateBinaryIntrinsic(intrinsic, x, y);
      llvm::Value* failed =
          builder_.CreateSelect(builder_.CreateExtractValue(pair, 1), tag(tag_failed), tag(tag_value));
      return {.kind = kind, .tag = failed, .payload = builder_.CreateExtractValue(pair, 0)};
    };
    switch (instruction.op) {
      case Op::negate:
        return overflowing(llvm::Intrinsic::ssub_with_overflow, builder_.getInt64(0), a);
      case Op::add:
        return overflowing(llvm::Intrinsic::sadd_with_overflow, a, b);
      case Op::subtract:
        return overflowing(llvm::Intrinsic::ssub_with_overflow, a, b);
      case Op::multiply:
        return overflowing(llvm::Intrinsic::smul_with_overflow, a, b);
      default:
        break;
    }
    llvm::Value* by_zero = builder_.CreateICmpEQ(b, builder_.getInt64(0));
    llvm::Value* by_minus_one = builder_.CreateICmpEQ(b, builder_.getInt64(static_cast<std::uint64_t>(-1)));
    llvm::Value* smallest =
        builder_.CreateICmpEQ(a, builder_.getInt64(static_cast<std::uint64_t>(INT64_MIN)));
    llvm::Value* bad = builder_.CreateOr(by_zero, builder_.CreateAnd(by_minus_one, smallest));
    llvm::Value* divisor = builder_.CreateSelect(bad, builder_.getInt64(1), b);
    llvm::Value* result =
        instruction.op == Op::divide ? builder_.CreateSDiv(a, divisor) : builder_.CreateSRem(a, divisor);
    return {
        .kind = kind, .tag = builder_.CreateSelect(bad, tag(tag_failed), tag(tag_value)), .payload = result};
  });
}

Emitted Emitter::concatenation(const ir::Instruction& instruction) {
  return strict(instruction, true, [&]() -> Emitted {
    Emitted a = plain(operand(instruction, 0));
    Emitted b = plain(operand(instruction, 1));
    llvm::Value* length = builder_.CreateAdd(a.length, b.length);
    llvm::Value* begin = scratch(length);
    llvm::MaybeAlign anywhere(1);
    builder_.CreateMemCpy(begin, anywhere, a.payload, anywhere, a.length);
    builder_.CreateMemCpy(builder_.CreateGEP(builder_.getInt8Ty(), begin, a.length), anywhere, b.payload,
                          anywhere, b.length);
    return {.kind = Register::text,
            .tag = tag(tag_value),
            .payload = begin,
            .length = length,
            .escaped = builder_.getFalse(),
            .raw = builder_.getFalse(),
            .is_filled = a.is_filled || b.is_filled};
  });
}

Emitted Emitter::decimal_arithmetic(const ir::Instruction& instruction) {
  const char* routine = nullptr;
  if (instruction.op == Op::add) routine = "parley_heavy_add";
  if (instruction.op == Op::subtract) routine = "parley_heavy_subtract";
  if (instruction.op == Op::multiply) routine = "parley_heavy_multiply";
  if (routine == nullptr) return refuse(instruction, "decimal division or negation");
  return strict(instruction, true, [&]() -> Emitted {
    llvm::Value* result = local_decimal("decimal");
    llvm::Value* fits = call(routine, builder_.getInt1Ty(),
                             {operand(instruction, 0).payload, operand(instruction, 1).payload, result});
    return {.kind = Register::decimal,
            .tag = builder_.CreateSelect(fits, tag(tag_value), tag(tag_failed)),
            .payload = result};
  });
}

// Negative, zero or positive, as i32 or the operands' own width compared signed.
llvm::Value* Emitter::order(const Emitted& a, const Emitted& b) {
  if (a.kind == Register::decimal)
    return call("parley_heavy_compare_decimal", builder_.getInt32Ty(), {a.payload, b.payload});
  if (a.kind == Register::text) {
    Emitted x = plain(a);
    Emitted y = plain(b);
    return call("parley_compare_text", builder_.getInt32Ty(), {x.payload, x.length, y.payload, y.length});
  }
  auto [low, high] = a.kind == Register::boolean ? std::pair{builder_.CreateICmpULT(a.payload, b.payload),
                                                             builder_.CreateICmpUGT(a.payload, b.payload)}
                                                 : std::pair{builder_.CreateICmpSLT(a.payload, b.payload),
                                                             builder_.CreateICmpSGT(a.payload, b.payload)};
  llvm::Type* type = builder_.getInt32Ty();
  return builder_.CreateSub(builder_.CreateZExt(high, type), builder_.CreateZExt(low, type));
}

Emitted Emitter::comparison(const ir::Instruction& instruction) {
  Register kind = operand(instruction, 0).kind;
  if (kind == Register::list || kind == Register::other)
    return refuse(instruction, "an order of lists or records");
  return strict(instruction, true, [&]() -> Emitted {
    llvm::Value* compared = order(operand(instruction, 0), operand(instruction, 1));
    llvm::Value* zero = builder_.getInt32(0);
    llvm::Value* result = nullptr;
    if (instruction.op == Op::less) result = builder_.CreateICmpSLT(compared, zero);
    if (instruction.op == Op::less_equal) result = builder_.CreateICmpSLE(compared, zero);
    if (instruction.op == Op::greater) result = builder_.CreateICmpSGT(compared, zero);
    if (instruction.op == Op::greater_equal) result = builder_.CreateICmpSGE(compared, zero);
    return {.kind = Register::boolean, .tag = tag(tag_value), .payload = result};
  });
}

llvm::Value* Emitter::equal_payloads(const Emitted& a, const Emitted& b) {
  if (a.known != nullptr && b.choice != nullptr) return equal_payloads(b, a);
  if (a.choice != nullptr && b.known != nullptr) {
    auto found = std::ranges::find(*a.picklist, *b.known, &schema::PicklistValue::value);
    if (found == a.picklist->end()) return builder_.getFalse();
    auto number = static_cast<std::uint32_t>(found - a.picklist->begin());
    return builder_.CreateICmpEQ(a.choice, builder_.getInt32(number));
  }
  if (a.kind == Register::text) {
    Emitted x = plain(a);
    Emitted y = plain(b);
    return call("parley_equal_text", builder_.getInt1Ty(), {x.payload, x.length, y.payload, y.length});
  }
  if (a.kind == Register::decimal) return builder_.CreateICmpEQ(order(a, b), builder_.getInt32(0));
  return builder_.CreateICmpEQ(a.payload, b.payload);
}

// Total: ∅ == ∅ is true, ∅ == value is false; unknown and failed go through.
Emitted Emitter::equality(const ir::Instruction& instruction) {
  const Emitted& a = operand(instruction, 0);
  const Emitted& b = operand(instruction, 1);
  bool null_literal = a.kind == Register::other || b.kind == Register::other;
  if (a.kind == Register::list || b.kind == Register::list || (!null_literal && a.kind != b.kind))
    return refuse(instruction, "equality of lists or records");
  Emitted compared;
  if (null_literal) {
    compared = {
        .kind = Register::boolean, .tag = propagated(instruction, false), .payload = builder_.getFalse()};
  } else {
    compared = strict(instruction, false, [&]() -> Emitted {
      return {.kind = Register::boolean, .tag = tag(tag_value), .payload = equal_payloads(a, b)};
    });
  }
  llvm::Value* both_none = builder_.CreateAnd(is_tag(a, tag_none), is_tag(b, tag_none));
  compared.payload = builder_.CreateOr(compared.payload, both_none);
  if (instruction.op == Op::not_equal) compared.payload = builder_.CreateNot(compared.payload);
  return compared;
}

// Whether they are equal, of which nobody asks where `ready` is false: then false.
llvm::Value* Emitter::equal_where(llvm::Value* ready, const Emitted& a, const Emitted& b) {
  const bool is_choice = a.choice != nullptr && b.known != nullptr;
  const bool is_compare =
      a.kind == Register::boolean || a.kind == Register::number || a.kind == Register::day;
  if (is_choice || is_compare) return builder_.CreateAnd(ready, equal_payloads(a, b));
  BasicBlock* before = builder_.GetInsertBlock();
  BasicBlock* comparing = block("compare");
  BasicBlock* after = block("compared");
  branch(ready, comparing, after);
  builder_.SetInsertPoint(comparing);
  llvm::Value* equal = equal_payloads(a, b);
  BasicBlock* comparing_end = builder_.GetInsertBlock();
  builder_.CreateBr(after);
  builder_.SetInsertPoint(after);
  llvm::PHINode* result = builder_.CreatePHI(builder_.getInt1Ty(), 2);
  result->addIncoming(equal, comparing_end);
  result->addIncoming(builder_.getFalse(), before);
  return result;
}

// In a list that is written out and short: equal to one of its items, as in equality().
Emitted Emitter::membership(const ir::Instruction& instruction) {
  constexpr std::size_t items_max = 16;
  const ir::Instruction* list = instructions_[instruction.operands[1].value];
  const Emitted& a = operand(instruction, 0);
  const auto is_like_a = [&](ir::ValueId item) { return values_[item.value].kind == a.kind; };
  if (list == nullptr || list->op != Op::list || list->operands.size() > items_max ||
      a.kind == Register::list || a.kind == Register::other ||
      !std::ranges::all_of(list->operands, is_like_a))
    return refuse(instruction, "lists, maps and records");
  llvm::Value* found = builder_.getFalse();
  llvm::Value* failed = is_tag(a, tag_failed);
  llvm::Value* unknown = is_tag(a, tag_unknown);
  for (const ir::ValueId id : list->operands) {
    const Emitted& item = values_[id.value];
    llvm::Value* ready = builder_.CreateAnd(is_tag(a, tag_value), is_tag(item, tag_value));
    llvm::Value* both_none = builder_.CreateAnd(is_tag(a, tag_none), is_tag(item, tag_none));
    found = builder_.CreateOr(found, builder_.CreateOr(equal_where(ready, a, item), both_none));
    failed = builder_.CreateOr(failed, is_tag(item, tag_failed));
    unknown = builder_.CreateOr(unknown, is_tag(item, tag_unknown));
  }
  llvm::Value* outcome = builder_.CreateSelect(failed, tag(tag_failed), tag(tag_value));
  outcome = builder_.CreateSelect(unknown, tag(tag_unknown), outcome);
  return {.kind = Register::boolean, .tag = outcome, .payload = found};
}

// ∅ where a boolean decides is a failure (no_value).
Emitted Emitter::negation(const ir::Instruction& instruction) {
  Emitted a = operand(instruction, 0);
  a.tag = builder_.CreateSelect(is_tag(a, tag_none), tag(tag_failed), a.tag);
  a.payload = builder_.CreateNot(a.payload);
  return a;
}

Emitted Emitter::kleene(const ir::Instruction& instruction) {
  const Emitted& a = operand(instruction, 0);
  const Emitted& b = operand(instruction, 1);
  bool is_both = instruction.op == Op::both;
  auto decides = [&](const Emitted& x) {
    return builder_.CreateAnd(is_tag(x, tag_value), is_both ? builder_.CreateNot(x.payload) : x.payload);
  };
  llvm::Value* decided = builder_.CreateOr(decides(a), decides(b));
  auto either_is = [&](TagByte which) { return builder_.CreateOr(is_tag(a, which), is_tag(b, which)); };
  llvm::Value* failed = builder_.CreateOr(either_is(tag_failed), either_is(tag_none));
  llvm::Value* result = builder_.CreateSelect(failed, tag(tag_failed), tag(tag_value));
  result = builder_.CreateSelect(either_is(tag_unknown), tag(tag_unknown), result);
  result = builder_.CreateSelect(decided, tag(tag_value), result);
  llvm::Value* payload = is_both ? builder_.CreateNot(decided) : decided;
  return {.kind = Register::boolean, .tag = result, .payload = payload};
}

Emitted Emitter::choose(llvm::Value* condition, const Emitted& a, const Emitted& b) {
  auto pick = [&](llvm::Value* x, llvm::Value* y) -> llvm::Value* {
    if (x == y) return x;
    return x == nullptr || y == nullptr ? nullptr : builder_.CreateSelect(condition, x, y);
  };
  if (a.kind == Register::other && b.kind != Register::other)
    return choose(condition, with_tag(nothing(b.kind, tag_none), a.tag), b);
  if (b.kind == Register::other && a.kind != Register::other)
    return choose(condition, a, with_tag(nothing(a.kind, tag_none), b.tag));
  return {.kind = a.kind,
          .tag = pick(a.tag, b.tag),
          .payload = pick(a.payload, b.payload),
          .length = pick(a.length, b.length),
          .escaped = pick(a.escaped, b.escaped),
          .raw = a.raw == nullptr   ? b.raw
                 : b.raw == nullptr ? a.raw
                                    : pick(a.raw, b.raw),
          .is_filled = a.is_filled && b.is_filled};
}

Emitted Emitter::select(const ir::Instruction& instruction) {
  const Emitted& condition = operand(instruction, 0);
  const Emitted& a = operand(instruction, 1);
  const Emitted& b = operand(instruction, 2);
  if (a.kind == Register::list || b.kind == Register::list) return refuse(instruction, "a choice of lists");
  Emitted chosen = choose(condition.payload, a, b);
  llvm::Value* undecided = builder_.CreateSelect(is_tag(condition, tag_none), tag(tag_failed), condition.tag);
  chosen.tag = builder_.CreateSelect(is_tag(condition, tag_value), chosen.tag, undecided);
  return chosen;
}

Emitted Emitter::present(const ir::Instruction& instruction) {
  const Emitted& a = operand(instruction, 0);
  llvm::Value* is_value = is_tag(a, tag_value);
  llvm::Value* known = builder_.CreateOr(is_value, is_tag(a, tag_none));
  return {.kind = Register::boolean,
          .tag = builder_.CreateSelect(known, tag(tag_value), tag(tag_unknown)),
          .payload = is_value};
}

// `a ?? b` and `try(a, b)`: b where a's tag is the one replaced.
Emitted Emitter::replace_where(const ir::Instruction& instruction, TagByte replaced) {
  const Emitted& a = operand(instruction, 0);
  const Emitted& b = operand(instruction, 1);
  if (a.kind == Register::list || b.kind == Register::list) return refuse(instruction, "a choice of lists");
  return choose(is_tag(a, replaced), b, a);
}

Emitted Emitter::widen(const ir::Instruction& instruction) {
  return strict(instruction, true, [&]() -> Emitted {
    llvm::Value* decimal = local_decimal("wide");
    llvm::Value* wide = builder_.CreateSExt(operand(instruction, 0).payload, builder_.getInt128Ty());
    builder_.CreateStore(wide, builder_.CreateStructGEP(decimal_type(), decimal, 0));
    builder_.CreateStore(builder_.getInt32(0), builder_.CreateStructGEP(decimal_type(), decimal, 1));
    return {.kind = Register::decimal, .tag = tag(tag_value), .payload = decimal};
  });
}

// The same payload; only types that share a register are relabelled here.
Emitted Emitter::relabel(const ir::Instruction& instruction) {
  const Emitted& a = operand(instruction, 0);
  Register kind = register_of(instruction.type);
  if (a.kind == Register::other) return with_tag(nothing(kind, tag_none), a.tag);
  return a.kind == kind && kind != Register::list ? a : refuse(instruction, "a change of types");
}

// `a` where it has no value, else `b`, which is computed from it.
Emitted Emitter::given(const ir::Instruction& instruction) {
  const Emitted& a = operand(instruction, 0);
  const Emitted& b = operand(instruction, 1);
  if (b.kind == Register::list || b.kind == Register::other) return refuse(instruction, "a choice of lists");
  return choose(is_tag(a, tag_value), b, with_tag(nothing(b.kind, tag_none), a.tag));
}

// A text that is too long for the field is a failure. Bytes are never fewer than units: few enough bytes need
// no count, and most texts no branch but the one that says so.
Emitted Emitter::fit_length(const Emitted& text, const schema::Type& type) {
  Emitted fitted = text;
  fitted.source = nullptr;
  llvm::Value* limit = builder_.getInt64(type.length_max);
  BasicBlock* before = builder_.GetInsertBlock();
  BasicBlock* count = block("count");
  BasicBlock* counted = block("counted");
  branch(builder_.CreateAnd(is_tag(text, tag_value), builder_.CreateICmpUGT(text.length, limit)), count,
         counted);
  builder_.SetInsertPoint(count);
  llvm::Value* unit = builder_.getInt32(static_cast<std::uint32_t>(type.length_unit));
  llvm::Value* fits = call("parley_heavy_text_fits", builder_.getInt1Ty(),
                           {text.payload, text.length, text.escaped, limit, unit});
  llvm::Value* checked = builder_.CreateSelect(fits, tag(tag_value), tag(tag_failed));
  builder_.CreateBr(counted);
  builder_.SetInsertPoint(counted);
  llvm::PHINode* phi = builder_.CreatePHI(builder_.getInt8Ty(), 2);
  phi->addIncoming(text.tag, before);
  phi->addIncoming(checked, count);
  fitted.tag = phi;
  return fitted;
}

Emitted Emitter::fit(const ir::Instruction& instruction) {
  const schema::Type& type = instruction.type;
  const Emitted& a = operand(instruction, 0);
  if (a.kind == Register::text && type.kind != schema::TypeKind::enumeration)
    return type.length_max > 0 ? fit_length(a, type) : a;
  llvm::Value* fits = builder_.getTrue();
  return strict(instruction, true, [&]() -> Emitted {
    Emitted fitted = a;
    fitted.source = nullptr;
    if (a.kind == Register::text && type.kind == schema::TypeKind::enumeration) {
      fitted = plain(a);
      if (type.restricted && !type.picklist.empty()) {
        fitted.choice = choice_of(fitted, type.picklist);
        fitted.picklist = &type.picklist;
        fits = builder_.CreateICmpNE(fitted.choice,
                                     builder_.getInt32(static_cast<std::uint32_t>(type.picklist.size())));
      }
    } else if (a.kind == Register::decimal && !(type.precision == 38 && type.scale == 38)) {
      fits = call("parley_heavy_decimal_fits", builder_.getInt1Ty(),
                  {a.payload, builder_.getInt32(type.precision), builder_.getInt32(type.scale)});
    }
    fitted.tag = builder_.CreateSelect(fits, tag(tag_value), tag(tag_failed));
    return fitted;
  });
}

// A finite map of texts: a chain of compares. A value without a row whose table has an answer of its own is
// rare and left to the interpreter.
Emitted Emitter::table(const ir::Instruction& instruction) {
  const auto& use = std::get<ir::TableUse>(instruction.detail);
  const ir::Table::Way& way = program_.tables[use.table.value].ways[static_cast<std::size_t>(use.direction)];
  if (operand(instruction, 0).kind != Register::text || register_of(instruction.type) != Register::text)
    return refuse(instruction, "a table of other values than texts");
  return strict(instruction, true, [&]() -> Emitted {
    Emitted key = plain(operand(instruction, 0));
    std::vector<std::string_view> words;
    std::vector<const std::string*> entries;  // by position of the word, then what any other text becomes
    auto text_of = [&](const value::Value& v) { return v.as<std::string>(); };
    auto result_of = [&](std::string_view word) -> const std::string* {
      for (const ir::TableRow& row : way.rows)
        if (*text_of(row.from) == word) return text_of(row.to);
      return way.otherwise ? text_of(*way.otherwise) : nullptr;
    };
    if (key.choice != nullptr) {
      for (const schema::PicklistValue& listed : *key.picklist) words.emplace_back(listed.value);
    } else {
      for (const ir::TableRow& row : way.rows) words.emplace_back(*text_of(row.from));
    }
    for (std::string_view word : words) entries.push_back(result_of(word));
    entries.push_back(way.otherwise ? text_of(*way.otherwise) : nullptr);
    Emitted result = entry(key.choice != nullptr ? key.choice : position(key, words), entries);
    if (way.answer) give_up_unless(builder_.CreateNot(is_tag(result, tag_failed)));
    return result;
  });
}

// A text of a constant array by its number; null stands for a failure.
Emitted Emitter::entry(llvm::Value* number, std::span<const std::string* const> entries) {
  llvm::Type* pointer = builder_.getPtrTy();
  llvm::Type* length = builder_.getInt64Ty();
  auto* shape = llvm::StructType::get(context_, {pointer, length, builder_.getInt8Ty()});
  std::vector<llvm::Constant*> constants;
  bool is_raw = true;
  for (const std::string* text : entries) {
    std::string_view bytes = text == nullptr ? std::string_view() : *text;
    is_raw = is_raw && stands_raw(bytes);
    constants.push_back(llvm::ConstantStruct::get(
        shape, {llvm::cast<llvm::Constant>(text_constant(bytes)), builder_.getInt64(bytes.size()),
                builder_.getInt8(text == nullptr ? tag_failed : tag_value)}));
  }
  auto* type = llvm::ArrayType::get(shape, constants.size());
  auto* array = new llvm::GlobalVariable(module_, type, true, llvm::GlobalValue::PrivateLinkage,
                                         llvm::ConstantArray::get(type, constants));
  llvm::Value* place = builder_.CreateInBoundsGEP(shape, array, number);
  Emitted result{.kind = Register::text};
  result.payload = builder_.CreateLoad(pointer, builder_.CreateStructGEP(shape, place, 0));
  result.length = builder_.CreateLoad(length, builder_.CreateStructGEP(shape, place, 1));
  result.escaped = builder_.getFalse();
  result.raw = builder_.getInt1(is_raw);
  result.tag = builder_.CreateLoad(builder_.getInt8Ty(), builder_.CreateStructGEP(shape, place, 2));
  return result;
}

}  // namespace parley::codegen
