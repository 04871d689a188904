#include <algorithm>

#include <fmt/format.h>

#include "compiler/lint/look.hpp"

namespace parley::lint {

namespace {

void check_newest_by_record_time(const Subject& subject, Report& report) {
  for (const Mapping& mapping : subject.checked.mappings) {
    for (std::size_t i = 0; i < mapping.rules.size(); ++i) {
      const abi::Rule& line = mapping.program.rules[i];
      if (line.conflict != abi::Conflict::newest) continue;
      for (const abi::Side side : sides) {
        const auto& fields = side == abi::Side::left ? line.left : line.right;
        const auto silent = std::ranges::find_if(
            fields, [&](abi::FieldNo no) { return !field(mapping, side, no).has_history; });
        if (silent == fields.end()) continue;
        report.add(
            {.span = mapping.rules[i].span,
             .message = fmt::format("`newest`, and `{}` does not say when `{}` changed",
                                    object_text(mapping, side), field(mapping, side, *silent).name),
             .why = "only the record's time is known: an edit of any other field makes it newer; where that "
                    "is no evidence the conflict goes to a person",
             .help = "say which side wins: `conflict prefer …`"});
        break;
      }
    }
  }
}

}  // namespace

Rule describe_newest_by_record_time() {
  return {
      .code = "P602",
      .check = check_newest_by_record_time,
      .page = {.what = "`conflict newest` on a field of which a system knows only when its record changed.",
               .why = "An edit of any other field of the record makes this one look newer.",
               .failing = "    hs.jobtitle <-> ns.title conflict newest",
               .repaired = "    hs.jobtitle <-> ns.title conflict prefer hs"}};
}

}  // namespace parley::lint
