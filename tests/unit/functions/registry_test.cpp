#include "stdlib/functions/registry.hpp"

#include <algorithm>
#include <cctype>
#include <set>
#include <string>

#include <fmt/format.h>

#include "tests/unit/functions/literal.hpp"

#include <doctest/doctest.h>

using namespace parley;
using namespace parley::functions;

namespace {

// From the comma or bracket behind the first argument of the call that opens at `open`.
std::string_view behind_first_argument(std::string_view expression, std::size_t open) {
  bool quoted = false;
  int depth = 0;
  for (std::size_t at = open + 1; at < expression.size(); ++at) {
    char c = expression[at];
    if (c == '"' && expression[at - 1] != '\\') quoted = !quoted;
    if (quoted) continue;
    if (depth == 0 && (c == ',' || c == ')')) return expression.substr(at);
    depth += c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0;
  }
  return {};
}

}  // namespace

TEST_CASE("every example of every function gives what it says") {
  for (const abi::Function& function : all())
    for (const abi::Example& example : function.examples) {
      Outcome got = run_literal(example.expression);
      if (example.result.starts_with("error ")) {
        CHECK_MESSAGE("error " + got.error == example.result, example.expression << " gives " << shown(got));
        continue;
      }
      Outcome expected = run_literal(example.result);
      REQUIRE_MESSAGE(expected.trouble.empty(), expected.trouble);
      bool same = got.error.empty() && got.trouble.empty() && value::equal(got.value, expected.value);
      CHECK_MESSAGE(same, example.expression << " gives " << shown(got) << ", not " << example.result);
    }
}

TEST_CASE("every descriptor is complete") {
  std::set<std::string_view> names;
  for (const abi::Function& function : all()) {
    INFO("function " << function.name);
    names.insert(function.name);
    CHECK(std::islower(static_cast<unsigned char>(function.name.front())) != 0);
    CHECK(function.name.find('_') == std::string_view::npos);
    CHECK_FALSE(function.area.empty());
    CHECK(function.summary.ends_with("."));
    CHECK_FALSE(function.documentation.empty());
    for (const abi::ErrorCase& error : function.errors)
      CHECK(static_cast<std::size_t>(error.argument) < function.parameters.size());
    bool optional = false;
    for (const abi::Parameter& parameter : function.parameters) {
      CHECK((parameter.optional || !optional));
      optional = parameter.optional;
      CHECK(parameter.optional == !parameter.otherwise.empty());
      if (!parameter.words.empty()) CHECK((parameter.literal && parameter.kind == schema::TypeKind::text));
    }
  }
  CHECK(names.size() > 2);
}

TEST_CASE("every function has two examples, each of its errors one, and every example names the function") {
  for (const abi::Function& first : all()) {
    std::size_t examples = 0;
    std::set<std::string> errors;
    for (const abi::Function& function : overloads(first.name)) {
      examples += function.examples.size();
      for (const abi::Example& example : function.examples) {
        errors.emplace(example.result);
        CHECK_MESSAGE(example.expression.find(std::string(function.name) + "(") != std::string_view::npos,
                      example.expression);
      }
    }
    CHECK_MESSAGE(examples >= 2, first.name);
    // The bounds of memory are reached in limits_test.cpp.
    for (const abi::ErrorCase& error : first.errors)
      if (error.code != "too_long")
        CHECK_MESSAGE(errors.contains("error " + std::string(error.code)), first.name << ": " << error.code);
  }
}

TEST_CASE("a normal function is idempotent on its examples") {
  for (const abi::Function& function : all()) {
    if (function.law != abi::Law::normal) continue;
    for (const abi::Example& example : function.examples) {
      if (example.result.starts_with("error ") || example.result == "null") continue;
      // The result once more in the place of the first argument.
      std::size_t open = example.expression.find('(');
      if (example.expression.substr(0, open) != function.name) continue;
      std::string again = std::string(function.name) + "(" + std::string(example.result) +
                          std::string(behind_first_argument(example.expression, open));
      Outcome got = run_literal(again);
      bool same = value::equal(got.value, run_literal(example.result).value) && got.trouble.empty();
      CHECK_MESSAGE(same, again << " gives " << shown(got));
    }
  }
}

TEST_CASE("a function that adds no escape gives none for texts without any") {
  std::string plain = " a  a@b.c  äÖßİıŁΣς “”\uFF02\uFF3C ";  // wide quotes and backslashes among them
  for (char c = ' '; c <= '~'; ++c)
    if (c != '"' && c != '\\') plain += c;
  auto needs_escape = [](unsigned char c) { return c < ' ' || c == '"' || c == '\\'; };
  std::size_t looked_at = 0;
  for (const abi::Function& function : all()) {
    if (!function.adds_no_escape) continue;
    CHECK(function.result.kind == schema::TypeKind::text);
    for (const abi::Example& example : function.examples) {
      if (example.expression.contains('\\')) continue;
      const std::size_t open = example.expression.find('(');
      const std::string with_plain =
          fmt::format("{}(\"{}\"{}", function.name, plain, behind_first_argument(example.expression, open));
      for (const std::string& expression : {std::string(example.expression), with_plain}) {
        const Outcome got = run_literal(expression);
        REQUIRE_MESSAGE(got.trouble.empty(), got.trouble);
        const auto* text = got.value.as<std::string>();
        if (text == nullptr) continue;
        ++looked_at;
        CHECK_MESSAGE(std::ranges::none_of(*text, needs_escape), example.expression);
      }
    }
  }
  CHECK(looked_at > 30);
}

TEST_CASE("names are found, and only names") {
  CHECK(overloads("trim").size() == 1);
  CHECK(overloads("tri").empty());
  CHECK(overloads("").empty());
  CHECK(std::ranges::is_sorted(all(), {}, &abi::Function::name));
}
