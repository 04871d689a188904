// One half of a mapping over a stream of records: a window of lines, their slots, the interpreter, one line
// out.
#include <fmt/format.h>

#include <charconv>

#include "compiler/interpret/transform.hpp"
#include "engine/cli/disk_files.hpp"
#include "engine/cli/findings.hpp"
#include "stdlib/stream/walk.hpp"
#include "stdlib/stream/window.hpp"
#include "stdlib/stream/wire.hpp"
#include "stdlib/value/json.hpp"

namespace parley::cli {

namespace {

struct Counts {
  std::uint64_t read = 0;
  std::uint64_t written = 0;
  std::uint64_t left_out = 0;
  std::uint64_t skipped = 0;
  std::uint64_t rejected = 0;
};

class Transform {
 public:
  Transform(const driver::CompiledMapping& mapping, abi::Direction direction, abi::BodyKind kind,
            Console& console)
      : module_(mapping.module),
        function_(module_.maps[static_cast<std::size_t>(direction)][static_cast<std::size_t>(kind)]),
        source_(module_.shape(abi::source(direction))),
        side_(abi::source(direction)),
        walk_(wanted(function_, source_, side_), source_.fields.size()),
        interpreter_(module_),
        console_(console) {}

  Counts counts;

  void trace(std::uint64_t line) { traced_line_ = line; }

  core::Result<void> run() {
    stream::Window window(console_.in());
    stream::Rows rows;
    for (;;) {
      bool more = TRY(window.next());
      for (std::uint64_t line : window.too_long()) reject(line, "", "is longer than a record may be");
      if (!more) return {};
      walk_.start(window.bytes(), window.first_line());
      while (walk_.next(rows)) transform(rows, window.bytes());
      TRY_VOID(console_.flush());
    }
  }

 private:
  static std::vector<stream::WantedPath> wanted(const ir::Function& function, const abi::SideShape& shape,
                                                abi::Side side) {
    std::vector<stream::WantedPath> paths;
    for (ir::SlotRef slot : function.slots)
      if (slot.side == side) paths.push_back({shape.fields[slot.field.value].field.path, slot.field.value});
    return paths;
  }

  void transform(const stream::Rows& rows, std::string_view bytes) {
    for (std::size_t n = 0; n < rows.rows.size(); ++n) {
      ++counts.read;
      const stream::Row& row = rows.rows[n];
      if (row.failure != nullptr)
        reject(row.line, "", row.failure);
      else
        record(row, rows.slots_of(n), bytes);
    }
  }

  void record(const stream::Row& row, std::span<const stream::Slot> slots, std::string_view bytes) {
    interpret::Fields fields = [&](ir::SlotRef slot) {
      if (slot.side != side_) return value::Value::none(value::State::absent);
      return stream::decode(stream::raw_of(slots[slot.field.value], bytes),
                            source_.fields[slot.field.value].field, source_.missing);
    };
    if (row.line == traced_line_) interpreter_.watch([&](const auto& i, const auto& d) { show(i, d); });
    line_.clear();
    interpret::Mapped mapped = interpret::run_map(interpreter_, module_, function_, fields, line_);
    if (row.line == traced_line_) interpreter_.watch({});
    switch (mapped.outcome) {
      case interpret::Outcome::written:
        ++counts.written;
        line_ += '\n';
        console_.out(line_);
        return;
      case interpret::Outcome::left_out:
        ++counts.left_out;
        return;
      case interpret::Outcome::skipped:
        ++counts.skipped;
        return;
      case interpret::Outcome::rejected:
        reject(row.line, mapped.field, mapped.reason);
    }
  }

  void reject(std::uint64_t line, const std::string& field, const std::string& reason) {
    ++counts.rejected;
    value::Json report = value::Json::object();
    report["line"] = value::Json(static_cast<std::int64_t>(line));
    report["field"] = field.empty() ? value::Json() : value::Json(field);
    report["reason"] = reason;
    console_.error(value::write_json(report) + "\n");
  }

  void show(const ir::Instruction& i, const interpret::Datum& d) {
    std::string text = "unknown";
    if (d.tag == ir::Tag::none) text = "no value";
    if (d.tag == ir::Tag::failed) text = "fails: " + d.fault->sentence();
    if (d.has_value()) text = fmt::format("{:?}", value::canonical(d.value));
    console_.error(fmt::format("%{:<3} {} = {}\n", i.id.value,
                               i.text.empty() ? "(made by the compiler)" : i.text, text));
  }

  const ir::Module& module_;
  const ir::Function& function_;
  const abi::SideShape& source_;
  abi::Side side_;
  stream::Walk walk_;
  interpret::Interpreter interpreter_;
  Console& console_;
  std::string line_;
  std::uint64_t traced_line_ = 0;
};

std::uint64_t line_number(const std::string& text) {
  std::uint64_t number = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() ? number : 0;
}

void print_stats(const Counts& c, Console& console) {
  console.error(
      fmt::format("records {}, written {}, left out {}, skipped {}, rejected {}; engine interpret\n", c.read,
                  c.written, c.left_out, c.skipped, c.rejected));
}

Exit map(const Arguments& arguments, Console& console) {
  if (arguments.value("--engine") == "compiled")
    return report(
        {core::ErrorKind::usage, "this build maps by the interpreter only", "Use --engine interpret"},
        console);
  std::uint64_t traced = line_number(arguments.value("--trace", "1"));
  if (traced == 0)
    return report({core::ErrorKind::usage, "--trace wants the number of a line, from 1"}, console);
  DiskFiles files;
  Exit code = Exit::done;
  auto compilation = compile_or_report(arguments.at("FILE"), files, arguments, console, code);
  if (!compilation) return code;
  const auto* mapping = choose_mapping(*compilation, arguments, console);
  if (mapping == nullptr) return Exit::input;
  auto direction = arguments.has("--reverse") ? abi::Direction::to_left : abi::Direction::to_right;
  auto kind = arguments.value("--as") == "update" ? abi::BodyKind::update : abi::BodyKind::create;
  Transform transform(*mapping, direction, kind, console);
  if (arguments.has("--trace")) transform.trace(traced);
  if (auto done = transform.run(); !done) return report(done.error(), console);
  if (arguments.has("--stats")) print_stats(transform.counts, console);
  return transform.counts.rejected > 0 ? Exit::findings : Exit::done;
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
         {"--engine", "ENGINE", "auto, interpret or compiled", false, {"auto", "interpret", "compiled"}},
         {"--stats", "", "print counts to standard error at the end"},
         {"--trace", "N", "print every value that is computed for line N to standard error"},
         format_option()},
    .run = map,
};

}  // namespace parley::cli
