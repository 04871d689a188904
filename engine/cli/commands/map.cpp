// One half of a mapping over a stream of records.
#include <fmt/format.h>

#include <charconv>

#include "compiler/driver/transform.hpp"
#include "engine/cli/disk_files.hpp"
#include "engine/cli/findings.hpp"
#include "stdlib/value/json.hpp"

namespace parley::cli {

namespace {

struct ConsoleOutlet : driver::Outlet {
  explicit ConsoleOutlet(Console& c) : console(c) {}

  core::Result<void> lines(std::string_view text) override {
    console.out(text);
    return {};
  }
  void rejected(const driver::Rejection& rejection) override {
    value::Json report = value::Json::object();
    report["line"] = value::Json(static_cast<std::int64_t>(rejection.line));
    if (rejection.column > 0) report["column"] = value::Json(static_cast<std::int64_t>(rejection.column));
    report["field"] = rejection.field.empty() ? value::Json() : value::Json(rejection.field);
    report["reason"] = rejection.reason;
    console.error(value::write_json(report) + "\n");
  }

  Console& console;
};

// Flushes what was mapped before it waits for more input, so that a slow producer sees its records come out.
struct FlushingSource : stream::Source {
  explicit FlushingSource(Console& c) : console(c) {}

  core::Result<std::size_t> read(std::span<char> into) override {
    TRY_VOID(console.flush());
    return console.in().read(into);
  }

  Console& console;
};

std::string shown(const ir::Instruction& i, const interpret::Datum& d) {
  std::string text = "unknown";
  if (d.tag == ir::Tag::none) text = "no value";
  if (d.tag == ir::Tag::failed) text = "fails: " + d.fault->sentence();
  if (d.has_value()) text = fmt::format("{:?}", value::canonical(d.value));
  return fmt::format("%{:<3} {} = {}\n", i.id.value, i.text.empty() ? "(made by the compiler)" : i.text,
                     text);
}

driver::Engine engine_of(const std::string& name) {
  if (name == "interpret") return driver::Engine::interpret;
  return name == "compiled" ? driver::Engine::compiled : driver::Engine::automatic;
}

std::string stats(const driver::Transform& transform) {
  const driver::Counts& c = transform.counts();
  std::string text = fmt::format("records {}, written {}, left out {}, skipped {}, rejected {}\n", c.read,
                                 c.written, c.left_out, c.skipped, c.rejected);
  text += fmt::format("by generated code {}, given up to the interpreter {}\n", c.compiled, c.given_up);
  if (!transform.unsupported().empty()) text += "no generated code: " + transform.unsupported() + "\n";
  return text;
}

core::Result<driver::TransformOptions> options_of(const Arguments& arguments, Console& console) {
  driver::TransformOptions options;
  if (arguments.has("--reverse")) options.direction = abi::Direction::to_left;
  if (arguments.value("--as") == "update") options.kind = abi::BodyKind::update;
  options.engine = engine_of(arguments.value("--engine"));
  options.now = console.now();
  if (!arguments.has("--trace")) return options;
  std::string text = arguments.value("--trace");
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), options.traced_line);
  if (error != std::errc() || end != text.data() + text.size() || options.traced_line == 0)
    return core::fail(core::ErrorKind::usage, "--trace wants the number of a line, from 1");
  options.engine = driver::Engine::interpret;
  options.watcher = [&console](const auto& i, const auto& d) { console.error(shown(i, d)); };
  return options;
}

Exit map(const Arguments& arguments, Console& console) {
  auto options = options_of(arguments, console);
  if (!options) return report(options.error(), console);
  DiskFiles files;
  Exit code = Exit::done;
  auto compilation = compile_or_report(arguments.at("FILE"), files, arguments, console, code);
  if (!compilation) return code;
  const auto* mapping = choose_mapping(*compilation, arguments, console);
  if (mapping == nullptr) return Exit::input;
  driver::Transform transform(*mapping, *options);
  ConsoleOutlet outlet(console);
  FlushingSource source(console);
  if (auto done = transform.run(source, outlet); !done) return report(done.error(), console);
  if (arguments.has("--stats")) console.error(stats(transform));
  return transform.counts().rejected > 0 ? Exit::findings : Exit::done;
}

}  // namespace

extern const Command map_command;
const Command map_command = {
    .name = "map",
    .summary = "Transform a stream of records by one half of a mapping: JSON lines in, JSON lines out",
    .example = "parley map contacts.parley < contacts.ndjson > customers.ndjson",
    .positionals = {{"FILE", "the mapping file", Count::one}},
    .options =
        {{"--reverse", "", "the half from right to left"},
         {"--as", "KIND", "write create bodies (the default) or update bodies", false, {"create", "update"}},
         mapping_option(),
         {"--engine",
          "ENGINE",
          "auto (the default), interpret or compiled",
          false,
          {"auto", "interpret", "compiled"}},
         {"--stats", "", "print counts to standard error at the end"},
         {"--trace", "N", "print every value that is computed for line N to standard error"},
         format_option()},
    .run = map,
};

}  // namespace parley::cli
