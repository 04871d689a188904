// Expressions: random texts of a wanted type over the source's fields: literals, operators, choices, answers,
// and every library function that has a typed body.
#pragma once

#include <string>
#include <vector>

#include "stdlib/schema/schema.hpp"
#include "tests/differential/dice.hpp"

namespace parley::differential {

class Expressions {
 public:
  Expressions(Dice& dice, const std::vector<schema::Field>& fields) : dice_(dice), fields_(fields) {}

  std::string of(schema::TypeKind kind, int depth);
  // A condition that neither fails nor is ∅, as scopes and guards want it.
  std::string total_condition(int depth);
  static bool has_literals(schema::TypeKind kind);
  std::string literal(schema::TypeKind kind);

 private:
  std::string leaf(schema::TypeKind kind);
  std::string field(schema::TypeKind kind);
  std::string call(schema::TypeKind kind, int depth);
  std::string operation(schema::TypeKind kind, int depth);
  std::string condition(int depth);
  std::string no_none(schema::TypeKind kind, int depth);
  std::string list(int depth);

  Dice& dice_;
  const std::vector<schema::Field>& fields_;
};

}  // namespace parley::differential
