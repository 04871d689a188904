// Slots to emitted values: which of the runtime's readers, by type and wire form.
#include "compiler/codegen/emitter.hpp"
#include "stdlib/stream/slot.hpp"

namespace parley::codegen {

using schema::TypeKind;
using schema::Wire;

Emitted Emitter::read(const ir::Instruction& instruction) {
  const auto& reference = std::get<ir::SlotRef>(instruction.detail);
  const schema::Field& field = program_.field(reference);
  llvm::Value* slot = slot_of(reference);
  // A field of the side that is written: nothing is known of it.
  if (slot == nullptr) return nothing(register_of(instruction.type), tag_unknown);
  Emitted emitted{.kind = register_of(instruction.type)};
  if (emitted.kind == Register::list || emitted.kind == Register::other)
    return refuse(instruction, "a list is read");
  read_payload(emitted, field, slot, tag_of_absent(reference));
  give_up_unless(builder_.CreateICmpNE(emitted.tag, tag(tag_surprise)));
  return checked_for_null(emitted, field);
}

// Null where the function does not read the field.
llvm::Value* Emitter::slot_of(const ir::SlotRef& reference) {
  auto found = std::ranges::find(function_->slots, reference);
  if (found == function_->slots.end()) return nullptr;
  auto index = static_cast<std::size_t>(found - function_->slots.begin());
  return builder_.CreateConstInBoundsGEP1_64(builder_.getInt8Ty(), body_.slots, index * sizeof(stream::Slot));
}

llvm::Value* Emitter::tag_of_absent(const ir::SlotRef& reference) {
  return tag(program_.shape(reference.side).missing == schema::Missing::null ? tag_none : tag_unknown);
}

Emitted Emitter::checked_for_null(Emitted emitted, const schema::Field& field) {
  if (!field.nullable)
    emitted.tag = builder_.CreateSelect(is_tag(emitted, tag_none), tag(tag_failed), emitted.tag);
  return emitted;
}

// What stands in the record for a value of any type, as a text.
Emitted Emitter::read_token(const ir::SlotRef& reference) {
  const schema::Field& field = program_.field(reference);
  llvm::Value* slot = slot_of(reference);
  if (slot == nullptr) return nothing(Register::text, tag_unknown);
  const Register kind = register_of(field.type);
  const bool is_number = kind == Register::decimal || field.type.kind == TypeKind::integer;
  Emitted token{.kind = Register::text};
  read_slot(token, slot, tag_of_absent(reference),
            is_number && field.wire != Wire::text ? stream::Kind::number : stream::Kind::text);
  return checked_for_null(token, field);
}

void Emitter::read_payload(Emitted& into, const schema::Field& field, llvm::Value* slot,
                           llvm::Value* absent) {
  llvm::Type* byte = builder_.getInt8Ty();
  bool in_text = field.wire == Wire::text;
  if (into.kind == Register::text) return read_text(into, field, slot, absent);
  if (into.kind == Register::boolean) {
    llvm::AllocaInst* boolean = local(byte, "boolean");
    builder_.CreateStore(tag(0), boolean);
    into.tag =
        field.wire == Wire::letter
            ? call("parley_read_letter", byte, {body_.bytes, slot, absent, boolean})
            : call("parley_read_bool", byte, {body_.bytes, slot, absent, builder_.getInt1(in_text), boolean});
    into.payload = builder_.CreateTrunc(builder_.CreateLoad(byte, boolean), builder_.getInt1Ty());
    return;
  }
  if (into.kind == Register::decimal) {
    into.payload = local_decimal("decimal");
    into.tag = call(is_rare_ ? "parley_heavy_slot_decimal" : "parley_read_decimal", byte,
                    {body_.bytes, slot, absent, builder_.getInt1(in_text), into.payload});
    return;
  }
  llvm::AllocaInst* number = local(builder_.getInt64Ty(), "number");
  if (field.type.kind == TypeKind::integer) {
    into.tag = call(is_rare_ ? "parley_heavy_slot_int" : "parley_read_int", byte,
                    {body_.bytes, slot, absent, builder_.getInt1(in_text), number});
  } else {
    auto code = [&](auto word) { return builder_.getInt32(static_cast<std::uint32_t>(word)); };
    into.tag = call("parley_heavy_read_time", byte,
                    {body_.bytes, slot, absent, code(field.type.kind), code(field.wire), number});
  }
  into.payload = builder_.CreateLoad(builder_.getInt64Ty(), number);
  if (into.kind == Register::day) into.payload = builder_.CreateTrunc(into.payload, builder_.getInt32Ty());
}

// The bytes between the quotes, as they stand. A reference's id stands in an object and has a reader of its
// own.
void Emitter::read_text(Emitted& into, const schema::Field& field, llvm::Value* slot, llvm::Value* absent) {
  llvm::Type* byte = builder_.getInt8Ty();
  bool is_id = field.type.kind == TypeKind::reference || field.type.kind == TypeKind::id;
  into.raw = builder_.getTrue();
  into.is_filled = true;
  if (field.wire == Wire::reference) {
    llvm::AllocaInst* text = local(builder_.getPtrTy(), "text");
    llvm::AllocaInst* length = local(builder_.getInt64Ty(), "length");
    llvm::AllocaInst* escaped = local(byte, "escaped");
    into.tag = call("parley_heavy_read_id", byte,
                    {body_.bytes, slot, absent, builder_.getInt1(is_id), text, length, escaped});
    into.payload = builder_.CreateLoad(builder_.getPtrTy(), text);
    into.length = builder_.CreateLoad(builder_.getInt64Ty(), length);
    into.escaped = builder_.CreateTrunc(builder_.CreateLoad(byte, escaped), builder_.getInt1Ty());
  } else {
    read_slot(into, slot, absent, stream::Kind::text);
    if (is_id) {
      llvm::Value* is_number = is_slot(slot, stream::Kind::number);
      into.tag = builder_.CreateSelect(is_number, tag(tag_value), into.tag);
    }
  }
  const std::vector<schema::PicklistValue>& picklist = field.type.picklist;
  if (field.type.kind != TypeKind::enumeration || !field.type.restricted || picklist.empty()) return;
  // A picklist's value is not usually written with escapes: the interpreter rewrites it.
  give_up_unless(builder_.CreateNot(builder_.CreateAnd(is_tag(into, tag_value), into.escaped)));
  into.escaped = builder_.getFalse();
  into.choice = choice_of(into, picklist);
  into.picklist = &picklist;
  llvm::Value* unlisted =
      builder_.CreateICmpEQ(into.choice, builder_.getInt32(static_cast<std::uint32_t>(picklist.size())));
  into.tag =
      builder_.CreateSelect(builder_.CreateAnd(is_tag(into, tag_value), unlisted), tag(tag_failed), into.tag);
}

llvm::Value* Emitter::slot_part(llvm::Value* slot, std::size_t offset, llvm::Type* type) {
  return builder_.CreateLoad(type, builder_.CreateConstInBoundsGEP1_64(builder_.getInt8Ty(), slot, offset));
}

llvm::Value* Emitter::is_slot(llvm::Value* slot, stream::Kind kind) {
  return builder_.CreateICmpEQ(slot_part(slot, offsetof(stream::Slot, kind), builder_.getInt8Ty()),
                               builder_.getInt8(static_cast<std::uint8_t>(kind)));
}

// Where values are of that kind. An empty text is none, whatever they are; a length tells it from a value,
// since null and what is absent have none.
void Emitter::read_slot(Emitted& into, llvm::Value* slot, llvm::Value* absent, stream::Kind values) {
  using stream::Kind;
  static_assert(Kind::absent < Kind::text && Kind::null < Kind::text);
  auto number = [&](std::size_t offset) {
    return builder_.CreateZExt(slot_part(slot, offset, builder_.getInt32Ty()), builder_.getInt64Ty());
  };
  into.payload =
      builder_.CreateInBoundsGEP(builder_.getInt8Ty(), body_.bytes, number(offsetof(stream::Slot, start)));
  into.length = number(offsetof(stream::Slot, length));
  into.escaped = builder_.CreateTrunc(
      slot_part(slot, offsetof(stream::Slot, has_escape), builder_.getInt8Ty()), builder_.getInt1Ty());
  llvm::Value* is_filled = builder_.CreateICmpNE(into.length, builder_.getInt64(0));
  llvm::Value* fails =
      builder_.CreateICmpUGT(slot_part(slot, offsetof(stream::Slot, kind), builder_.getInt8Ty()),
                             builder_.getInt8(static_cast<std::uint8_t>(Kind::text)));
  if (values != Kind::text) {
    llvm::Value* is_other = builder_.CreateNot(is_slot(slot, values));
    fails = builder_.CreateAnd(builder_.CreateOr(fails, is_filled), is_other);
  }
  llvm::Value* empty = tag(tag_none);
  if (absent != empty) empty = builder_.CreateSelect(is_slot(slot, Kind::absent), absent, empty);
  into.tag = builder_.CreateSelect(is_filled, tag(tag_value), empty);
  into.tag = builder_.CreateSelect(fails, tag(tag_failed), into.tag);
}

}  // namespace parley::codegen
