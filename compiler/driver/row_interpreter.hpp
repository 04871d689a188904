// RowInterpreter: the interpreter over rows of slots: for whole records, and for what generated code leaves
// aside of those that it works on. One thread.
#pragma once

#include <string>
#include <vector>

#include "compiler/codegen/aside.hpp"
#include "compiler/interpret/transform.hpp"
#include "stdlib/stream/slot.hpp"

namespace parley::driver {

class RowInterpreter final : public codegen::Aside {
 public:
  // Everything is borrowed.
  RowInterpreter(const ir::Module& module, const ir::Function& function, const abi::SideShape& source,
                 core::Instant now);

  // The rows from now on, and what their slots count from.
  void show(const stream::Rows& rows, std::string_view bytes);
  // Appends the record's line, without its end.
  interpret::Mapped map(std::size_t row, std::string& line);
  void watch(interpret::Watcher watcher) { interpreter_.watch(std::move(watcher)); }

  bool is_true(std::uint64_t row, std::uint64_t result) override;
  std::int64_t write_leaf(std::uint64_t row, std::uint64_t store, std::span<char> room) override;

 private:
  static constexpr std::size_t no_row = ~std::size_t{0};
  void begin(std::size_t row);
  void list_leaves(const ir::TargetNode& node);
  value::Value field(ir::SlotRef slot) const;

  const ir::Module& module_;
  const ir::Function& function_;
  const abi::SideShape& source_;
  interpret::Interpreter interpreter_;
  const interpret::Fields fields_;
  std::vector<const ir::TargetNode*> leaves_;  // by the number of their first store
  const stream::Rows* rows_ = nullptr;
  std::string_view bytes_;
  std::size_t row_ = no_row;    // whose fields are asked for
  std::size_t begun_ = no_row;  // for generated code
  std::string leaf_;
};

}  // namespace parley::driver
