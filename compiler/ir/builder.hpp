// Builder: makes one Function from checked expressions. An expression that stands twice is computed once;
// what is computed only for a guard or inside a comprehension is not reused outside of it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "compiler/check/checked.hpp"
#include "compiler/ir/ir.hpp"
#include "compiler/source/source.hpp"

namespace parley::ir {

class Builder {
 public:
  Builder(const check::Expressions& expressions, const source::SourceSet& sources, std::string name);

  ValueId parameter(check::VariableNo variable, const schema::Type& type, bool may_none);
  ValueId expression(check::ExpressionId id);
  ValueId constant(const value::Value& v, const schema::Type& type);
  ValueId both(ValueId a, ValueId b);
  // The value as the target field can hold it; the same value where nothing needs to be looked at.
  ValueId fit(ValueId v, check::ExpressionId made_from, const schema::Type& target);

  // Until end_reading() a field that holds this value reads as none.
  void read_as_none(SlotRef field, const value::Value& v);
  void end_reading();

  // Everything until leave() is needed only where the guard is true.
  void enter(ValueId guard);
  void leave();

  // What was built; sorts its slots. The builder is empty afterwards.
  Function finish();
  Function function;  // results, stores and target are the caller's to fill

 private:
  // What may be reused: of the function, of a guard, of a comprehension's block.
  struct Layer {
    std::map<std::uint32_t, ValueId> expressions;
    std::map<std::string, ValueId> instructions;
  };

  ValueId add(Instruction instruction);
  ValueId lower_node(check::ExpressionId id);
  Instruction operation(const check::Expression& node);
  ValueId bind(const check::Expression& node);
  ValueId field(const check::Expression& node);
  ValueId comprehension(const check::Expression& node);
  Block block(check::ExpressionId body);
  std::vector<ValueId> operands(const check::Expression& node);
  Instruction make(Op op, const check::Expression& node);

  const check::Expressions& expressions_;
  const source::SourceSet& sources_;
  std::vector<Layer> layers_;
  std::map<std::uint32_t, ValueId> variables_;
  std::vector<std::vector<Instruction>*> blocks_;  // the innermost last; the function's own is not in it
  std::vector<ValueId> guards_;
  std::vector<std::pair<SlotRef, value::Value>> defaults_;  // that read as none
};

}  // namespace parley::ir
