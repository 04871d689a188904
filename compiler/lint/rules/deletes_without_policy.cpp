#include <fmt/format.h>

#include "compiler/lint/look.hpp"

namespace parley::lint {

namespace {

void check_deletes_without_policy(const Subject& subject, Report& report) {
  for (const Mapping& mapping : subject.checked.mappings) {
    const bool left = mapping.written.delete_in_left;
    const bool right = mapping.written.delete_in_right;
    if (!is_sync(mapping) || (left && right)) continue;
    const std::string where = left    ? " in `" + alias(mapping, abi::Side::right) + "`"
                              : right ? " in `" + alias(mapping, abi::Side::left) + "`"
                                      : "";
    report.add({.span = mapping.span,
                .message = fmt::format("nothing says what a deletion{} does to the partner", where),
                .why = "unwritten, it is ignored: the partner stays and is not updated any more",
                .help = "say it: `on delete ignore`, or `on delete in …: archive, at most 2%`"});
  }
}

}  // namespace

Rule describe_deletes_without_policy() {
  return {
      .code = "P603",
      .check = check_deletes_without_policy,
      .of_absence = true,
      .page = {
          .what = "A mapping that links records does not say what a deletion on one side does to the other.",
          .why = "The default is `ignore`, which is safe, and often not what is wanted.",
          .frame = Frame::mapping,
          .failing = "  match hs.email == ns.email\n  fields {\n    hs.lastname -> ns.lastName\n  }",
          .repaired = "  match hs.email == ns.email\n  on delete ignore\n  fields {\n"
                      "    hs.lastname -> ns.lastName\n  }"}};
}

}  // namespace parley::lint
