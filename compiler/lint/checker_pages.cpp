// The pages of what compiler/check reports while it finds names and types. The examples are compiled by
// tests/golden/lint.
#include <array>

#include "compiler/lint/lint.hpp"

namespace parley::lint {

namespace {

constexpr auto all_checker_pages = std::to_array<CheckerPage>({
    {"P101",
     {.what = "A system, object, field, side or variable is named that does not exist.",
      .why = "Names are the systems' own. A field that was renamed or never existed would silently be empty.",
      .failing = "    hs.emial -> ns.email",
      .repaired = "    hs.email -> ns.email"}},
    {"P102",
     {.what = "A function, lens, table or `policies` is named that nobody declares.",
      .why = "Library functions are listed by `parley explain --functions`; tables and lenses stand in the "
             "file or "
             "in one that it imports.",
      .failing = "    hs.email -> ns.email via emial else keep",
      .repaired = "    hs.email -> ns.email via email else keep"}},
    {"P103",
     {.what = "A value of one type stands where another is needed.",
      .why =
          "Nothing is converted unasked, but an int to decimal and an enum or id to text. A conversion that "
          "nobody wrote is one that nobody thought about: 1.5 is no int, and a date has no hour.",
      .failing = "    hs.num_notes -> ns.lastName",
      .repaired = "    hs.firstname -> ns.firstName"}},
    {"P104",
     {.what =
          "A function, table or division in a line may fail, and neither the line nor its policies say what "
          "becomes of the record then.",
      .why =
          "`else keep` leaves the field as it is, `else skip` leaves the record out, `else reject` fails it, "
          "`else VALUE` writes the value. `else -> keep, <- reject` says it for each direction. try(e, v) "
          "answers a failure inside an expression. A stored value that its type cannot hold needs no `else` "
          "of its own: unwritten, it rejects.",
      .failing = "    parseDate(hs.graduation_date, \"dd.MM.yyyy\") -> ns.startDate",
      .repaired = "    parseDate(hs.graduation_date, \"dd.MM.yyyy\") -> ns.startDate else keep"}},
    {"P106",
     {.what = "A table, lens, `policies`, label or scope stands twice.",
      .why = "The first one counts, and a reader of the second one would not know.",
      .failing = "    name: hs.firstname -> ns.firstName\n    name: hs.jobtitle -> ns.title",
      .repaired = "    name: hs.firstname -> ns.firstName\n    job: hs.jobtitle -> ns.title"}},
    {"P107",
     {.what = "Something that may be null or blank is ordered, calculated with, or used as a condition.",
      .why = "No value is neither true nor false, and neither smaller nor larger than anything. `x ?? y` "
             "gives y "
             "for no value; `has(x) && x > 5` asks first.",
      .failing = "    hs.jobtitle -> ns.title when hs.num_notes > 5",
      .repaired = "    hs.jobtitle -> ns.title when (hs.num_notes ?? 0) > 5"}},
    {"P108",
     {.what = "A function or lens is called with arguments that it does not take.",
      .why = "Their number, types and mode words are fixed; the message lists what there is.",
      .failing = "    round(1.25, 1, sideways) -> ns.creditLimit else keep",
      .repaired = "    round(1.25, 1, half_even) -> ns.creditLimit else keep"}},
    {"P109",
     {.what = "A scope, `where` or guard may fail.",
      .why =
          "A record is in or out, a line holds or not; a condition that fails is neither. try(…, false) says "
          "what "
          "a failure means. A stored value that its type cannot hold makes a condition unknown; that is no "
          "failure.",
      .failing = "    hs.jobtitle -> ns.title when int(hs.zip ?? \"\") == 1",
      .repaired = "    hs.jobtitle -> ns.title when try(int(hs.zip ?? \"\") == 1, false)"}},
    {"P110",
     {.what = "A default, a table's row or a test's record is computed.",
      .why = "These are constants: a default is also read as no value on the way back, and a table is tried "
             "value "
             "by value.",
      .failing = "    hs.jobtitle -> ns.title default -> hs.seniority",
      .repaired = "    hs.jobtitle ?? hs.seniority -> ns.title"}},
    {"P111",
     {.what =
          "A lens or table of `via` does not fit the field, or has no way in one of the arrow's directions.",
      .why = "A lens is turned so that its types fit. A library function without an inverse goes one way.",
      .frame = Frame::file,
      .failing = R"(mapping orders {
  left  o = shop.orders
  right i = shop.invoices
  match o.number == i.number
  fields {
    o.number <-> i.number
    o.total <-> i.count via cents else keep
  }
}

lens cents: decimal -> int {
  -> int(x * 100)
})",
      .repaired = R"(mapping orders {
  left  o = shop.orders
  right i = shop.invoices
  match o.number == i.number
  fields {
    o.number <-> i.number
    o.total <-> i.count via cents else keep
  }
}

lens cents: decimal <-> int {
  -> int(x * 100)
  <- decimal(x) / 100
})"}},
    {"P112",
     {.what = "An import names a file that cannot be read, or files import each other in a circle.",
      .why = "The path is relative to the file that it stands in.",
      .frame = Frame::file,
      .failing = "import \"commom.parley\"",
      .repaired = "# nothing to import"}},
    {"P113",
     {.what = "A decimal is divided by something else than a literal whose result always ends.",
      .why = "Decimals are exact. 1 / 3 has no end, so somebody must say where and how to round: "
             "div(a, b, scale, mode).",
      .frame = Frame::shop,
      .failing = "    (o.total ?? 0) / 3 -> i.amount else keep",
      .repaired = "    div(o.total, 3, 2, half_even) -> i.amount else keep"}},
    {"P114",
     {.what = "A match rule does not compare one side with the other.",
      .why = "A key is computed for each record of a side from its own fields; two records belong together "
             "where "
             "their keys are equal.",
      .frame = Frame::mapping,
      .failing = "  match hs.email == hs.work_email\n  fields {\n    hs.lastname -> ns.lastName\n  }",
      .repaired = "  match hs.email == ns.email\n  fields {\n    hs.lastname -> ns.lastName\n  }"}},
    {"P115",
     {.what = "A field of one side stands where only the other one may be read.",
      .why =
          "Left of an arrow stands the left side, right of it the right one; a scope and a `where` look at "
          "their own side.",
      .failing = "    ns.firstName -> ns.middleName",
      .repaired = "    hs.firstname -> ns.middleName"}},
    {"P116",
     {.what = "A test gives a value to a field that the mapping neither reads nor writes.",
      .why = "It cannot change what happens, so the test would say more than it shows.",
      .frame = Frame::file,
      .failing = R"(mapping orders {
  left  o = shop.orders
  right i = shop.invoices
  fields {
    o.number -> i.number
  }
}

test "a number goes over" in orders {
  given o { number: "7", note: "x" }
  expect create i { number: "7" }
})",
      .repaired = R"(mapping orders {
  left  o = shop.orders
  right i = shop.invoices
  fields {
    o.number -> i.number
  }
}

test "a number goes over" in orders {
  given o { number: "7" }
  expect create i { number: "7" }
})"}},
    {"P118",
     {.what = "A literal names neither a value nor a label of the picklist that it stands beside.",
      .why = "The comparison would never hold, or the system would refuse the write. Values and labels come "
             "from "
             "the schema.",
      .failing = "    hs.jobtitle -> ns.title when hs.lifecyclestage == \"costumer\"",
      .repaired = "    hs.jobtitle -> ns.title when hs.lifecyclestage == \"customer\""}},
    {"P508",
     {.what = "Guarded lines write the fields that each other's guards read.",
      .why = "Fields that guards read are merged first; here none can be first.",
      .frame = Frame::shop,
      .failing = "    o.note <-> i.memo when i.mail == \"a\" else keep\n"
                 "    o.email <-> i.mail when i.memo == \"b\" else keep",
      .repaired = "    o.note <-> i.memo when i.mail == \"a\" else keep\n    o.email <-> i.mail else keep"}},
});

}  // namespace

std::span<const CheckerPage> checker_pages() {
  return all_checker_pages;
}

}  // namespace parley::lint
