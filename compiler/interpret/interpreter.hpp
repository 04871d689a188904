// Interpreter: runs the functions of a Module on values: slow, plainly right, the oracle of compiled code.
// Values are computed when they are asked for, each at most once a run. The module must outlive it. One
// thread.
#pragma once

#include <cstdint>
#include <functional>
#include <unordered_map>
#include <vector>

#include "compiler/interpret/datum.hpp"
#include "compiler/ir/ir.hpp"
#include "stdlib/abi/call.hpp"

namespace parley::interpret {

// Elements that the comprehensions of one record may visit, and bytes of one computed text or list.
constexpr std::uint64_t fuel_max = 1'000'000;
constexpr std::uint64_t result_bytes_max = 16U << 20U;

// What a slot holds: a value in any of its six states.
using Fields = std::function<value::Value(ir::SlotRef)>;
// Called with every value that was computed, for traces.
using Watcher = std::function<void(const ir::Instruction&, const Datum&)>;

class Interpreter {
 public:
  explicit Interpreter(const ir::Module& module, core::Instant now = {});

  // Starts a run: forgets what was computed. `fields` and `parameter` are borrowed until the next start.
  void start(const ir::Function& function, const Fields& fields, const value::Value* parameter = nullptr);
  const Datum& get(ir::ValueId id);
  void watch(Watcher watcher) { watcher_ = std::move(watcher); }

 private:
  using Table = std::vector<const ir::Instruction*>;  // by ValueId

  const Table& table_of(const ir::Function& function);
  Datum compute(const ir::Instruction& i);
  Datum slot(const ir::Instruction& i);
  Datum call(const ir::Instruction& i);
  Datum strict(const ir::Instruction& i);
  Datum table(const ir::Instruction& i);
  Datum lazy(const ir::Instruction& i);
  Datum logic(const ir::Instruction& i);
  Datum comparison(const ir::Instruction& i);
  Datum collection(const ir::Instruction& i);
  Datum comprehension(const ir::Instruction& i);
  const Datum* first_obstacle(const ir::Instruction& i, bool none_counts);
  std::vector<value::Value> operand_values(const ir::Instruction& i);
  Datum failure(ir::Failure failure, const ir::Instruction& i) const;
  std::string subject(const ir::Instruction& i, std::size_t operand) const;
  const Datum& run_block(const ir::Block& block);
  void forget(const ir::Block& block);
  bool burn();

  const ir::Module& module_;
  abi::CallContext context_;
  std::unordered_map<const ir::Function*, Table> tables_;  // looked up, never iterated
  const Table* instructions_ = nullptr;
  const Fields* fields_ = nullptr;
  const value::Value* parameter_ = nullptr;
  std::vector<Datum> known_;
  std::vector<bool> done_;
  std::uint64_t fuel_ = fuel_max;
  Watcher watcher_;
};

}  // namespace parley::interpret
