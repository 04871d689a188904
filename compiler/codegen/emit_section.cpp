// Long targets. A function's compile time grows faster than its length, so the members of a long target are
// written by functions of their own, called one behind the other: sections. Each takes the next byte to write
// and gives the one behind what it wrote, or why the row ends. What one section computed and another needs,
// and the scratch memory's next byte, stand in a frame of the transform.
#include "compiler/codegen/emitter.hpp"

namespace parley::codegen {

using ir::TargetNode;
using llvm::BasicBlock;

namespace {

constexpr std::uint64_t register_bytes = 8;
constexpr std::uint64_t decimal_bytes = 32;
constexpr std::uint64_t frame_alignment = 16;
// In place of the next byte.
constexpr std::uint64_t gives_up = 0;
constexpr std::uint64_t skips = 1;

std::size_t field_count(const TargetNode& node) {
  if (node.members.empty()) return 1;
  std::size_t count = 0;
  for (const TargetNode& member : node.members) count += field_count(member);
  return count;
}

}  // namespace

// It grows with what is placed in it. First stands where the scratch memory is free.
void Emitter::open_frame() {
  if (field_count(function_->target) <= cut_.whole_max) return;
  llvm::IRBuilder<> at_entry(body_.entry, body_.entry->begin());
  frame_ = at_entry.CreateAlloca(builder_.getInt8Ty(), builder_.getInt64(0), "frame");
  frame_->setAlignment(llvm::Align(frame_alignment));
  body_.frame = frame_;
  section_ends_ = {nullptr};
  frame_bytes_ = register_bytes;
}

void Emitter::write_in_sections(std::span<const TargetNode> members) {
  if (frame_ == nullptr || body_.number != 0) return write_members(members);
  std::size_t first = 0;
  std::size_t fields = 0;
  auto write_until = [&](std::size_t end) {
    if (end > first) write_section(members.subspan(first, end - first));
    first = end;
    fields = 0;
  };
  for (std::size_t n = 0; n < members.size(); ++n) {
    const std::size_t more = field_count(members[n]);
    if (fields + more > cut_.section_max) write_until(n);
    fields += more;
    if (more <= cut_.section_max) continue;
    write_object(members[n]);
    first = n + 1;
    fields = 0;
  }
  write_until(members.size());
}

void Emitter::write_section(std::span<const TargetNode> members) {
  llvm::Type* pointer = builder_.getPtrTy();
  auto keep_scratch = [&] {
    builder_.CreateStore(builder_.CreateLoad(pointer, body_.scratch_at), body_.frame);
  };
  keep_scratch();
  transform_at_ = builder_.GetInsertBlock();
  const Body transform = body_;
  open_section();
  write_members(members);
  keep_scratch();
  section_ends_.push_back(builder_.CreateRet(out()));
  const Body section = std::exchange(body_, transform);
  builder_.SetInsertPoint(transform_at_);
  llvm::Value* end = builder_.CreateCall(section.code, {body_.run, body_.slots, body_.frame, out()});
  llvm::Value* came = builder_.CreatePtrToInt(end, builder_.getInt64Ty());
  branch_to(body_.give_up, builder_.CreateICmpEQ(came, builder_.getInt64(gives_up)));
  if (section.skip->hasNPredecessorsOrMore(1))
    branch_to(body_.skip, builder_.CreateICmpEQ(came, builder_.getInt64(skips)));
  builder_.CreateStore(builder_.CreateLoad(pointer, body_.frame), body_.scratch_at);
  advance(end);
}

void Emitter::open_section() {
  llvm::Type* pointer = builder_.getPtrTy();
  auto* signature = llvm::FunctionType::get(pointer, {pointer, pointer, pointer, pointer}, false);
  body_ = {.number = section_ends_.size(),
           .code = llvm::Function::Create(signature, llvm::Function::InternalLinkage, "section", module_)};
  body_.code->addFnAttr(llvm::Attribute::NoInline);
  body_.run = body_.code->getArg(0);
  body_.slots = body_.code->getArg(1);
  body_.frame = body_.code->getArg(2);
  body_.entry = block("entry");
  auto leave_by = [&](const char* name, std::uint64_t reason) {
    BasicBlock* leaving = block(name);
    builder_.SetInsertPoint(leaving);
    builder_.CreateRet(builder_.CreateIntToPtr(builder_.getInt64(reason), pointer));
    return leaving;
  };
  body_.give_up = leave_by("give_up", gives_up);
  body_.skip = leave_by("skip", skips);
  builder_.SetInsertPoint(body_.entry);
  body_.out = local(pointer, "out");
  body_.scratch_at = local(pointer, "scratch");
  body_.bytes = load_run(offsetof(Run, bytes), pointer);
  advance(body_.code->getArg(3));
  builder_.CreateStore(builder_.CreateLoad(pointer, body_.frame), body_.scratch_at);
}

std::uint64_t Emitter::frame_place(std::uint64_t size, std::uint64_t alignment) {
  const std::uint64_t place = llvm::alignTo(frame_bytes_, alignment);
  frame_bytes_ = place + size;
  frame_->setOperand(0, builder_.getInt64(frame_bytes_));
  return place;
}

// Of a section a decimal stands in the frame: a later one may ask for it.
llvm::Value* Emitter::local_decimal(const char* name) {
  if (body_.number == 0) return local(decimal_type(), name);
  return builder_.CreateConstInBoundsGEP1_64(builder_.getInt8Ty(), body_.frame,
                                             frame_place(decimal_bytes, frame_alignment));
}

// What costs less than to be brought from another section. A list has no registers: its items count.
bool Emitter::is_made_anew(const ir::Instruction& instruction) const {
  if (instruction.op == ir::Op::constant || instruction.op == ir::Op::list) return true;
  const Emitted& value = values_[instruction.id.value];
  return instruction.op == ir::Op::slot && value.kind == Register::text && value.choice == nullptr &&
         program_.field(std::get<ir::SlotRef>(instruction.detail)).wire != schema::Wire::reference;
}

// The value in registers of this body, by way of the frame.
Emitted Emitter::brought(const Emitted& value, std::size_t from) {
  Emitted here = value;
  for (llvm::Value** part : {&here.tag, &here.payload, &here.length, &here.escaped, &here.raw, &here.choice})
    if (*part != nullptr && !llvm::isa<llvm::Constant>(*part)) *part = brought(*part, from);
  return here;
}

llvm::Value* Emitter::brought(llvm::Value* part, std::size_t from) {
  llvm::Type* byte = builder_.getInt8Ty();
  auto [found, is_new] = frame_places_.try_emplace(part, 0);
  const std::uint64_t place =
      is_new ? found->second = frame_place(register_bytes, register_bytes) : found->second;
  if (is_new) {
    llvm::IRBuilder<> there(context_);
    llvm::Value* frame = frame_;
    if (from == 0) {
      there.SetInsertPoint(transform_at_);
    } else {
      there.SetInsertPoint(section_ends_[from]);
      frame = section_ends_[from]->getFunction()->getArg(2);
    }
    there.CreateStore(part, there.CreateConstInBoundsGEP1_64(byte, frame, place));
  }
  llvm::Value* here =
      builder_.CreateLoad(part->getType(), builder_.CreateConstInBoundsGEP1_64(byte, body_.frame, place));
  frame_places_.emplace(here, place);
  return here;
}

}  // namespace parley::codegen
