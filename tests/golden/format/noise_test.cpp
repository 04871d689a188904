// Generated programs: correct ones with odd spacing and comments must keep the properties of the formatter;
// heaps of tokens must be read without a crash. The seed is printed with a failure; PARLEY_SEED=n repeats it.
#include <doctest/doctest.h>

#include <cstdlib>
#include <iostream>
#include <span>

#include "stdlib/core/random.hpp"
#include "tests/golden/format/properties.hpp"

using namespace parley;

namespace {

std::uint64_t seed() {
  const char* given = std::getenv("PARLEY_SEED");
  return given == nullptr ? 20'261'122 : std::strtoull(given, nullptr, 10);
}

// Writes mapping files by the grammar, with blanks, newlines and comments wherever they may stand.
class Program {
 public:
  explicit Program(std::uint64_t seed) : random_(seed) {}

  std::string write() {
    out_.clear();
    repeat(3, [&] { declaration(); });
    return out_;
  }

 private:
  template <class Action>
  void repeat(std::uint64_t most, Action action) {
    for (std::uint64_t n = random_.below(most + 1); n > 0; --n) action();
  }
  bool chance(std::uint64_t percent) { return random_.chance(percent); }
  std::string_view any(std::span<const std::string_view> words) { return words[random_.below(words.size())]; }
  void put(std::string_view text) { out_ += text; }
  void gap() { put(chance(80) ? " " : "   \t"); }
  void blank() {
    if (chance(60)) gap();
  }
  void inner() {
    if (chance(10)) put("\n  # inside\n");
    blank();
  }
  void end() {
    if (chance(15)) put("  # beside \"it\"");
    put("\n");
    if (chance(15)) put("\n\n");
    if (chance(10)) put("   # above\n");
  }
  void name() {
    static constexpr std::string_view names[] = {
        "hs", "ns", "when", "via", "x", "email_address_of_the_customer", "on", "left"};
    put(any(names));
  }
  void path() {
    name();
    put(".");
    name();
    if (chance(15)) put(".\"Odd \\\"name\\\"\"");
  }
  void literal() {
    static constexpr std::string_view literals[] = {
        "\"text\"", "'it'", "r\"\\d+\"", "12",      "-3.50",
        "0x1F",     "true", "null",      "\"ünï\"", "\"\"\"two\nlines\"\"\"",
        "'a \"b\"'"};
    put(any(literals));
  }
  void expression(int depth) {
    static constexpr std::string_view operators[] = {"+",  "- ", "*",  "/",  "%",  "== ", "!=",  "< ",
                                                     "<=", ">",  ">=", "&&", "||", "??",  " in "};
    const std::uint64_t kind = depth == 0 ? random_.below(2) : random_.below(9);
    switch (kind) {
      case 0:
        return path();
      case 1:
        return literal();
      case 2:
        put("(");
        inner();
        expression(depth - 1);
        inner();
        put(")");
        return;
      case 3:
        path();
        put(".size(");
        inner();
        expression(depth - 1);
        put(",");
        inner();
        expression(depth - 1);
        put(")");
        return;
      case 4:
        put("[");
        expression(depth - 1);
        inner();
        put(",");
        inner();
        expression(depth - 1);
        put(chance(50) ? "," : "");
        put("]");
        return;
      case 5:
        put(chance(50) ? "!" : "- ");
        path();
        return;
      case 6:
        put("(");
        expression(depth - 1);
        put(" ?");
        inner();
        expression(depth - 1);
        inner();
        put(": ");
        expression(depth - 1);
        put(")");
        return;
      default: {
        const std::string_view sign = any(operators);
        const bool lines = (sign == "&&" || sign == "||" || sign == "??") && chance(30);
        put("(");
        expression(depth - 1);
        put(lines ? "\n" : " ");
        put(sign);
        inner();
        expression(depth - 1);
        put(")");
      }
    }
  }
  void clause(std::uint64_t kind) {
    switch (kind) {
      case 0:
        put("via");
        gap();
        put("lower,");
        blank();
        put("phone(");
        expression(1);
        put(")");
        return;
      case 1:
        put(chance(50) ? "else keep" : "else  -> keep ,<- \"x\"");
        return;
      case 2:
        put("default -> ");
        expression(1);
        return;
      case 3:
        put(chance(50) ? "once" : "fill");
        return;
      case 4:
        put("when ");
        expression(2);
        return;
      case 5:
        put(chance(50) ? "conflict prefer hs" : "conflict  merge union");
        return;
      case 6:
        put("blank clear");
        return;
      case 7:
        put("drift restore");
        return;
      case 8:
        put("lossy");
        return;
      default:
        put("was old_name");
    }
  }
  void clauses() {
    const bool braces = chance(15);
    if (braces) put(" {\n");
    for (std::uint64_t kind = 0; kind < 10; ++kind) {
      if (!chance(12)) continue;
      gap();
      clause(kind);
      if (braces) put(chance(30) ? " # clause\n" : "\n");
    }
    if (braces) put("}");
  }
  void field_item(int depth) {
    if (depth > 0 && chance(15)) {
      put("when ");
      expression(2);
      put(" {");
      end();
      repeat(4, [&] { field_item(depth - 1); });
      put("}");
    } else if (chance(8)) {
      clause(5 + random_.below(3));
    } else {
      if (chance(25)) put("label : ");
      if (chance(20)) {
        put("(");
        path();
        put(",");
        inner();
        path();
        put(")");
      } else
        path();
      blank();
      static constexpr std::string_view arrows[] = {"->", "<-", "<->"};
      put(any(arrows));
      blank();
      path();
      clauses();
    }
    end();
  }
  void declaration() {
    switch (random_.below(4)) {
      case 0:
        put("mapping m");
        blank();
        put(chance(30) ? " uses a,b {" : "{");
        end();
        put("right ns=shop.b where ");
        expression(2);
        end();
        put("left hs =shop.a");
        end();
        put("scope hs :");
        expression(3);
        end();
        put("match ");
        path();
        put(" ==");
        inner();
        path();
        end();
        put("on delete in left:archive,at most 2%");
        end();
        put("fields{");
        end();
        repeat(8, [&] { field_item(2); });
        if (chance(20)) put("# at the end\n");
        put("}\n}");
        break;
      case 1:
        put("table t:a.b.c<->bool{");
        end();
        repeat(5, [&] {
          literal();
          blank();
          put("<->");
          blank();
          literal();
          end();
        });
        put("else -> keep\n}");
        break;
      case 2:
        put("lens l( n :int):set< text(4) > -> decimal(12 ,2){");
        end();
        put("->");
        expression(3);
        end();
        put("}");
        break;
      default:
        put("test 'a title' in m {");
        end();
        put("base hs {");
        inner();
        put("a.b:");
        expression(2);
        put(", \"q\": absent,");
        inner();
        put("c: {d:1}}");
        end();
        put("expect ns{x:clear}");
        end();
        put("expect   no  writes");
        end();
        put("}");
    }
    end();
  }

  core::Random random_;
  std::string out_;
};

}  // namespace

TEST_CASE("generated programs keep the formatter's properties") {
  constexpr std::uint64_t programs = 600;
  std::size_t formatted = 0;  // the others say something twice
  for (std::uint64_t n = 0; n < programs; ++n) {
    Program program(seed() + n);
    const std::string text = program.write();
    INFO("PARLEY_SEED=", seed() + n, "\n", text);
    if (support::check_format_properties(text)) ++formatted;
  }
  CHECK(formatted > programs * 3 / 4);
}

TEST_CASE("heaps of tokens are read") {
  static constexpr std::string_view tokens[] = {
      "mapping",    " m ",   "{",      "}",    "(",      ")",      "[",        "]",      "fields",    "when ",
      "\n",         "\n",    " ",      "hs.a", "<->",    "->",     "<-",       "via ",   "else ",     "\"x\"",
      "\"",         "'''",   "#",      ",",    ":",      "?",      "??",       "&&",     "|",         "- ",
      "!",          "1",     "2%",     ".",    "test ",  "table ", "é",        "lens ",  "policies ", "\\",
      "on delete ", "left ", "right ", "= ",   "match ", "r'",     "{ a: 1 }", "import "};
  core::Random random(seed());
  std::size_t formatted = 0;
  for (int n = 0; n < 4'000; ++n) {
    std::string text;
    for (std::uint64_t length = random.below(60); length > 0; --length)
      text += tokens[random.below(std::size(tokens))];
    INFO("PARLEY_SEED=", seed(), " program ", n, "\n", text);
    if (support::check_format_properties(text)) ++formatted;
  }
  CHECK(formatted > 0);
}
