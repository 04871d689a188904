#include "compiler/lint/traces.hpp"

namespace parley::lint {

namespace {

void check_ping_pong(const Subject& subject, Report& report) {
  report_refuted(subject, false, "goes back and forth and never rests",
                 "let each direction undo the other one", report);
}

}  // namespace

Rule describe_ping_pong() {
  return {
      .code = "P202",
      .check = check_ping_pong,
      .page = {.what = "The two directions of a two-way field change a value again and again.",
               .why = "A value that is another one after each way there and back is written in every cycle, "
                      "on both sides, for ever.",
               .frame = Frame::file,
               .failing = R"(mapping orders {
  left  o = shop.orders
  right i = shop.invoices
  match o.number == i.number
  conflict prefer left
  fields {
    o.number <-> i.number
    o.sure <-> i.sure via opposite
  }
}

lens opposite: bool <-> bool {
  -> !x
  <- x
})",
               .repaired = R"(mapping orders {
  left  o = shop.orders
  right i = shop.invoices
  match o.number == i.number
  conflict prefer left
  fields {
    o.number <-> i.number
    o.sure <-> i.sure via opposite
  }
}

lens opposite: bool <-> bool {
  -> !x
  <- !x
})"}};
}

}  // namespace parley::lint
