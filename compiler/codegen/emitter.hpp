// Emitter: ir::Function to LLVM IR. Every IR value becomes a tag and a payload in registers; what the fast
// path cannot do leads to the give-up block, where the interpreter takes the row over. Split by what is
// emitted: emitter.cpp (registers, branches, memory), emit_operation.cpp (instructions), emit_read.cpp
// (slots), emit_choice.cpp (picklists), emit_call.cpp (library), emit_store.cpp (the target), emit_image.cpp
// (values that are only copied), emit_aside.cpp (what is left to the interpreter), emit_room.cpp (its size),
// emit_section.cpp (its parts), emit_batch.cpp (cells).
#pragma once

#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/Module.h>

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/codegen/runtime/runtime.hpp"
#include "compiler/ir/ir.hpp"

namespace parley::codegen {

constexpr std::size_t copy_width = 32;     // of one vector copy: as many bytes may be touched behind a text
constexpr std::uint64_t scalar_room = 64;  // the longest number or time, with quotes

// Whether the text stands in JSON as it is.
bool stands_raw(std::string_view text);

// How a payload is held, by its type.
enum class Register : std::uint8_t {
  text,     // pointer, length, whether it is escaped
  boolean,  // i1
  number,   // i64: int, time, datetime, instant, duration
  day,      // i32: date
  decimal,  // pointer to a value::Decimal of its own
  list,     // only as an argument of a call: the items are emitted values
  other,    // nothing that the fast path computes with
};
Register register_of(const schema::Type& type);

struct Emitted {
  Register kind = Register::other;
  llvm::Value* tag = nullptr;      // i8, a TagByte
  llvm::Value* payload = nullptr;  // by kind
  llvm::Value* length = nullptr;   // text
  llvm::Value* escaped = nullptr;  // text, i1: escapes stand in it
  llvm::Value* raw = nullptr;      // text, i1: it can be copied into JSON as it is; null: nobody will ask
  bool is_filled = false;          // text: never empty where it has a value
  // A text of a picklist: which one, i32; the picklist's size where it is none of them or not a value.
  llvm::Value* choice = nullptr;
  const std::vector<schema::PicklistValue>* picklist = nullptr;
  const std::string* known = nullptr;  // a constant text
  const ir::Instruction* source = nullptr;
};

// How a long target is cut (emit_section.cpp).
struct Cut {
  std::size_t whole_max;    // so many fields are written by the transform itself
  std::size_t section_max;  // fields of a section
};

class Emitter {
 public:
  // `left`: the values that another Emitter refused; a transform leaves to the aside what depends on them.
  Emitter(llvm::Module& module, const ir::Module& program, Cut cut, std::set<std::uint32_t> left = {});

  // The function `name`(Run*) → Stop over rows, for one half as a transform. Values whose instructions have
  // no fast form are refused(); the module is then of no use.
  void emit_transform(const ir::Function& function, std::string_view name);
  const std::set<std::uint32_t>& refused() const { return refused_; }
  // The function `name`(Run*) → Stop over rows, which writes a cell a result, or a cell a store.
  // `unsupported()` tells after emitting whether something has no fast form.
  void emit_batch(const ir::Function& function, std::string_view name);
  const std::optional<std::string>& unsupported() const { return unsupported_; }

 private:
  // emitter.cpp
  void open_row_loop(std::string_view name, std::size_t slot_count);
  void emit_exits();
  void leave(Stop stop);
  void emit_under(std::span<const ir::Instruction* const> group);
  void start(const ir::Function& function);
  void need(std::initializer_list<std::optional<ir::ValueId>> results);
  void emit_instructions(std::span<const ir::Instruction* const> wanted);
  llvm::Value* run_field(std::size_t offset);
  llvm::Value* load_run(std::size_t offset, llvm::Type* type);
  llvm::Value* text_constant(std::string_view text);
  llvm::AllocaInst* local(llvm::Type* type, const char* name);
  llvm::Value* scratch(llvm::Value* byte_count);
  llvm::BasicBlock* block(const char* name);
  void give_up_unless(llvm::Value* condition);
  llvm::CallInst* call(const char* name, llvm::Type* result, llvm::ArrayRef<llvm::Value*> arguments);
  Emitted constant(const ir::Instruction& instruction);
  Emitted nothing(Register kind, TagByte tag);
  Emitted merge(const Emitted& a, llvm::BasicBlock* from_a, const Emitted& b, llvm::BasicBlock* from_b);
  Emitted with_tag(Emitted emitted, llvm::Value* tag);
  Emitted plain(const Emitted& text);
  llvm::Value* is_tag(const Emitted& emitted, TagByte tag);
  llvm::Value* is_true(const Emitted& emitted);
  llvm::Value* tag(TagByte tag);
  const Emitted& operand(const ir::Instruction& instruction, std::size_t index) const;
  Emitted refuse(const ir::Instruction& instruction, std::string_view what);
  llvm::Type* decimal_type();

  // emit_read.cpp
  Emitted read(const ir::Instruction& instruction);
  void read_payload(Emitted& into, const schema::Field& field, llvm::Value* slot, llvm::Value* absent);
  void read_text(Emitted& into, const schema::Field& field, llvm::Value* slot, llvm::Value* absent);
  Emitted read_token(const ir::SlotRef& reference);
  void read_slot(Emitted& into, llvm::Value* slot, llvm::Value* absent, stream::Kind values);
  llvm::Value* slot_of(const ir::SlotRef& reference);
  llvm::Value* slot_part(llvm::Value* slot, std::size_t offset, llvm::Type* type);
  llvm::Value* is_slot(llvm::Value* slot, stream::Kind kind);
  llvm::Value* tag_of_absent(const ir::SlotRef& reference);
  Emitted checked_for_null(Emitted emitted, const schema::Field& field);

  // emit_choice.cpp
  llvm::Value* choice_of(const Emitted& text, const std::vector<schema::PicklistValue>& picklist);
  llvm::Value* position(const Emitted& text, std::span<const std::string_view> words);
  llvm::Value* position_by_length(const Emitted& text, std::span<const std::string_view> words);
  llvm::Value* equals(llvm::Value* text, std::string_view constant);

  // emit_operation.cpp
  Emitted operation(const ir::Instruction& instruction);
  template <class Compute>
  Emitted strict(const ir::Instruction& instruction, bool none_too, Compute compute);
  llvm::Value* propagated(const ir::Instruction& instruction, bool none_too);
  Emitted arithmetic(const ir::Instruction& instruction);
  Emitted concatenation(const ir::Instruction& instruction);
  Emitted decimal_arithmetic(const ir::Instruction& instruction);
  Emitted comparison(const ir::Instruction& instruction);
  llvm::Value* order(const Emitted& a, const Emitted& b);
  Emitted equality(const ir::Instruction& instruction);
  llvm::Value* equal_payloads(const Emitted& a, const Emitted& b);
  llvm::Value* equal_where(llvm::Value* ready, const Emitted& a, const Emitted& b);
  Emitted membership(const ir::Instruction& instruction);
  Emitted kleene(const ir::Instruction& instruction);
  Emitted negation(const ir::Instruction& instruction);
  Emitted select(const ir::Instruction& instruction);
  Emitted present(const ir::Instruction& instruction);
  Emitted replace_where(const ir::Instruction& instruction, TagByte replaced);
  Emitted choose(llvm::Value* condition, const Emitted& a, const Emitted& b);
  Emitted widen(const ir::Instruction& instruction);
  Emitted relabel(const ir::Instruction& instruction);
  Emitted given(const ir::Instruction& instruction);
  Emitted fit(const ir::Instruction& instruction);
  Emitted fit_length(const Emitted& text, const schema::Type& type);
  Emitted table(const ir::Instruction& instruction);
  Emitted entry(llvm::Value* number, std::span<const std::string* const> entries);

  // emit_call.cpp
  struct Condition {
    llvm::Value* ready;
    llvm::Value* otherwise;
  };
  Emitted library_call(const ir::Instruction& instruction);
  Condition call_condition(const ir::Instruction& instruction, const abi::Function& function);
  Emitted call_body(const ir::Instruction& instruction, const abi::Function& function);
  bool push_argument(std::vector<llvm::Value*>& arguments, std::vector<llvm::Type*>& types,
                     const Emitted& argument, const abi::Parameter& parameter);
  void push_list(std::vector<llvm::Value*>& arguments, std::vector<llvm::Type*>& types, const Emitted& list);
  llvm::Value* growth(const abi::Function& function, std::span<const Emitted> arguments);
  Emitted part_of_text(const ir::Instruction& instruction, const char* routine);
  llvm::Value* raw_of_result(const abi::Function& function, std::span<const Emitted> arguments);
  Emitted call_result(const ir::Instruction& instruction, llvm::Value* returned, llvm::Value* place);

  // emit_store.cpp
  struct Decision {
    llvm::Value* written = nullptr;  // i1
    Emitted value;
  };
  void emit_target(const ir::Function& function);
  Decision decide(const ir::Store& store);
  void answer_failure(const ir::Store& store, Emitted& value, llvm::Value* applies);
  void branch_to(llvm::BasicBlock* there, llvm::Value* condition);
  void branch(llvm::Value* condition, llvm::BasicBlock* there, llvm::BasicBlock* otherwise,
              llvm::MDNode* weights = nullptr);
  void branch_rarely(llvm::Value* condition, llvm::BasicBlock* there, llvm::BasicBlock* otherwise);
  void write_text(const Emitted& text);
  llvm::Value* has_special(llvm::Value* vector, llvm::Value* length);
  void write_members(std::span<const ir::TargetNode> members);
  void write_object(const ir::TargetNode& node);
  void write_leaf(const ir::TargetNode& node);
  void write_optional(const Decision& decision, bool required, std::string_view before,
                      std::string_view behind);
  void write_stores(const std::string& key, std::span<const ir::Store* const> stores);
  void write_value(const std::string& key, const Emitted& value, const schema::Field& field);
  void write_bytes(std::string_view text);
  void advance(llvm::Value* end) { builder_.CreateStore(end, body_.out); }
  llvm::Value* out() { return builder_.CreateLoad(builder_.getPtrTy(), body_.out); }

  // emit_image.cpp
  struct Carried {
    const ir::Instruction* source = nullptr;         // a slot, or what computes a text
    schema::TypeKind kind = schema::TypeKind::null;  // of the value
    bool is_number = false;
    std::uint64_t whole_max = 0;  // digits before a number's point
    std::uint64_t fraction_max = 0;
  };
  std::size_t use_count(ir::ValueId id) const;
  static void limit_digits(Carried& number, const schema::Type& type);
  std::optional<Carried> carried(const ir::Store& store) const;
  bool write_carried(const std::string& key, const ir::Store& store);
  llvm::Value* image_length(const Carried& what, llvm::Value* text, llvm::Value* length);

  // emit_section.cpp
  void open_frame();
  void write_in_sections(std::span<const ir::TargetNode> members);
  void write_section(std::span<const ir::TargetNode> members);
  void open_section();
  std::uint64_t frame_place(std::uint64_t size, std::uint64_t alignment);
  llvm::Value* local_decimal(const char* name);
  bool is_made_anew(const ir::Instruction& instruction) const;
  Emitted brought(const Emitted& value, std::size_t from);
  llvm::Value* brought(llvm::Value* part, std::size_t from);

  // emit_aside.cpp
  void find_left(const ir::Function& function);
  bool is_left(ir::ValueId value) const { return is_left_[value.value]; }
  bool is_left(const ir::Store& store) const;
  bool is_left(const ir::TargetNode& leaf) const;
  llvm::Value* left_result(std::uint64_t number);
  void write_left_leaf(const std::string& key, const ir::TargetNode& leaf);

  // emit_room.cpp
  void reserve(const ir::Function& function);
  void reserve_scratch(const ir::Function& function);
  bool has_overlap(const ir::Function& function) const;
  void make_room(llvm::Value* byte_count);

  // emit_batch.cpp
  Emitted decide_cell(const ir::Store& store);
  const schema::Type& type_of(ir::ValueId value) const;
  struct CellPlace {
    std::size_t number;  // of the row's cells
    std::size_t count;
  };
  void write_cell(CellPlace place, const Emitted& value, const schema::Type& type);
  Emitted canonical_text(const Emitted& value, const schema::Type& type);

  llvm::Module& module_;
  llvm::LLVMContext& context_;
  llvm::IRBuilder<> builder_;
  const ir::Module& program_;
  Cut cut_;
  const ir::Function* function_ = nullptr;
  const std::set<std::uint32_t> left_;
  std::vector<bool> is_left_;  // by ValueId: depends on one of those
  std::set<std::uint32_t> refused_;
  std::optional<std::string> unsupported_;
  llvm::Value* no_text_ = nullptr;  // what stands for a text that is none

  // The function that is being emitted: the transform, or a section of its target.
  struct Body {
    std::size_t number = 0;  // the transform's is 0
    llvm::Function* code = nullptr;
    llvm::Value* run = nullptr;
    llvm::Value* bytes = nullptr;
    llvm::Value* slots = nullptr;  // of the current row
    llvm::Value* frame = nullptr;  // what sections have in common
    llvm::AllocaInst* out = nullptr;
    llvm::AllocaInst* scratch_at = nullptr;
    llvm::BasicBlock* entry = nullptr;
    llvm::BasicBlock* give_up = nullptr;
    llvm::BasicBlock* skip = nullptr;
  };
  Body body_;
  llvm::Value* row_length_ = nullptr;  // of its line, i64
  bool has_scratch_ = false;           // what the row needs of it was asked for
  bool is_rare_ = false;               // few records come by: no code of the library is worth compiling
  llvm::BasicBlock* head_ = nullptr;
  llvm::BasicBlock* next_row_ = nullptr;
  llvm::BasicBlock* full_ = nullptr;
  llvm::BasicBlock* left_out_ = nullptr;
  llvm::AllocaInst* frame_ = nullptr;  // null: the target is written by the transform alone
  std::uint64_t frame_bytes_ = 0;
  llvm::BasicBlock* transform_at_ = nullptr;      // where the transform calls the section
  std::vector<llvm::Instruction*> section_ends_;  // by number; the first is null
  std::map<llvm::Value*, std::uint64_t> frame_places_;

  // By ValueId.
  std::vector<const ir::Instruction*> instructions_;  // null: no instruction makes it
  std::vector<Emitted> values_;                       // without a tag: not emitted yet
  std::vector<std::size_t> made_in_;                  // the number of the body whose registers hold it
};

}  // namespace parley::codegen
