// Every line of expressions.txt as the interpreter computes it, in expressions.out.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "compiler/driver/compile.hpp"
#include "compiler/interpret/interpreter.hpp"
#include "stdlib/core/text.hpp"
#include "tests/support/golden.hpp"

using namespace parley;

namespace {

std::string evaluated(const std::string& text) {
  auto compiled = driver::compile_expression(text);
  if (compiled->sink.has_errors()) return "does not compile: " + compiled->sink.all().front().message;
  interpret::Interpreter interpreter(compiled->module);
  interpret::Fields no_fields = [](ir::SlotRef) { return value::Value::none(value::State::absent); };
  interpreter.start(compiled->function, no_fields);
  const interpret::Datum& d = interpreter.get(compiled->function.results[0]);
  if (d.tag == ir::Tag::failed) return "fails: " + d.fault->sentence();
  if (d.tag == ir::Tag::unknown) return "unknown";
  return d.has_value() ? value::canonical(d.value) : "null";
}

}  // namespace

TEST_CASE("expressions") {
  std::string text = support::read_text("tests/golden/eval/expressions.txt");
  std::string actual;
  for (std::string_view line : core::split(text, '\n'))
    if (!line.empty()) actual += fmt::format("{}\n    {}\n", line, evaluated(std::string(line)));
  CHECK(actual.size() > text.size());
  support::check_golden("tests/golden/eval/expressions.out", actual);
}
