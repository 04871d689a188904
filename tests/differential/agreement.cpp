#include "tests/differential/agreement.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <map>
#include <sstream>
#include <thread>

#include "compiler/diagnostics/render.hpp"
#include "compiler/driver/compiled.hpp"
#include "compiler/driver/evaluator.hpp"
#include "compiler/driver/transform.hpp"
#include "compiler/interpret/transform.hpp"
#include "stdlib/core/text.hpp"
#include "stdlib/stream/reader.hpp"
#include "stdlib/stream/wire.hpp"
#include "stdlib/value/json.hpp"
#include "tests/differential/program.hpp"
#include "tests/differential/records.hpp"

namespace parley::differential {

namespace {

struct ProgramFiles : driver::Files {
  explicit ProgramFiles(const Program& p) : program(p) {}
  core::Result<std::string> read(const std::string& path) override {
    if (path == "m.parley") return program.mapping;
    if (path == "schemas/shop.yaml") return program.schema;
    return core::fail(core::ErrorKind::input, "no such file: " + path);
  }
  bool exists(const std::string& path) override { return path == "m.parley" || path == "schemas/shop.yaml"; }
  std::vector<std::string> list(const std::string& folder) override {
    return folder.starts_with("schemas") ? std::vector<std::string>{"shop.yaml"} : std::vector<std::string>{};
  }
  const Program& program;
};

struct TextSource : stream::Source {
  explicit TextSource(std::string_view t) : text(t) {}
  core::Result<std::size_t> read(std::span<char> into) override {
    std::size_t count = std::min(into.size(), text.size());
    std::memcpy(into.data(), text.data(), count);
    text.remove_prefix(count);
    return count;
  }
  std::string_view text;
};

struct TextOutlet : driver::Outlet {
  core::Result<void> lines(std::string_view text) override {
    written += text;
    return {};
  }
  void rejected(const driver::Rejection& r) override {
    errors += fmt::format("line {}:{}: {}: {}\n", r.line, r.column, r.field, r.reason);
  }
  std::string written;
  std::string errors;
};

// Which half of a mapping, and which bodies.
struct Half {
  abi::Direction direction = abi::Direction::to_right;
  abi::BodyKind kind = abi::BodyKind::create;
};

struct Ran {
  std::string written;
  std::string errors;
  driver::Counts counts;
  std::string failure;
};

Ran run(const driver::CompiledMapping& mapping, std::string_view input, driver::Engine engine,
        const Half& half, codegen::Tier tier = codegen::Tier::thorough) {
  driver::Transform transform(
      mapping, {.direction = half.direction, .kind = half.kind, .engine = engine, .tier = tier});
  TextSource source(input);
  TextOutlet outlet;
  auto done = transform.run(source, outlet);
  return {outlet.written, outlet.errors, transform.counts(), done ? std::string() : done.error().message};
}

// Numbers in plain digits; escapes and the order of keys as write_json has them.
value::Json plain(value::Json json) {
  if (json.is_number())
    if (auto number = value::parse_decimal(json.digits()))
      return value::Json(value::Json::Number{to_text(*number)});
  if (json.is_array())
    for (value::Json& item : json.items()) item = plain(std::move(item));
  if (!json.is_object()) return json;
  value::Json out = value::Json::object();
  for (const auto& [key, value] : json.members()) out[key] = plain(value);
  return out;
}

std::string canonical(const std::string& written) {
  std::string out;
  std::istringstream lines(written);
  for (std::string line; std::getline(lines, line);) {
    auto json = value::parse_json(line);
    out += (json ? value::write_json(value::sorted(plain(*std::move(json)))) : "no JSON: " + line) + "\n";
  }
  return out;
}

std::string first_difference(const std::string& a, const std::string& b) {
  std::istringstream left(a);
  std::istringstream right(b);
  std::string x;
  std::string y;
  while (true) {
    bool more_left = !!std::getline(left, x);
    bool more_right = !!std::getline(right, y);
    if (!more_left && !more_right) return {};
    if (!more_left) x = "(nothing)";
    if (!more_right) y = "(nothing)";
    if (x != y) return fmt::format("  {}\n  {}\n", x, y);
  }
}

std::string difference(const Ran& a, const Ran& b) {
  if (a.errors != b.errors) return "rejected lines differ:\n" + first_difference(a.errors, b.errors);
  if (a.written != b.written && canonical(a.written) != canonical(b.written))
    return "written lines differ:\n" + first_difference(canonical(a.written), canonical(b.written));
  const driver::Counts& x = a.counts;
  const driver::Counts& y = b.counts;
  if (x.read != y.read || x.left_out != y.left_out || x.skipped != y.skipped)
    return fmt::format("counts differ: read {} {}, left out {} {}, skipped {} {}\n", x.read, y.read,
                       x.left_out, y.left_out, x.skipped, y.skipped);
  return {};
}

// The interpreter once more, with slots from value::parse_json in place of the walk. Lines that are no
// records are left out on both sides: their reasons are the walk's own.
struct ReadApart {
  std::string written;
  std::uint64_t records = 0;
};

ReadApart run_apart(const driver::CompiledMapping& mapping, std::string_view input, const Half& half) {
  const ir::Module& module = mapping.module;
  const ir::Function& function =
      module.maps[static_cast<std::size_t>(half.direction)][static_cast<std::size_t>(half.kind)];
  std::vector<stream::WantedPath> wanted;
  for (std::uint32_t n = 0; n < function.slots.size(); ++n)
    wanted.push_back({module.field(function.slots[n]).path, n});
  interpret::Interpreter interpreter(module);
  ReadApart apart;
  std::istringstream lines{std::string(input)};
  for (std::string line; std::getline(lines, line);) {
    auto raw = stream::read_record(line, wanted, function.slots.size());
    if (!raw) continue;
    ++apart.records;
    interpret::Fields fields = [&](ir::SlotRef slot) {
      auto found = std::ranges::find(function.slots, slot);
      if (found == function.slots.end()) return value::Value::none(value::State::absent);
      return stream::decode((*raw)[static_cast<std::size_t>(found - function.slots.begin())],
                            module.field(slot), module.shape(slot.side).missing);
    };
    std::string out;
    if (interpret::run_map(interpreter, module, function, fields, out).outcome == interpret::Outcome::written)
      apart.written += out + "\n";
  }
  return apart;
}

// Gives a little at a time, and leaves the maker of code a moment now and then.
struct SlowSource : stream::Source {
  explicit SlowSource(std::string_view t) : text(t) {}
  core::Result<std::size_t> read(std::span<char> into) override {
    constexpr std::size_t most = 4'096;
    if (++reads % 8 == 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    const std::size_t count = std::min({into.size(), text.size(), most});
    std::memcpy(into.data(), text.data(), count);
    text.remove_prefix(count);
    return count;
  }
  std::string_view text;
  int reads = 0;
};

constexpr std::uint64_t quick_every = 2;
constexpr std::uint64_t switched_every = 24;
constexpr std::size_t repeated = 120;

// `auto` begins with the interpreter and goes over to code in mid-stream, at a moment that nobody knows.
void try_switching(const driver::CompiledMapping& mapping, const std::string& input, const Half& half,
                   Agreement& agreement) {
  std::string lines = input.ends_with('\n') ? input : input + "\n";
  std::string all;
  for (std::size_t i = 0; i < repeated; ++i) all += lines;
  Ran interpreted = run(mapping, all, driver::Engine::interpret, half);
  driver::Transform transform(mapping, {.direction = half.direction,
                                        .kind = half.kind,
                                        .engine = driver::Engine::automatic,
                                        .window = {.size = 16U << 10U}});
  SlowSource source(all);
  TextOutlet outlet;
  auto done = transform.run(source, outlet);
  Ran switched{outlet.written, outlet.errors, transform.counts(), done ? "" : done.error().message};
  agreement.switched = switched.counts.compiled > 0 && switched.counts.compiled < switched.counts.read;
  agreement.what = difference(interpreted, switched);
  if (!agreement.what.empty()) agreement.what = "with a change of engines in mid-stream " + agreement.what;
}

// The engine's side of a program: fields, scope, where and keys of the records as a page, and every carry of
// the images, by both engines.
std::string difference_of_images(const driver::CompiledMapping& mapping, std::string_view input) {
  std::vector<std::string_view> lines = core::split(input, '\n');
  driver::CompiledEvaluator evaluator(mapping, driver::interpreted(mapping, {}),
                                      {.now = {}, .verify_every = 1});
  abi::Projection projection;
  abi::Judgement judgement;
  evaluator.project(abi::Side::left, lines, {mapping.module.sides[0].missing, {}}, projection);
  std::vector<abi::Image> images;
  for (std::size_t i = 0; i < lines.size(); ++i) images.push_back(projection.image(i));
  evaluator.judge(abi::Side::left, images, judgement);
  if (!evaluator.difference().empty()) return "as a page: " + evaluator.difference() + "\n";
  std::vector<const ir::Function*> carries;
  for (const ir::RuleFunctions& rule : mapping.module.rules)
    if (rule.carry[0]) carries.push_back(&*rule.carry[0]);
  driver::Batch batch(mapping.module, carries, {});
  batch.make_code();
  driver::Evaluations fast, slow;
  for (std::size_t f = 0; f < carries.size(); ++f) {
    batch.run(f, abi::Side::left, images, fast);
    batch.interpret(f, abi::Side::left, images, slow);
    for (std::size_t i = 0; i < images.size() * fast.each; ++i)
      if (fast.all[i] != slow.all[i])
        return fmt::format("{}, line {}: {} {:?}, interpreted {} {:?}\n", carries[f]->name, i / fast.each + 1,
                           static_cast<int>(fast.all[i].came), fast.all[i].bytes,
                           static_cast<int>(slow.all[i].came), slow.all[i].bytes);
  }
  return {};
}

std::string records_of(const Program& program, std::uint64_t seed) {
  Dice dice(seed ^ 0x5EED);
  return make_records(program.source, dice, records_per_program);
}

}  // namespace

Agreement compare(std::uint64_t seed) {
  Program program = make_program(seed);
  ProgramFiles files(program);
  auto compilation = *driver::compile("m.parley", files);
  if (compilation->mappings.empty())
    return {.kind = Agreement::Kind::refused,
            .what = diagnostics::render_text(compilation->sink.sorted(), compilation->sources,
                                             diagnostics::Colour::never)};
  const driver::CompiledMapping& mapping = compilation->mappings.front();
  std::string input = records_of(program, seed);
  const Half half{program.direction, program.kind};
  Ran interpreted = run(mapping, input, driver::Engine::interpret, half);
  Ran compiled = run(mapping, input, driver::Engine::compiled, half);
  if (!compiled.failure.empty()) return {.kind = Agreement::Kind::differs, .what = compiled.failure};
  Agreement agreement{.records = compiled.counts.read,
                      .given_up = compiled.counts.given_up,
                      .written = compiled.counts.written,
                      .rejected = compiled.counts.rejected};
  agreement.what = difference(interpreted, compiled);
  if (seed % quick_every == 0 && agreement.what.empty()) {
    Ran quick = run(mapping, input, driver::Engine::compiled, half, codegen::Tier::quick);
    agreement.by_quick = quick.counts.read;
    agreement.what = quick.failure.empty() ? difference(interpreted, quick) : quick.failure;
    if (agreement.what.empty() && quick.counts.given_up != compiled.counts.given_up)
      agreement.what = "other records are given up\n";
    if (!agreement.what.empty()) agreement.what = "by quick code " + agreement.what;
  }
  if (agreement.what.empty()) agreement.what = difference_of_images(mapping, input);
  if (seed % 4 == 0 && agreement.what.empty()) {
    ReadApart apart = run_apart(mapping, input, half);
    agreement.read_apart = apart.records;
    if (std::string text = first_difference(canonical(interpreted.written), canonical(apart.written));
        !text.empty())
      agreement.what = "with the independent reader written lines differ:\n" + text;
  }
  if (seed % switched_every == 0 && agreement.what.empty()) try_switching(mapping, input, half, agreement);
  if (!agreement.what.empty()) agreement.kind = Agreement::Kind::differs;
  return agreement;
}

std::string outcome(const Written& written) {
  Program program{.schema = written.schema, .mapping = written.mapping, .source = {}};
  ProgramFiles files(program);
  auto compilation = *driver::compile("m.parley", files);
  if (compilation->mappings.empty())
    return diagnostics::render_text(compilation->sink.sorted(), compilation->sources,
                                    diagnostics::Colour::never);
  Ran interpreted = run(compilation->mappings.front(), written.records, driver::Engine::interpret, {});
  Ran compiled = run(compilation->mappings.front(), written.records, driver::Engine::compiled, {});
  if (!compiled.failure.empty()) return compiled.failure;
  std::string differs = difference(interpreted, compiled);
  return differs.empty() ? compiled.written + compiled.errors : differs;
}

std::string show(std::uint64_t seed) {
  Program program = make_program(seed);
  return fmt::format("# schemas/shop.yaml\n{}\n# m.parley{}{}\n{}\n# records\n{}", program.schema,
                     program.direction == abi::Direction::to_left ? " --reverse" : "",
                     program.kind == abi::BodyKind::update ? " --as update" : "", program.mapping,
                     records_of(program, seed));
}

}  // namespace parley::differential
