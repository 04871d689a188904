// Reading rules of expressions, each as the tree that a text makes.
#include <doctest/doctest.h>

#include <string>

#include "compiler/ast/print.hpp"
#include "compiler/parse/parse.hpp"

using namespace parley;

namespace {

// The tree of a lone expression, or the first finding.
std::string tree(std::string text) {
  source::SourceSet sources;
  diagnostics::Sink sink;
  ast::LoneExpression lone = parse::parse_expression(sources.add("x", std::move(text)), sink);
  if (sink.has_errors()) {
    const diagnostics::Diagnostic& first = sink.all().front();
    return std::string(first.code) + " at " + std::to_string(first.span.begin) + ": " + first.message;
  }
  return ast::print(lone.expressions, lone.root);
}

}  // namespace

TEST_CASE("operators bind by level, equal ones to the left") {
  CHECK(tree("1 + 2 * 3 - 4") == "(- (+ 1 (* 2 3)) 4)");
  CHECK(tree("a || b && c == d") == "(|| a (&& b (== c d)))");
  CHECK(tree("a ?? b + c == d ?? e") == "(== (?? a (+ b c)) (?? d e))");
  CHECK(tree("a < b == c") == "(== (< a b) c)");
  CHECK(tree("a ? b : c ? d : e") == "(? a b (? c d e))");
  CHECK(tree("a ? (b ? c : d) : e") == "(? a (? b c d) e)");
  CHECK(tree("a ? b ? c : d : e").starts_with("P001 at 6"));  // as in CEL
  CHECK(tree("!a.b && -x.y < 3") == "(&& (! (select a b)) (< (- (select x y)) 3))");
  CHECK(tree("(1 + 2) % 3") == "(% (+ 1 2) 3)");
  CHECK(tree("!!true") == "(! (! true))");
  CHECK(tree("x in [1, 2,]") == "(in x (list 1 2))");
  CHECK(tree("a??b") == "(?? a b)");
}

TEST_CASE("less-than-minus needs a blank, an arrow is no operator") {
  CHECK(tree("a < -1") == "(< a -1)");
  CHECK(tree("a <-1").starts_with("P001 at 2"));
  CHECK(tree("a - > b").starts_with("P001"));
  CHECK(tree("a -> b").starts_with("P001 at 2"));
  CHECK(tree("a - -1") == "(- a -1)");
}

TEST_CASE("method calls are calls with the receiver first; macros are not") {
  CHECK(tree("a.b.size()") == "(call size (select a b))");
  CHECK(tree("phone(x, \"US\")") == "(call phone x \"US\")");
  CHECK(tree("l.exists(x, x > 1)") == "(exists x l (> x 1))");
  CHECK(tree("l.map(x, x > 1, x * 2)") == "(map x l (> x 1) (* x 2))");
  CHECK(tree("l.filter(x, has(x.y)).all(y, y)") == "(all y (filter x l (has (select x y))) y)");
  CHECK(tree("l.exists_one(1, true)").starts_with("P011 at 13"));
  CHECK(tree("try(int(x), 0)") == "(try (call int x) 0)");
  CHECK(tree("a[0][\"k\"].f") == "(select (index (index a 0) \"k\") f)");
}

TEST_CASE("a quoted name stands behind a dot") {
  CHECK(tree("row.\"Account Name\".x") == "(select (select row \"Account Name\") x)");
  CHECK(tree("\"Account Name\"") == "\"Account Name\"");
}

TEST_CASE("literals") {
  CHECK(tree("0x1F") == "31");
  CHECK(tree("-9223372036854775808") == "-9223372036854775808");
  CHECK(tree("9223372036854775808").starts_with("P007 at 0"));
  CHECK(tree("-0x10") == "-16");
  CHECK(tree("1.50") == "1.50d");
  CHECK(tree("-.5e-3") == "-.5e-3d");
  CHECK(tree("1e3") == "1e3d");
  CHECK(tree("12abc").starts_with("P001"));
  CHECK(tree("null") == "null");
  CHECK(tree("nullable") == "nullable");
  CHECK(tree("{\"a\": 1, 2: [true, false]}") == "(map \"a\" 1 2 (list true false))");
  CHECK(tree("{}") == "(map)");
}

TEST_CASE("texts in their spellings") {
  CHECK(tree(R"('it''s')").starts_with("P001"));
  CHECK(tree(R"('say "x"')") == R"("say \"x\"")");
  CHECK(tree(R"("\u00e4\x41\101\n")") == "\"äAA\\x0a\"");
  CHECK(tree(R"(r"\d+\.")") == R"("\\d+\\.")");
  CHECK(tree("\"\"\"two\nlines \"quoted\" \"\"\"") == "\"two\\x0alines \\\"quoted\\\" \"");
  CHECK(tree(R"(r'''a\''')") == R"("a\\")");
  CHECK(tree(R"("\q")").starts_with("P007 at 1"));
  CHECK(tree(R"("\ud800")").starts_with("P007 at 1"));
  CHECK(tree("\"open").starts_with("P001 at 5: expected the closing quote, found the end of the file"));
}

TEST_CASE("what CEL has and this language has not is named") {
  CHECK(tree("1u + 2") == "P006 at 0: an unsigned integer is part of CEL, not of this language");
  CHECK(tree("b\"x\"").starts_with("P006 at 0: a byte string"));
  CHECK(tree("a.B{f: 1}").starts_with("P006 at 0: a message literal"));
  CHECK(tree(".a").starts_with("P006 at 0: a name with a leading dot"));
  CHECK(tree("br'x'").starts_with("P006"));
}

TEST_CASE("what later versions bring is named") {
  CHECK(tree("link(contacts as customer)").starts_with("P005 at 0"));
  CHECK(tree("first(x.items by date)").starts_with("P005 at 0"));
}

TEST_CASE("deep nesting is refused, however it is written") {
  CHECK(tree(std::string(150, '(') + "1" + std::string(150, ')')) == "1");
  CHECK(tree(std::string(200, '(') + "1" + std::string(200, ')')).starts_with("P004"));
  CHECK(tree(std::string(100'000, '(')).starts_with("P004"));
  CHECK(tree(std::string(100'000, '[')).starts_with("P004"));
  CHECK(tree(std::string(100'000, '!') + "x").starts_with("P004"));
  std::string sum = "1";
  for (int n = 0; n < 300; ++n) sum += " + 1";
  CHECK(tree(sum).starts_with("P004"));
  std::string conditional;
  for (int n = 0; n < 100'000; ++n) conditional += "a ? b : ";
  CHECK(tree(conditional).starts_with("P004"));
}
