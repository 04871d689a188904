#include <fmt/format.h>

#include "compiler/interpret/interpreter.hpp"
#include "engine/cli/findings.hpp"
#include "stdlib/schema/type.hpp"

namespace parley::cli {

namespace {

std::string literal(const value::Value& v) {
  if (v.as<std::string>() == nullptr) return value::canonical(v);
  return fmt::format("{:?}", value::canonical(v));
}

Exit eval(const Arguments& arguments, Console& console) {
  auto compiled = driver::compile_expression(arguments.at("EXPRESSION"));
  if (compiled->sink.has_errors()) {
    print_findings(compiled->sink, compiled->sources, arguments, console);
    return Exit::input;
  }
  interpret::Interpreter interpreter(compiled->module);
  interpret::Fields no_fields = [](ir::SlotRef) { return value::Value::none(value::State::absent); };
  interpreter.start(compiled->function, no_fields);
  const interpret::Datum& d = interpreter.get(compiled->function.results[0]);
  if (d.tag == ir::Tag::failed) {
    console.error(fmt::format("fails: {} ({})\n", d.fault->sentence(), d.fault->code));
    return Exit::findings;
  }
  console.out((d.has_value() ? literal(d.value) : "null") + "\n");
  return Exit::done;
}

}  // namespace

extern const Command eval_command;
const Command eval_command = {
    .name = "eval",
    .summary = "Compute one expression and print its value",
    .example = "parley eval 'trim(\"  Ana \")'",
    .positionals = {{"EXPRESSION", "as mappings write it", Count::one}},
    .options = {format_option()},
    .run = eval,
};

}  // namespace parley::cli
