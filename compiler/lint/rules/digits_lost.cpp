#include <fmt/format.h>

#include "compiler/lint/look.hpp"

namespace parley::lint {

namespace {

constexpr std::uint8_t unlimited = 38;

bool is_decimal(const schema::Type& type) {
  return type.kind == schema::TypeKind::decimal || type.kind == schema::TypeKind::money;
}

void check_digits_lost(const Subject& subject, Report& report) {
  for (const Mapping& mapping : subject.checked.mappings) {
    for (const Write& write : writes(mapping)) {
      const Expression& value = mapping.expressions[write.value];
      const schema::Field& into = field(mapping, write.side(), write.field);
      if (value.kind != ExpressionKind::field || !is_decimal(*value.type) || !is_decimal(into.type)) continue;
      const bool fraction = value.type->scale != unlimited && value.type->scale > into.type.scale;
      const bool whole = value.type->precision != unlimited && into.type.precision != unlimited &&
                         value.type->precision - value.type->scale > into.type.precision - into.type.scale;
      if (!fraction && !whole) continue;
      report.add(
          {.span = value.span,
           .message = fmt::format("this is {}, `{}` holds {}", schema::to_text(*value.type),
                                  field_text(mapping, write.side(), write.field), schema::to_text(into.type)),
           .notes = declared(subject, mapping, write.side(), into),
           .why = "the system refuses or rounds what does not fit",
           .help =
               fmt::format("round on purpose, with one arrow: `round(…, {}, half_even)`", into.type.scale)});
    }
  }
}

}  // namespace

Rule describe_digits_lost() {
  return {
      .code = "P406",
      .check = check_digits_lost,
      .page = {.what = "A decimal goes into a field with fewer digits before or behind the point.",
               .why = "The system refuses it, or rounds in a way that nobody chose; the rounded value then "
                      "reads as somebody's edit.",
               .frame = Frame::shop,
               .failing = "    o.rate -> i.amount",
               .repaired = "    round(o.rate, 2, half_even) -> i.amount else keep"}};
}

}  // namespace parley::lint
