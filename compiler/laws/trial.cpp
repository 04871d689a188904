#include "compiler/laws/trial.hpp"

#include "compiler/interpret/transform.hpp"
#include "compiler/ir/lower.hpp"

namespace parley::laws {

struct Trial::Machine {
  explicit Machine(ir::Module made) : module(std::move(made)), interpreter(module) {}

  ir::Module module;
  interpret::Interpreter interpreter;
};

Trial::Trial(const check::CheckedFile& file, const check::Mapping& mapping, const source::SourceSet& sources)
    : file_(file), mapping_(mapping), sources_(sources) {}

Trial::~Trial() = default;

Trial::Carried Trial::carry(std::size_t rule, abi::Direction direction, const value::Value& value) {
  using How = Carried::How;
  if (!machine_) machine_ = std::make_unique<Machine>(ir::lower_rules(mapping_, file_.tables, sources_));
  const auto& function = machine_->module.rules[rule].carry[ir::index(direction)];
  if (!function || function->stores.size() != 1) return {How::undecided};
  const abi::Side from = abi::source(direction);
  const abi::Rule& program = mapping_.program.rules[rule];
  const abi::FieldNo own = (from == abi::Side::left ? program.left : program.right).front();
  const interpret::Fields fields = [&](ir::SlotRef slot) {
    return slot.side == from && slot.field == own ? value : value::Value::none(value::State::absent);
  };
  machine_->interpreter.start(*function, fields);
  const interpret::Stored stored = interpret::run_store(machine_->interpreter, function->stores[0]);
  if (stored.fate == interpret::Fate::write) return {How::value, stored.value};
  const bool unknown = stored.fate == interpret::Fate::keep && stored.fault.code.empty();
  return {unknown ? How::undecided : How::stopped};
}

const schema::Type& Trial::type(std::size_t rule, abi::Side side) const {
  const abi::Rule& program = mapping_.program.rules[rule];
  const abi::FieldNo no = (side == abi::Side::left ? program.left : program.right).front();
  return mapping_.side(side).fields[no.value]->type;
}

}  // namespace parley::laws
