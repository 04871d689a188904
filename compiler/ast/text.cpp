#include "compiler/ast/expression.hpp"
#include "compiler/ast/policies.hpp"

namespace parley::ast {

const char* operator_text(Operator op) {
  switch (op) {
    case Operator::none:
      return "";
    case Operator::negate:
      return "-";
    case Operator::logical_not:
      return "!";
    case Operator::logical_or:
      return "||";
    case Operator::logical_and:
      return "&&";
    case Operator::equal:
      return "==";
    case Operator::not_equal:
      return "!=";
    case Operator::less:
      return "<";
    case Operator::less_equal:
      return "<=";
    case Operator::greater:
      return ">";
    case Operator::greater_equal:
      return ">=";
    case Operator::in:
      return "in";
    case Operator::coalesce:
      return "??";
    case Operator::add:
      return "+";
    case Operator::subtract:
      return "-";
    case Operator::multiply:
      return "*";
    case Operator::divide:
      return "/";
    case Operator::modulo:
      return "%";
  }
  return "";
}

const char* macro_text(Macro macro) {
  switch (macro) {
    case Macro::none:
      return "";
    case Macro::all:
      return "all";
    case Macro::exists:
      return "exists";
    case Macro::exists_one:
      return "exists_one";
    case Macro::filter:
      return "filter";
    case Macro::map:
      return "map";
  }
  return "";
}

const char* arrow_text(Arrow arrow) {
  switch (arrow) {
    case Arrow::forward:
      return "->";
    case Arrow::backward:
      return "<-";
    case Arrow::both:
      return "<->";
  }
  return "";
}

}  // namespace parley::ast
