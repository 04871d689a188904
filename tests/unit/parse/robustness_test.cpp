// Broken text of every kind is read in bounded time and without a crash.
#include <doctest/doctest.h>

#include <chrono>
#include <string>

#include "compiler/parse/parse.hpp"
#include "stdlib/core/random.hpp"
#include "tests/support/golden.hpp"

using namespace parley;

namespace {

std::size_t errors_of(std::string text) {
  source::SourceSet sources;
  diagnostics::Sink sink;
  const ast::File file = parse::parse(sources.add("x.parley", std::move(text)), sink);
  for (const ast::Expression& expression : file.expressions)
    for (ast::ExpressionId child : expression.children) REQUIRE(child.value < file.expressions.size());
  return sink.error_count();
}

std::string first_code(std::string text) {
  source::SourceSet sources;
  diagnostics::Sink sink;
  parse::parse(sources.add("x.parley", std::move(text)), sink);
  return sink.all().empty() ? "" : std::string(sink.all().front().code);
}

}  // namespace

TEST_CASE("examples cut at every place, or changed there, are read") {
  struct Example {
    const char* path;
    std::size_t step;
  };
  for (Example example :
       {Example{"tests/golden/parse/reading_rules.parley", 1}, {"tests/golden/parse/contacts.parley", 7}}) {
    const std::string text = support::read_text(example.path);
    REQUIRE(text.size() > 700);
    std::size_t cuts = 0;
    std::size_t broken = 0;
    for (std::size_t at = 0; at < text.size(); at += example.step) {
      ++cuts;
      if (errors_of(text.substr(0, at)) > 0) ++broken;
      std::string changed = text;
      changed[at] = "({[\"'#}\n\x80-"[at % 10];
      errors_of(changed);
      changed = text;
      errors_of(changed.erase(at, 1 + at % 7));
    }
    CHECK(broken > cuts / 2);
  }
}

TEST_CASE("random bytes are read") {
  core::Random random(7);
  for (int n = 0; n < 2'000; ++n) {
    std::string text;
    for (std::uint64_t length = random.below(200); length > 0; --length)
      text += static_cast<char>(random.chance(50) ? random.below(256) : 32 + random.below(95));
    errors_of(text);
  }
}

TEST_CASE("deep nesting of every kind of bracket is refused") {
  auto repeated = [](std::string_view text, int times) {
    std::string out;
    for (int n = 0; n < times; ++n) out += text;
    return out;
  };
  const std::string head = "mapping m {\nleft a = b.c\nright d = e.f\nfields {\n";
  CHECK(first_code(head + repeated("(", 200)) == "P004");
  CHECK(first_code(head + repeated("(", 200) + "a.b" + repeated(")", 200) + " -> d.e\n}\n}\n") == "P004");
  CHECK(first_code(head + repeated("when a.b {\n", 300)) == "P004");
  CHECK(first_code(head + repeated("[", 20'000)) == "P004");
  CHECK(first_code("test \"t\" in m {\nbase a {" + repeated("a: {", 300)) == "P004");
  CHECK(first_code("lens l: " + repeated("set<", 300)) == "P004");
}

TEST_CASE("after a statement that is nested too deep the rest is read") {
  const std::string text = "mapping m {\nleft a = b.c\nright d = e.f\nfields {\n" + std::string(300, '(') +
                           std::string(300, ')') + "\na.x -> d.y oops\n}\n}\n";
  source::SourceSet sources;
  diagnostics::Sink sink;
  parse::parse(sources.add("x.parley", text), sink);
  REQUIRE(sink.all().size() == 2);
  CHECK(sink.all()[0].code == "P004");
  CHECK(sink.all()[1].message.ends_with("found `oops`"));
}

TEST_CASE("a file that is no UTF-8 or too long is refused") {
  CHECK(first_code("import \"\xff\"\n") == "P002");
  CHECK(first_code(std::string(source::file_bytes_max + 1, '\n')) == "P003");
}

TEST_CASE("the time to read grows with the length only") {
  std::string text = "mapping m {\n  left  hs = a.b\n  right ns = c.d\n  fields {\n";
  for (int n = 0; n < 1'000; ++n)
    text += "    hs.field_" + std::to_string(n) +
            " <-> ns.field via trim, phone(\"US\") else keep conflict newest\n";
  text += "  }\n}\n";
  const auto start = std::chrono::steady_clock::now();
  CHECK(errors_of(text) == 0);
  for (char bracket : {'(', '[', '{', '"', '?', '!'}) errors_of(text + std::string(2'000, bracket));
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(30));
}
