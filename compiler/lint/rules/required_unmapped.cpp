#include <algorithm>

#include <fmt/format.h>

#include "compiler/lint/look.hpp"
#include "compiler/resolve/suggest.hpp"

namespace parley::lint {

namespace {

bool is_written(const Mapping& mapping, abi::Side side, const schema::Field* wanted) {
  const auto same = [&](abi::FieldNo no) { return mapping.side(side).fields[no.value] == wanted; };
  const abi::Direction towards =
      side == abi::Side::right ? abi::Direction::to_right : abi::Direction::to_left;
  const bool by_rule = std::ranges::any_of(mapping.program.rules, [&](const abi::Rule& rule) {
    return allows(rule.arrow, towards) && same(target(rule, towards));
  });
  return by_rule || std::ranges::any_of(mapping.side(side).bindings,
                                        [&](const check::Binding& binding) { return same(binding.field); });
}

void check(const Subject& subject, Report& report) {
  for (const Mapping& mapping : subject.checked.mappings) {
    for (const abi::Side side : sides) {
      const check::Side& own = mapping.side(side);
      if (!mapping.program.shape(side).create_allowed || own.object == nullptr) continue;
      std::string missing;
      std::string line;
      std::vector<diagnostics::Note> notes;
      for (const schema::Field* field : own.required) {
        if (is_written(mapping, side, field)) continue;
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
      .check = check,
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
