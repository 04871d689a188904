// One half of a mapping over streams of records.
#include <fmt/format.h>

#include "compiler/driver/transform.hpp"
#include "engine/cli/disk_files.hpp"
#include "engine/cli/engine_option.hpp"
#include "engine/cli/findings.hpp"
#include "engine/cli/map_report.hpp"
#include "engine/cli/object_cache.hpp"
#include "stdlib/stream/unpacked.hpp"
#include "stdlib/value/json.hpp"

namespace parley::cli {

namespace {

constexpr const char* standard_input = "-";

std::string shown(const ir::Instruction& i, const interpret::Datum& d) {
  std::string text = "unknown";
  if (d.tag == ir::Tag::none) text = "no value";
  if (d.tag == ir::Tag::failed) text = "fails: " + d.fault->sentence();
  if (d.has_value()) text = fmt::format("{:?}", value::canonical(d.value));
  return fmt::format("%{:<3} {} = {}\n", i.id.value, i.text.empty() ? "(made by the compiler)" : i.text,
                     text);
}

core::Result<driver::TransformOptions> options_of(const Arguments& arguments, Console& console) {
  driver::TransformOptions options;
  if (arguments.has("--reverse")) options.direction = abi::Direction::to_left;
  if (arguments.value("--as") == "update") options.kind = abi::BodyKind::update;
  options.engine = engine_of(arguments);
  options.cache = object_cache(arguments, console);
  options.now = console.now();
  options.workers = TRY(number_of(arguments, "-j", "a number of workers", 1));
  if (options.workers > driver::workers_max)
    return core::fail(core::ErrorKind::usage, fmt::format("-j allows {} workers", driver::workers_max));
  options.verify_every = TRY(verify_every_of(arguments, 0));
  options.traced_line = TRY(number_of(arguments, "--trace", "the number of a line", 0));
  if (options.traced_line == 0) return options;
  options.engine = driver::Engine::interpret;
  options.watcher = [&console](const auto& i, const auto& d) { console.error(shown(i, d)); };
  return options;
}

std::vector<std::string> inputs_of(const Arguments& arguments) {
  std::vector<std::string> inputs = arguments.all("INPUT");
  return inputs.empty() ? std::vector<std::string>{standard_input} : inputs;
}

// Fails where an input is not there, before anything is written, or would be overwritten.
core::Result<std::unique_ptr<FileTarget>> open_target(const Arguments& arguments) {
  std::string target = arguments.value("-o");
  if (!target.empty() && is_same_file(arguments.at("FILE"), target))
    return core::fail(core::ErrorKind::usage, fmt::format("-o {} would overwrite the mapping", target));
  for (const std::string& input : inputs_of(arguments)) {
    if (input == standard_input) continue;
    TRY_VOID(check_readable(input));
    if (!target.empty() && is_same_file(input, target))
      return core::fail(core::ErrorKind::usage, fmt::format("-o {} would overwrite the input", target));
  }
  if (target.empty()) return nullptr;
  if (stream::packing_of_name(target) != stream::Packing::none)
    return core::fail(core::ErrorKind::usage, fmt::format("-o {}: lines are written unpacked", target),
                      "Leave out -o, and send the output through gzip or zstd");
  return FileTarget::create(target);
}

core::Result<void> map_input(driver::Transform& transform, const std::string& name, MapOutlet& outlet,
                             Console& console, bool named) {
  std::unique_ptr<FileSource> file;
  if (name != standard_input) file = TRY(FileSource::open(name));
  std::string shown_name = file ? name : "the input";
  stream::Source& packed = file ? static_cast<stream::Source&>(*file) : console.in();
  stream::Unpacked source(packed, shown_name, stream::packing_of_name(name));
  outlet.begin({shown_name, named, file.get()});
  auto done = transform.run(source, outlet);
  outlet.end();
  return done;
}

core::Result<void> map_all(driver::Transform& transform, const Arguments& arguments, Console& console) {
  auto target = TRY(open_target(arguments));
  MapOutlet outlet(console, target.get());
  std::vector<std::string> inputs = inputs_of(arguments);
  for (const std::string& input : inputs)
    TRY_VOID(map_input(transform, input, outlet, console, inputs.size() > 1));
  if (target != nullptr) return target->close();
  return {};
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
  core::Instant begun = console.now();
  auto done = map_all(transform, arguments, console);
  if (!done) code = report(done.error(), console);
  if (arguments.has("--stats"))
    console.error(stats_text(transform, {console.now() - begun, options->workers}));
  if (!done) return code;
  const driver::Counts& counts = transform.counts();
  return counts.rejected + counts.differences > 0 ? Exit::findings : Exit::done;
}

}  // namespace

extern const Command map_command;
const Command map_command = {
    .name = "map",
    .summary = "Transform streams of records by one half of a mapping: JSON lines in, JSON lines out",
    .example = "parley map contacts.parley < contacts.ndjson > customers.ndjson",
    .positionals = {{"FILE", "the mapping file", Count::one},
                    {"INPUT",
                     "files of records, one a line, also packed as .gz or .zst; - or none: standard input",
                     Count::any}},
    .options =
        {{"-o", "OUT", "write to this file and not to standard output"},
         {"-j", "N", "map on N threads; the output stays in the order of the input"},
         {"--reverse", "", "the half from right to left"},
         {"--as", "KIND", "write create bodies (the default) or update bodies", false, {"create", "update"}},
         mapping_option(),
         engine_option(),
         no_cache_option(),
         verify_option(),
         {"--stats", "", "print counts to standard error at the end"},
         {"--trace", "N", "print every value that is computed for line N to standard error"},
         format_option()},
    .run = map,
};

}  // namespace parley::cli
