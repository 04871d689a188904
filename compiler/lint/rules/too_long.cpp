#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "compiler/lint/look.hpp"

namespace parley::lint {

namespace {

// A system's limit beyond this is room on a disk, not a promise about values, and is not compared.
constexpr std::uint32_t promise_max = 4'000;
constexpr std::uint32_t email_max = 254;  // RFC 5321, errata 1690; email() refuses longer ones

std::uint32_t longest_value(const schema::Type& picklist) {
  std::size_t longest = 0;
  for (const schema::PicklistValue& value : picklist.picklist)
    longest = std::max(longest, value.value.size());
  return static_cast<std::uint32_t>(longest);
}

// The most characters that the text can have; nothing where that is not known.
std::optional<std::uint32_t> length(const Expressions& all, ExpressionId id) {
  const Expression& e = all[id];
  if (e.kind == ExpressionKind::constant) {
    const auto* text = e.value.as<std::string>();
    return text != nullptr ? std::optional(static_cast<std::uint32_t>(text->size())) : std::nullopt;
  }
  if (e.kind == ExpressionKind::field || e.kind == ExpressionKind::variable) {
    if (e.type->kind == schema::TypeKind::enumeration) return longest_value(*e.type);
    const bool promised = e.type->length_max > 0 && e.type->length_max <= promise_max;
    return promised ? std::optional(e.type->length_max) : std::nullopt;
  }
  if (e.kind == ExpressionKind::relabel) return length(all, e.children[0]);
  if (e.kind == ExpressionKind::lookup) return longest_value(*e.type);
  const bool two = e.kind == ExpressionKind::coalesce || e.kind == ExpressionKind::attempt;
  if (two || e.kind == ExpressionKind::conditional || e.kind == ExpressionKind::add) {
    const auto a = length(all, e.children[e.children.size() - 2]);
    const auto b = length(all, e.children.back());
    if (!a || !b) return std::nullopt;
    return e.kind == ExpressionKind::add ? *a + *b : std::max(*a, *b);
  }
  if (e.kind != ExpressionKind::call || e.children.empty()) return std::nullopt;
  if (e.function->name == "truncate") {
    const auto* most = all[e.children[1]].value.as<std::int64_t>();
    return most != nullptr ? std::optional(static_cast<std::uint32_t>(*most)) : std::nullopt;
  }
  if (e.function->name == "email") return email_max;
  const bool keeps_length = e.function->growth.per_byte <= 1 && e.function->growth.constant == 0;
  return keeps_length ? length(all, e.children[0]) : std::nullopt;
}

void check_too_long(const Subject& subject, Report& report) {
  for (const Mapping& mapping : subject.checked.mappings) {
    for (const Write& write : writes(mapping)) {
      const schema::Field& into = field(mapping, write.side(), write.field);
      if (into.type.kind != schema::TypeKind::text || into.type.length_max == 0) continue;
      const auto longest = length(mapping.expressions, write.value);
      if (!longest || *longest <= into.type.length_max) continue;
      report.add(
          {.span = write.source_span(),
           .message = fmt::format("this may have {} characters, `{}` holds {}", *longest,
                                  field_text(mapping, write.side(), write.field), into.type.length_max),
           .notes = declared(subject, mapping, write.side(), into),
           .why = "the system refuses or cuts a longer text",
           .help = fmt::format("cut it on purpose, with one arrow: `truncate(…, {}, codepoints)`",
                               into.type.length_max)});
    }
  }
}

}  // namespace

Rule describe_too_long() {
  return {
      .code = "P404",
      .check = check_too_long,
      .page = {.what = "A text may be longer than the field that it goes into.",
               .why = "The system refuses the record, or cuts the text, which then reads as somebody's edit. "
                      "Limits beyond 4,000 characters are room on a disk and say nothing about values; they "
                      "are not compared.",
               .frame = Frame::shop,
               .failing = "    o.note -> i.memo",
               .repaired = "    truncate(o.note, 40, codepoints) -> i.memo else keep"}};
}

}  // namespace parley::lint
