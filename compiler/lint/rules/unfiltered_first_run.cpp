#include <fmt/format.h>

#include "compiler/lint/look.hpp"

namespace parley::lint {

namespace {

void check_unfiltered_first_run(const Subject& subject, Report& report) {
  for (const Mapping& mapping : subject.checked.mappings) {
    if (!is_sync(mapping)) continue;
    for (const abi::Side side : sides) {
      const check::Side& own = mapping.side(side);
      const bool creates = mapping.program.shape(abi::other(side)).create_allowed;
      if (!creates || own.scope || own.where) continue;
      report.add({.span = own.span,
                  .message = fmt::format("every record of `{}` takes part", object_text(mapping, side)),
                  .why = fmt::format("the first run creates a partner in `{}` for each that has none",
                                     object_text(mapping, abi::other(side))),
                  .help = fmt::format("say who takes part: `scope {}: …`", alias(mapping, side))});
    }
  }
}

}  // namespace

Rule describe_unfiltered_first_run() {
  return {.code = "P606",
          .check = check_unfiltered_first_run,
          .of_absence = true,
          .page = {.what = "A side without `scope` and `where` creates records on the other side.",
                   .why = "The first run would bring over everything, test records and strangers with it.",
                   .frame = Frame::mapping,
                   .failing = "  match hs.email == ns.email\n  fields {\n    hs.lastname -> ns.lastName\n  }",
                   .repaired = "  scope hs: isEmail(hs.email)\n  match hs.email == ns.email\n  fields {\n"
                               "    hs.lastname -> ns.lastName\n  }"}};
}

}  // namespace parley::lint
