#include <fmt/format.h>

#include "compiler/check/fold.hpp"
#include "compiler/lint/look.hpp"

namespace parley::lint {

namespace {

// The error that a call on constants gives, or nothing.
const abi::ErrorCase* error_of(const Expressions& all, const Expression& e) {
  if (e.kind != ExpressionKind::call || e.function->errors.empty()) return nullptr;
  if (e.function->determinism == abi::Determinism::changes) return nullptr;
  std::vector<value::Value> arguments;
  for (const ExpressionId child : e.children) {
    if (all[child].kind != ExpressionKind::constant || !all[child].value.has_value()) return nullptr;
    arguments.push_back(all[child].value);
  }
  return check::call_now(*e.function, arguments).error;
}

bool divides_by_zero(const Expressions& all, const Expression& e) {
  if (e.kind != ExpressionKind::divide && e.kind != ExpressionKind::modulo) return false;
  const value::Value& by = all[e.children[1]].value;
  const auto* whole = by.as<std::int64_t>();
  const auto* exact = by.as<value::Decimal>();
  return (whole != nullptr && *whole == 0) || (exact != nullptr && exact->coefficient == 0);
}

void find(const Subject& subject, Report& report) {
  for (const Mapping& mapping : subject.checked.mappings) {
    for (const Expression& e : mapping.expressions.nodes) {
      if (divides_by_zero(mapping.expressions, e))
        report.add({.span = e.span, .message = "this divides by zero"});
      if (const abi::ErrorCase* error = error_of(mapping.expressions, e))
        report.add({.span = e.span,
                    .message = fmt::format("this fails for every record: {} ({})", error->text, error->code),
                    .help = "nothing in it depends on the record; write the value that is meant"});
    }
  }
}

}  // namespace

Rule describe_always_fails() {
  return {.code = "P105",
          .check = find,
          .page = {.what = "An expression without any field in it fails when it is computed.",
                   .why = "It fails in the same way for every record, so the line never writes anything.",
                   .failing = "    parseDate(\"22.11.2026\", \"yyyy-MM-dd\") -> ns.startDate else keep",
                   .repaired = "    parseDate(\"2026-11-22\", \"yyyy-MM-dd\") -> ns.startDate else keep"}};
}

}  // namespace parley::lint
