// Slots to emitted values: which of the runtime's readers, by type and wire form.
#include "compiler/codegen/emitter.hpp"

namespace parley::codegen {

using schema::TypeKind;
using schema::Wire;

Emitted Emitter::read(const ir::Instruction& instruction) {
  const auto& reference = std::get<ir::SlotRef>(instruction.detail);
  const schema::Field& field = program_.field(reference);
  auto found = std::ranges::find(function_->slots, reference);
  // A field of the side that is written: nothing is known of it.
  if (found == function_->slots.end()) return nothing(register_of(instruction.type), tag_unknown);
  auto index = static_cast<std::size_t>(found - function_->slots.begin());
  llvm::Value* slot =
      builder_.CreateConstInBoundsGEP1_64(builder_.getInt8Ty(), slots_, index * sizeof(stream::Slot));
  bool is_null = program_.shape(reference.side).missing == schema::Missing::null;
  Emitted emitted{.kind = register_of(instruction.type)};
  if (emitted.kind == Register::list || emitted.kind == Register::other)
    return refuse(instruction, "a list is read");
  read_payload(emitted, field, slot, tag(is_null ? tag_none : tag_unknown));
  give_up_unless(builder_.CreateICmpNE(emitted.tag, tag(tag_surprise)));
  if (!field.nullable)
    emitted.tag = builder_.CreateSelect(is_tag(emitted, tag_none), tag(tag_failed), emitted.tag);
  return emitted;
}

void Emitter::read_payload(Emitted& into, const schema::Field& field, llvm::Value* slot,
                           llvm::Value* absent) {
  llvm::Type* byte = builder_.getInt8Ty();
  bool in_text = field.wire == Wire::text;
  if (into.kind == Register::text) {
    llvm::AllocaInst* text = local(builder_.getPtrTy(), "text");
    llvm::AllocaInst* length = local(builder_.getInt64Ty(), "length");
    llvm::AllocaInst* escaped = local(byte, "escaped");
    bool is_id = field.type.kind == TypeKind::reference || field.type.kind == TypeKind::id;
    const char* reader = field.wire == Wire::reference ? "parley_heavy_read_id" : "parley_read_text";
    into.tag = call(reader, byte, {bytes_, slot, absent, builder_.getInt1(is_id), text, length, escaped});
    into.payload = builder_.CreateLoad(builder_.getPtrTy(), text);
    into.length = builder_.CreateLoad(builder_.getInt64Ty(), length);
    into.escaped = builder_.CreateTrunc(builder_.CreateLoad(byte, escaped), builder_.getInt1Ty());
    if (field.type.kind == TypeKind::enumeration && field.type.restricted && !field.type.picklist.empty()) {
      llvm::Value* unlisted = builder_.CreateNot(is_listed(into, field.type.picklist));
      llvm::Value* has_value = is_tag(into, tag_value);
      into.tag = builder_.CreateSelect(builder_.CreateAnd(has_value, unlisted), tag(tag_failed), into.tag);
    }
    return;
  }
  if (into.kind == Register::boolean) {
    llvm::AllocaInst* boolean = local(byte, "boolean");
    builder_.CreateStore(tag(0), boolean);
    into.tag = field.wire == Wire::letter ? call("parley_read_letter", byte, {bytes_, slot, absent, boolean})
                                          : call("parley_read_bool", byte,
                                                 {bytes_, slot, absent, builder_.getInt1(in_text), boolean});
    into.payload = builder_.CreateTrunc(builder_.CreateLoad(byte, boolean), builder_.getInt1Ty());
    return;
  }
  if (into.kind == Register::decimal) {
    into.payload = local(decimal_type(), "decimal");
    into.tag =
        call("parley_read_decimal", byte, {bytes_, slot, absent, builder_.getInt1(in_text), into.payload});
    return;
  }
  llvm::AllocaInst* number = local(builder_.getInt64Ty(), "number");
  if (field.type.kind == TypeKind::integer) {
    into.tag = call("parley_read_int", byte, {bytes_, slot, absent, builder_.getInt1(in_text), number});
  } else {
    auto code = [&](auto word) { return builder_.getInt32(static_cast<std::uint32_t>(word)); };
    into.tag = call("parley_heavy_read_time", byte,
                    {bytes_, slot, absent, code(field.type.kind), code(field.wire), number});
  }
  into.payload = builder_.CreateLoad(builder_.getInt64Ty(), number);
  if (into.kind == Register::day) into.payload = builder_.CreateTrunc(into.payload, builder_.getInt32Ty());
}

// A picklist's values with escapes in them are no usual values: such a text counts as unlisted only after
// rewriting.
llvm::Value* Emitter::is_listed(const Emitted& text, const std::vector<schema::PicklistValue>& picklist) {
  llvm::Value* usable = builder_.CreateSelect(is_tag(text, tag_value), text.length, builder_.getInt64(0));
  give_up_unless(builder_.CreateNot(builder_.CreateAnd(is_tag(text, tag_value), text.escaped)));
  Emitted probe = text;
  probe.length = usable;
  llvm::Value* listed = builder_.getFalse();
  for (const schema::PicklistValue& entry : picklist)
    listed = builder_.CreateOr(listed, equals(probe, entry.value));
  return listed;
}

llvm::Value* Emitter::equals(const Emitted& text, std::string_view constant) {
  return call("parley_equal_text", builder_.getInt1Ty(),
              {text.payload, text.length, text_constant(constant), builder_.getInt64(constant.size())});
}

}  // namespace parley::codegen
