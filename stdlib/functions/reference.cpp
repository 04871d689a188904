#include "stdlib/functions/reference.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "stdlib/functions/registry.hpp"

namespace parley::functions {

namespace {

struct Area {
  std::string_view name;
  std::string_view title;
};
constexpr Area areas[] = {{"text", "Text"},
                          {"contact", "Contacts and companies"},
                          {"number", "Numbers"},
                          {"convert", "Conversions"},
                          {"time", "Dates and times"},
                          {"hash", "Hashes and ids"},
                          {"collection", "Collections"}};

constexpr std::string_view opening = R"(# Library functions

This page is printed from the functions' own descriptors; its examples run as tests.

A call `f(x, y)` can also be written `x.f(y)`. Unless a function says otherwise, null in any argument gives null
(blank is null here), and something unknown (absent or unreadable) gives unknown. A function that can fail
lists its errors; a line answers them with `else`, an expression with `try(e, v)`. Words such as `half_even` are
written bare; where a parameter is said to be a literal, only a constant may stand.

The law says what a function may be in a two-way field: **exact** functions have an inverse, **normal** ones make
a canonical form (two values with one form count as equal), **lossy** ones may make one value of two, there or on
the way back; a function without a law is no step of a two-way field.
)";

std::string kind_of(const abi::Parameter& parameter) {
  if (!parameter.words.empty()) return fmt::format("{}", fmt::join(parameter.words, "|"));
  switch (parameter.kind) {
    case schema::TypeKind::list:
      return parameter.any_element ? "list" : "list<text>";
    case schema::TypeKind::set:
      return parameter.any_element ? "set" : "set<text>";
    case schema::TypeKind::map:
      return "map";
    default:
      return schema::to_text({.kind = parameter.kind});
  }
}

std::string signature(const abi::Function& function) {
  std::vector<std::string> parameters;
  parameters.reserve(function.parameters.size());
  for (const abi::Parameter& parameter : function.parameters)
    parameters.push_back(fmt::format("{}: {}{}", parameter.name, kind_of(parameter),
                                     parameter.optional ? fmt::format(" = {}", parameter.otherwise) : ""));
  return fmt::format("{}({}): {}{}", function.name, fmt::join(parameters, ", "),
                     schema::to_text(function.result), function.result_may_be_none ? " or null" : "");
}

std::string_view law(abi::Law law) {
  switch (law) {
    case abi::Law::none:
      return "";
    case abi::Law::exact:
      return "Law: exact.";
    case abi::Law::normal:
      return "Law: normal.";
    case abi::Law::lossy:
      return "Law: lossy.";
  }
  return "";
}

std::string facts(const abi::Function& function) {
  std::vector<std::string> sentences;
  if (function.law != abi::Law::none) sentences.emplace_back(law(function.law));
  if (function.null_rule == abi::NullRule::consume) sentences.emplace_back("Takes null as a value.");
  if (function.determinism == abi::Determinism::changes) sentences.emplace_back("Changes from run to run.");
  for (const abi::Parameter& parameter : function.parameters)
    if (!parameter.expects.empty())
      sentences.push_back(fmt::format("`{}` is a literal: {}.", parameter.name, parameter.expects));
  return fmt::format("{}", fmt::join(sentences, " "));
}

std::string errors(const abi::Function& function) {
  std::string rows;
  for (const abi::ErrorCase& error : function.errors)
    rows += fmt::format("- error `{}`: `{}` {}\n", error.code,
                        function.parameters[static_cast<std::size_t>(error.argument)].name, error.text);
  return rows;
}

std::string examples(const abi::Function& function) {
  std::size_t width = 0;
  for (const abi::Example& example : function.examples) width = std::max(width, example.expression.size());
  std::string rows;
  for (const abi::Example& example : function.examples)
    rows += fmt::format("{:<{}} # {}\n", example.expression, width, example.result);
  return rows.empty() ? "" : "```\n" + rows + "```\n";
}

// Overloads that read the same but for their kinds share one text.
std::string described(const abi::Function& function, const abi::Function* before) {
  bool same = before != nullptr && before->summary == function.summary;
  std::string out = fmt::format("`{}`\n\n", signature(function));
  if (!same || before->documentation != function.documentation)
    out += same ? fmt::format("{}\n\n", function.documentation)
                : fmt::format("{} {}\n\n", function.summary, function.documentation);
  if (std::string sentences = facts(function); !sentences.empty()) out += sentences + "\n\n";
  if (std::string rows = errors(function); !rows.empty()) out += rows + "\n";
  if (std::string rows = examples(function); !rows.empty()) out += rows + "\n";
  return out;
}

}  // namespace

std::string reference_of(std::string_view name) {
  std::string out;
  const abi::Function* before = nullptr;
  for (const abi::Function& function : overloads(name)) {
    if (before == nullptr) out += fmt::format("### {}\n\n", name);
    out += described(function, before);
    before = &function;
  }
  return out;
}

std::string reference_page() {
  std::string page(opening);
  for (const Area& area : areas) {
    page += fmt::format("\n## {}\n\n", area.title);
    std::string_view before;
    for (const abi::Function& function : all()) {
      if (function.area != area.name || function.name == before) continue;
      before = function.name;
      page += reference_of(function.name);
    }
    while (page.ends_with("\n\n")) page.pop_back();
  }
  return page;
}

}  // namespace parley::functions
