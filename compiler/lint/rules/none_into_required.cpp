#include <fmt/format.h>

#include "compiler/lint/look.hpp"

namespace parley::lint {

namespace {

void check_none_into_required(const Subject& subject, Report& report) {
  for (const Mapping& mapping : subject.checked.mappings) {
    for (const Write& write : writes(mapping)) {
      if (write.fallback || !mapping.expressions[write.value].may_be_none) continue;
      const abi::Side side = write.side();
      const schema::Field& into = field(mapping, side, write.field);
      const bool needed = into.create == schema::OnCreate::required && !into.default_value;
      const bool cleared = !into.nullable && write.line.blank == abi::Blank::clear;
      if (!needed && !cleared) continue;
      report.add(
          {.span = write.source_span(),
           .message =
               fmt::format("this may be no value, and `{}.{}` needs one", alias(mapping, side), into.name),
           .notes = declared(subject, mapping, side, into),
           .why = needed ? "a record without it cannot be created"
                         : "`blank clear` would clear what must not be empty",
           .help = fmt::format("give a default: `default {} …`", side == abi::Side::right ? "->" : "<-")});
    }
  }
}

}  // namespace

Rule describe_none_into_required() {
  return {.code = "P403",
          .check = check_none_into_required,
          .page = {
              .what = "A value that may be missing goes into a field that must not be empty.",
              .why = "A record without the value cannot be created on the other side, or a clear is refused.",
              .frame = Frame::mapping,
              .failing = "  match hs.email == ns.email\n  fields {\n    hs.lastname <-> ns.lastName\n  }",
              .repaired = "  match hs.email == ns.email\n  fields {\n    hs.lastname <-> ns.lastName "
                          "default -> \"(unknown)\"\n  }"}};
}

}  // namespace parley::lint
