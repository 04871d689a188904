// Values that are only carried: a number, an instant or a day whose text is already the one that would be
// written for it is copied, and never becomes a number. Any other text goes the usual way.
#include <algorithm>

#include "compiler/codegen/emitter.hpp"
#include "stdlib/value/decimal.hpp"

namespace parley::codegen {

using llvm::BasicBlock;
using schema::TypeKind;
using schema::Wire;

namespace {

constexpr std::uint64_t any_number_of_digits = 64;
constexpr std::uint64_t int_digits = 18;  // always fit 64 bits

bool is_iso(const schema::Field& field) {
  return field.wire == Wire::json || field.wire == Wire::text;
}

bool is_decimal(const schema::Type& type) {
  return register_of(type) == Register::decimal;
}

}  // namespace

// How often an instruction's value is asked for.
std::size_t Emitter::use_count(ir::ValueId id) const {
  auto is_it = [&](const std::optional<ir::ValueId>& other) { return other && *other == id; };
  std::size_t count = 0;
  for (const ir::Instruction& instruction : function_->instructions) {
    count += static_cast<std::size_t>(std::ranges::count(instruction.operands, id));
    count += is_it(instruction.under) ? 1 : 0;
  }
  count += static_cast<std::size_t>(std::ranges::count(function_->results, id));
  for (const ir::Store& store : function_->stores)
    for (const std::optional<ir::ValueId>& part :
         {std::optional(store.value), store.guard, store.otherwise, store.answer_value})
      count += is_it(part) ? 1 : 0;
  return count;
}

// A wider number may still fit, which the usual way finds out.
void Emitter::limit_digits(Carried& number, const schema::Type& type) {
  constexpr int unlimited = value::decimal_digits_max;
  if (!is_decimal(type) || (type.precision == unlimited && type.scale == unlimited)) return;
  const auto whole = static_cast<std::uint64_t>(std::max(0, type.precision - type.scale));
  number.whole_max = std::min(number.whole_max, whole);
  number.fraction_max = std::min(number.fraction_max, static_cast<std::uint64_t>(type.scale));
}

// Back from the store to the text that it would copy, through what does not change it. Nothing where the
// value is computed, wanted elsewhere too, or of a type that has no image.
std::optional<Emitter::Carried> Emitter::carried(const ir::Store& store) const {
  const schema::Field& target = program_.field(store.target);
  if (store.otherwise || store.clear) return std::nullopt;
  const ir::Instruction* at = instructions_[store.value.value];
  if (at == nullptr || !is_iso(target)) return std::nullopt;
  const TypeKind kind = at->type.kind;
  Carried result{.kind = kind, .whole_max = any_number_of_digits, .fraction_max = any_number_of_digits};
  result.is_number = kind == TypeKind::integer || is_decimal(at->type);
  if (kind == TypeKind::integer) {
    result.whole_max = int_digits;
    result.fraction_max = 0;
  }
  const bool is_kept = is_decimal(at->type) ? is_decimal(target.type) : target.type.kind == kind;
  if (!is_kept || (!result.is_number && kind != TypeKind::instant && kind != TypeKind::date))
    return std::nullopt;
  for (;; at = instructions_[at->operands[0].value]) {
    if (at == nullptr || at->under || values_[at->id.value].tag != nullptr || use_count(at->id) != 1)
      return std::nullopt;
    result.source = at;
    if (at->op == ir::Op::slot) {
      const schema::Field& field = program_.field(std::get<ir::SlotRef>(at->detail));
      const bool is_same = is_decimal(field.type) ? is_decimal(target.type) : field.type.kind == kind;
      return is_same && is_iso(field) ? std::optional(result) : std::nullopt;
    }
    if (at->op == ir::Op::call) {
      if (std::get<const abi::Function*>(at->detail)->name != "decimal") return std::nullopt;
      result.source = instructions_[at->operands[0].value];
      const bool is_parsed = result.source != nullptr && register_of(result.source->type) == Register::text;
      return is_parsed ? std::optional(result) : std::nullopt;
    }
    if (at->op == ir::Op::fit) limit_digits(result, at->type);
    if (at->op != ir::Op::fit && at->op != ir::Op::relabel) return std::nullopt;
  }
}

// False where nothing of it is carried. What is unusual in a record goes by way of the value, which is made
// there and nowhere else.
bool Emitter::write_carried(const std::string& key, const ir::Store& store) {
  const std::optional<Carried> found = carried(store);
  if (!found) return false;
  const bool is_text = register_of(found->source->type) == Register::text;
  need({store.guard, store.answer_value, is_text ? std::optional(found->source->id) : std::nullopt});
  const Emitted text =
      is_text ? values_[found->source->id.value] : read_token(std::get<ir::SlotRef>(found->source->detail));
  llvm::Value* zero = builder_.getInt64(0);
  llvm::Value* is_value = builder_.CreateAnd(is_tag(text, tag_value), builder_.CreateNot(text.escaped));
  llvm::Value* image = image_length(*found, text.payload, builder_.CreateSelect(is_value, text.length, zero));
  llvm::Value* has_image = builder_.CreateICmpNE(image, zero);
  llvm::Value* is_nothing = builder_.CreateOr(is_tag(text, tag_none), is_tag(text, tag_unknown));
  BasicBlock* usual = block("usual");
  BasicBlock* unusual = block("unusual");
  BasicBlock* after = block("carried");
  branch_rarely(builder_.CreateNot(builder_.CreateOr(has_image, is_nothing)), unusual, usual);

  builder_.SetInsertPoint(usual);
  llvm::Value* applies = store.guard ? is_true(values_[store.guard->value]) : builder_.getTrue();
  const bool in_quotes = !found->is_number || program_.field(store.target).wire == Wire::text;
  const Emitted carried_text{.kind = Register::text,
                             .tag = text.tag,
                             .payload = text.payload,
                             .length = image,
                             .escaped = builder_.getFalse(),
                             .raw = builder_.getTrue()};
  write_optional({builder_.CreateAnd(applies, has_image), carried_text}, store.required,
                 key + (in_quotes ? "\"" : ""), in_quotes ? "\"," : ",");
  builder_.CreateBr(after);

  builder_.SetInsertPoint(unusual);
  is_rare_ = true;
  need({store.value});
  is_rare_ = false;
  const ir::Store* const only = &store;
  write_stores(key, {&only, 1});
  builder_.CreateBr(after);
  builder_.SetInsertPoint(after);
  return true;
}

llvm::Value* Emitter::image_length(const Carried& what, llvm::Value* text, llvm::Value* length) {
  llvm::Type* number = builder_.getInt64Ty();
  if (what.kind == TypeKind::instant) return call("parley_instant_image", number, {text, length});
  if (what.kind == TypeKind::date) return call("parley_date_image", number, {text, length});
  return call("parley_number_image", number,
              {text, length, builder_.getInt64(what.whole_max), builder_.getInt64(what.fraction_max)});
}

}  // namespace parley::codegen
