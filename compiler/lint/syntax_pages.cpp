// The pages of what compiler/parse and compiler/schema report: the text itself. The examples are read by
// tests/golden/lint, but for those of Frame::told.
#include <array>

#include "compiler/lint/lint.hpp"

namespace parley::lint {

namespace {

constexpr auto all_syntax_pages = std::to_array<CheckerPage>({
    {"P001",
     {.what = "At this place something else is expected than what stands there.",
      .why = "The message lists what may stand there. What follows is read on from the next line or block, "
             "so that "
             "one mistake hides no other.",
      .failing = "    hs.email => ns.email",
      .repaired = "    hs.email -> ns.email"}},
    {"P002",
     {.what = "The file has bytes that are no UTF-8.",
      .why = "A mapping names fields and values as text; in another encoding they would be other names. The "
             "message "
             "says where the first such byte stands.",
      .frame = Frame::told,
      .failing = "a file saved as Latin-1 or UTF-16",
      .repaired = "the same file saved as UTF-8"}},
    {"P003",
     {.what = "The file is longer than 4 MiB.",
      .why = "Every reader has a bound. A file of that size is data; a table of many thousand rows belongs "
             "into the "
             "system.",
      .frame = Frame::told,
      .failing = "one file with everything",
      .repaired = "several files, joined by `import \"name.parley\"`"}},
    {"P004",
     {.what = "Brackets, operators or blocks are nested more than 200 levels deep.",
      .why = "Every reader has a bound, and nobody reads such a line.",
      .frame = Frame::told,
      .failing = "((((… 300 brackets …))))",
      .repaired = "lenses or rules of their own for the parts"}},
    {"P005",
     {.what = "The text uses a word of a later version of the language.",
      .why = "The word is reserved and read, so that the message can name it; it does nothing yet.",
      .failing = "    hs.company -> ns.companyName missing wait",
      .repaired = "    hs.company -> ns.companyName"}},
    {"P006",
     {.what =
          "The text uses a part of CEL that this language does not have: unsigned integers, bytes, messages.",
      .why = "Fields hold text and one kind of integer, and records come from schemas. docs/language/cel.md "
             "lists the "
             "differences with their reasons.",
      .failing = "    1u -> ns.creditLimit",
      .repaired = "    1 -> ns.creditLimit"}},
    {"P007",
     {.what = "A literal has a form that cannot be read: an unknown escape, a number that is too large.",
      .why = "It would have to be guessed.",
      .failing = "    \"C:\\q\" -> ns.comments",
      .repaired = "    \"C:\\\\q\" -> ns.comments"}},
    {"P008",
     {.what = "A clause, setting, event or side stands twice in one place.",
      .why = "The first one counts, and a reader of the second one would not know.",
      .failing = "    else keep\n    else reject\n    hs.jobtitle -> ns.title",
      .repaired = "    else keep\n    hs.jobtitle -> ns.title"}},
    {"P009",
     {.what = "A clause stands behind one that follows it in the order of clauses.",
      .why = "One order makes lines comparable. It is `via`, `else`, `default`, `once` or `fill`, `when`, "
             "`conflict`, "
             "`blank`, `first`, `drift`, `lossy`, `was`; `parley fmt` writes it.",
      .failing = "    hs.lastname <-> ns.lastName conflict prefer hs default -> \"(unknown)\"",
      .repaired = "    hs.lastname <-> ns.lastName default -> \"(unknown)\" conflict prefer hs"}},
    {"P010",
     {.what = "An arrow points at something that is no field.",
      .why = "Only a field can be written. What is computed stands where the arrow comes from.",
      .failing = "    hs.jobtitle -> trim(ns.title)",
      .repaired = "    trim(hs.jobtitle) -> ns.title"}},
    {"P011",
     {.what = "A word stands where a fixed set of words is known, and is none of them.",
      .why = "The message lists the set.",
      .frame = Frame::mapping,
      .failing = "  on ambiguous freeze\n  fields {\n    hs.lastname -> ns.lastName\n  }",
      .repaired = "  on ambiguous review\n  fields {\n    hs.lastname -> ns.lastName\n  }"}},
    {"P012",
     {.what = "A part that is always needed is missing: a side of a mapping, a body of a lens.",
      .why = "Without it the rest has no meaning.",
      .frame = Frame::file,
      .failing = "mapping contacts {\n  left hs = hubspot.contacts\n  fields {\n  }\n}",
      .repaired =
          "mapping contacts {\n  left hs = hubspot.contacts\n  right ns = netsuite.customer\n  fields {\n"
          "    hs.lastname -> ns.lastName\n  }\n}"}},
    {"P013",
     {.what = "Something else than a literal stands in a row of a table.",
      .why = "A table is tried value by value; a row names two values, or their labels.",
      .frame = Frame::file,
      .failing = "table answer: bool <-> text {\n  true <-> lower(\"YES\")\n  false <-> \"no\"\n}",
      .repaired = "table answer: bool <-> text {\n  true <-> \"yes\"\n  false <-> \"no\"\n}"}},
    {"P020",
     {.what = "A schema's file is not YAML.",
      .why = "The message is the YAML reader's, with its place.",
      .frame = Frame::schema,
      .failing = "system: shop\nobjects: {orders: {id: id, fields: {total: {type: int}}",
      .repaired = "system: shop\nobjects: {orders: {id: id, fields: {total: {type: int}}}}"}},
    {"P021",
     {.what = "A schema declares something that is no part of a schema, or in a wrong way.",
      .why = "A key that is misread would be silently without effect. docs/language/schemas.md has all keys.",
      .frame = Frame::schema,
      .failing = "system: shop\nobjects:\n  orders:\n    id: id\n    fields:\n      total: {type: number}",
      .repaired = "system: shop\nobjects:\n  orders:\n    id: id\n    fields:\n      total: {type: "
                  "\"decimal(12,2)\"}"}},
});

}  // namespace

std::span<const CheckerPage> syntax_pages() {
  return all_syntax_pages;
}

}  // namespace parley::lint
