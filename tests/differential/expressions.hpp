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
  // Over the fields of the side of this alias.
  Expressions(Dice& dice, std::string alias, const std::vector<schema::Field>& fields)
      : dice_(dice), alias_(std::move(alias)), fields_(fields) {}

  std::string of(schema::TypeKind kind, int depth);
  // A condition that neither fails nor is ∅, as scopes and guards want it.
  std::string total_condition(int depth);
  static bool has_literals(schema::TypeKind kind);
  // A list of texts or ints: a literal, a field, or a macro over one.
  std::string list(schema::TypeKind element, int depth);
  std::string literal(schema::TypeKind kind);

 private:
  std::string leaf(schema::TypeKind kind);
  std::string field(schema::TypeKind kind);
  std::string call(schema::TypeKind kind, int depth);
  std::string operation(schema::TypeKind kind, int depth);
  std::string condition(int depth);
  std::string no_none(schema::TypeKind kind, int depth);
  std::string literal_list(schema::TypeKind element, int depth);
  std::string list_field(schema::TypeKind element);
  // A condition about x, an item.
  std::string about_item(schema::TypeKind element, int depth);
  std::string over_list(schema::TypeKind kind, int depth);

  Dice& dice_;
  std::string alias_;
  const std::vector<schema::Field>& fields_;
};

}  // namespace parley::differential
