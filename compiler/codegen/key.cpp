#include "compiler/codegen/key.hpp"

#include <elf.h>
#include <fmt/format.h>
#include <link.h>
#include <llvm/ADT/StringMap.h>
#include <llvm/Config/llvm-config.h>
#include <llvm/TargetParser/Host.h>

#include <algorithm>
#include <cstring>
#include <iterator>
#include <string_view>
#include <vector>

#include "compiler/ir/print.hpp"
#include "stdlib/core/sha256.hpp"
#include "stdlib/schema/full_text.hpp"

namespace parley::codegen {

using namespace std::string_view_literals;

namespace {

constexpr int layout_version = 3;  // of what this file writes

std::size_t padded(std::size_t length) {
  return (length + 3) / 4 * 4;
}

// The note of the linker that names this build, out of one segment of notes.
std::string build_in(std::string_view notes) {
  while (notes.size() >= sizeof(ElfW(Nhdr))) {
    ElfW(Nhdr) note;
    std::memcpy(&note, notes.data(), sizeof note);
    const std::size_t content = sizeof note + padded(note.n_namesz);
    if (content + note.n_descsz > notes.size()) return {};
    const std::string_view name = notes.substr(sizeof note, note.n_namesz);
    if (note.n_type == NT_GNU_BUILD_ID && name == "GNU\0"sv)
      return std::string(notes.substr(content, note.n_descsz));
    notes.remove_prefix(std::min(notes.size(), content + padded(note.n_descsz)));
  }
  return {};
}

// Of the program: it comes first. What it loads is not of the code's making.
int look_at_program(dl_phdr_info* program, std::size_t, void* found) {
  for (int n = 0; n < program->dlpi_phnum; ++n) {
    const ElfW(Phdr)& segment = program->dlpi_phdr[n];
    if (segment.p_type != PT_NOTE) continue;
    // NOLINTNEXTLINE(performance-no-int-to-ptr): the linker counts addresses from the program's place
    const auto* begin = reinterpret_cast<const char*>(program->dlpi_addr + segment.p_vaddr);
    std::string build = build_in(std::string_view(begin, segment.p_memsz));
    if (!build.empty()) *static_cast<std::string*>(found) = build;
  }
  return 1;
}

std::string build_of_program() {
  std::string build;
  dl_iterate_phdr(look_at_program, &build);
  return build;
}

std::string host() {
  std::vector<std::string> features;
  for (const auto& feature : llvm::sys::getHostCPUFeatures())
    features.push_back((feature.getValue() ? "+" : "-") + feature.getKey().str());
  std::ranges::sort(features);
  return fmt::format("{} {}", llvm::sys::getHostCPUName().str(), fmt::join(features, ","));
}

void write_type(std::string& out, const schema::Type& type) {
  schema::append_full_text(out, type);
  out += '\n';
}

void write_side(std::string& out, const abi::SideShape& side) {
  fmt::format_to(std::back_inserter(out), "side {} missing {}\n", side.alias, static_cast<int>(side.missing));
  for (const abi::ProjectedField& slot : side.fields) {
    fmt::format_to(std::back_inserter(out), "{} wire {} nullable {} at {} ", slot.name,
                   static_cast<int>(slot.field.wire), slot.field.nullable, slot.field.path);
    write_type(out, slot.field.type);
  }
}

// What ir::print leaves out: the whole type, and which body of a name is called.
void write_instructions(std::string& out, const std::vector<ir::Instruction>& instructions) {
  for (const ir::Instruction& instruction : instructions) {
    write_type(out, instruction.type);
    if (const auto* called = std::get_if<const abi::Function*>(&instruction.detail))
      if (const auto* body = std::get_if<abi::TypedBody>(&(*called)->body)) out += body->symbol;
    if (const auto* inner = std::get_if<ir::Comprehension>(&instruction.detail)) {
      if (inner->condition) write_instructions(out, inner->condition->instructions);
      write_instructions(out, inner->body.instructions);
    }
  }
}

void write_function(std::string& out, const ir::Module& module, const ir::Function& function) {
  out += ir::print(module, function);
  for (const ir::SlotRef& slot : function.slots)
    fmt::format_to(std::back_inserter(out), "slot {} {}\n", static_cast<int>(slot.side), slot.field.value);
  write_instructions(out, function.instructions);
}

// `kind` says what the code does with the functions' values.
std::string key_of(std::string_view kind, const ir::Module& module,
                   std::span<const ir::Function* const> functions) {
  static const std::string build = build_of_program();
  if (build.empty()) return {};
  std::string text =
      fmt::format("{} {} {} {} {}\n", kind, layout_version, build, LLVM_VERSION_STRING, host());
  for (const ir::Table& table : module.tables) text += ir::print(table);
  for (const abi::SideShape& side : module.sides) write_side(text, side);
  for (const ir::Function* function : functions) write_function(text, module, *function);
  return core::sha256_hex(text);
}

}  // namespace

std::string object_key(const ir::Module& module, const ir::Function& function, Tier tier) {
  const ir::Function* const functions[] = {&function};
  return key_of(tier == Tier::quick ? "quick transform" : "thorough transform", module, functions);
}

std::string batch_key(const ir::Module& module, std::span<const ir::Function* const> functions) {
  return key_of("batch", module, functions);
}

}  // namespace parley::codegen
