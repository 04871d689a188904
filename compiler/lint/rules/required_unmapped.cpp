#include <algorithm>

#include <fmt/format.h>

#include "compiler/lint/look.hpp"
#include "compiler/resolve/suggest.hpp"

namespace parley::lint {

namespace {

// By a line, or by `where`.
bool is_filled(const Mapping& mapping, abi::Side side, const schema::Field* wanted) {
  const check::Side& own = mapping.side(side);
  for (std::uint32_t n = 0; n < own.fields.size(); ++n)
    if (own.fields[n] == wanted && is_written(mapping, side, abi::FieldNo(n))) return true;
  return std::ranges::any_of(
      own.bindings, [&](const check::Binding& binding) { return own.fields[binding.field.value] == wanted; });
}

void check_required_unmapped(const Subject& subject, Report& report) {
  for (const Mapping& mapping : subject.checked.mappings) {
    for (const abi::Side side : sides) {
      const check::Side& own = mapping.side(side);
      if (!mapping.program.shape(side).create_allowed || own.object == nullptr) continue;
      std::string missing;
      std::string line;
      std::vector<diagnostics::Note> notes;
      for (const schema::Field* field : own.required) {
        if (is_filled(mapping, side, field)) continue;
        for (auto& note : declared(subject, mapping, side, *field)) notes.push_back(std::move(note));
        missing += fmt::format("{}`{}`", missing.empty() ? "" : ", ", field->name);
        const schema::Object* other = mapping.side(abi::other(side)).object;
        if (!line.empty() || other == nullptr) continue;
        const auto near = resolve::nearest_field(field->name, *other, field->type.kind);
        line = fmt::format("{}.{} {} {}.{}", alias(mapping, abi::Side::left),
                           side == abi::Side::left ? field->name : near.value_or("…"),
                           side == abi::Side::left ? "<-" : "->", alias(mapping, abi::Side::right),
                           side == abi::Side::right ? field->name : near.value_or("…"));
      }
      if (missing.empty()) continue;
      report.add({.span = own.span,
                  .message = fmt::format("a new record of `{}` needs {}, and no line writes it",
                                         object_text(mapping, side), missing),
                  .notes = std::move(notes),
                  .why = "the system refuses to create it without",
                  .help = fmt::format("add a line: `{}`", line)});
    }
  }
}

}  // namespace

Rule describe_required_unmapped() {
  return {
      .code = "P401",
      .check = check_required_unmapped,
      .of_absence = true,
      .page = {
          .what =
              "Records are created on a side, and a field that every new record needs is written by no line "
              "and by no `where`.",
          .why = "Each creation would be refused. Fields that the system fills by itself are not counted.",
          .frame = Frame::mapping,
          .failing = "  match hs.email == ns.email\n  fields {\n    hs.firstname -> ns.firstName\n  }",
          .repaired = "  match hs.email == ns.email\n  fields {\n    hs.firstname -> ns.firstName\n"
                      "    hs.lastname  -> ns.lastName\n  }"}};
}

}  // namespace parley::lint
