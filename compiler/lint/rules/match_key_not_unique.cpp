#include <fmt/format.h>

#include "compiler/lint/look.hpp"

namespace parley::lint {

namespace {

bool reads_unique(const Mapping& mapping, abi::Side side, const std::vector<ExpressionId>& keys) {
  for (const ExpressionId key : keys)
    for (const abi::FieldNo no : [&] {
           std::vector<abi::FieldNo> read;
           for (const ExpressionId id : nodes_of(mapping.expressions, key)) {
             const Expression& e = mapping.expressions[id];
             if (e.kind == ExpressionKind::field && e.side == side) read.push_back(e.field);
           }
           return read;
         }())
      if (field(mapping, side, no).unique) return true;
  return false;
}

void check_match_key_not_unique(const Subject& subject, Report& report) {
  for (const Mapping& mapping : subject.checked.mappings) {
    if (mapping.written.ambiguous) continue;
    for (const check::Match& match : mapping.matches) {
      for (const abi::Side side : sides) {
        if (reads_unique(mapping, side, side == abi::Side::left ? match.left : match.right)) continue;
        report.add(
            {.span = match.span,
             .message = fmt::format("several records of `{}` may have this key", object_text(mapping, side)),
             .why = "no field in it is unique there; records that share a key are not linked, they wait "
                    "for a person",
             .help = "match by a unique field, or say that this is meant: `on ambiguous review`"});
        break;
      }
    }
  }
}

}  // namespace

Rule describe_match_key_not_unique() {
  return {
      .code = "P604",
      .check = check_match_key_not_unique,
      .page = {
          .what = "A match rule compares fields of which none is unique on one of the sides, and the mapping "
                  "does not say what becomes of ambiguous records.",
          .why = "Records that share a key cannot be told apart. They are never guessed at.",
          .frame = Frame::mapping,
          .failing = "  match fold(hs.lastname) == fold(ns.lastName)\n  fields {\n    hs.lastname -> "
                     "ns.lastName\n  }",
          .repaired = "  match fold(hs.lastname) == fold(ns.lastName)\n  on ambiguous review\n  fields {\n"
                      "    hs.lastname -> ns.lastName\n  }"}};
}

}  // namespace parley::lint
