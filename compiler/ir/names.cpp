#include "compiler/ir/print.hpp"

namespace parley::ir {

std::string_view name(Op op) {
  switch (op) {
    case Op::slot:
      return "slot";
    case Op::constant:
      return "constant";
    case Op::parameter:
      return "parameter";
    case Op::call:
      return "call";
    case Op::negate:
      return "negate";
    case Op::add:
      return "add";
    case Op::subtract:
      return "subtract";
    case Op::multiply:
      return "multiply";
    case Op::divide:
      return "divide";
    case Op::modulo:
      return "modulo";
    case Op::less:
      return "less";
    case Op::less_equal:
      return "less_equal";
    case Op::greater:
      return "greater";
    case Op::greater_equal:
      return "greater_equal";
    case Op::widen:
      return "widen";
    case Op::relabel:
      return "relabel";
    case Op::fit:
      return "fit";
    case Op::table:
      return "table";
    case Op::index:
      return "index";
    case Op::size:
      return "size";
    case Op::equal:
      return "equal";
    case Op::not_equal:
      return "not_equal";
    case Op::contains:
      return "contains";
    case Op::list:
      return "list";
    case Op::map:
      return "map";
    case Op::negation:
      return "not";
    case Op::both:
      return "and";
    case Op::either:
      return "or";
    case Op::select:
      return "select";
    case Op::coalesce:
      return "coalesce";
    case Op::attempt:
      return "try";
    case Op::present:
      return "has";
    case Op::given:
      return "given";
    case Op::comprehension:
      return "comprehension";
  }
  return "";
}

std::string_view name(Failure failure) {
  switch (failure) {
    case Failure::invalid:
      return "invalid";
    case Failure::overflow:
      return "overflow";
    case Failure::division_by_zero:
      return "division_by_zero";
    case Failure::out_of_range:
      return "out_of_range";
    case Failure::no_such_key:
      return "no_such_key";
    case Failure::no_row:
      return "no_row";
    case Failure::no_value:
      return "no_value";
    case Failure::too_long:
      return "too_long";
    case Failure::too_precise:
      return "too_precise";
    case Failure::not_listed:
      return "not_listed";
  }
  return "";
}

std::string_view text(Failure failure) {
  switch (failure) {
    case Failure::invalid:
      return "is stored as something that its type cannot hold";
    case Failure::overflow:
      return "is outside the range of its type";
    case Failure::division_by_zero:
      return "divides by zero";
    case Failure::out_of_range:
      return "has no such position";
    case Failure::no_such_key:
      return "has no such key";
    case Failure::no_row:
      return "has no row in the table";
    case Failure::no_value:
      return "has no value where true or false is needed";
    case Failure::too_long:
      return "is too long for the field";
    case Failure::too_precise:
      return "has more digits than the field holds";
    case Failure::not_listed:
      return "is not a value of the field's picklist";
  }
  return "";
}

}  // namespace parley::ir
