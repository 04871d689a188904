// Lints files, alone and as the project that parley.yaml makes of them; applies safe suggestions by --fix.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "compiler/diagnostics/fix.hpp"
#include "compiler/diagnostics/render.hpp"
#include "engine/cli/disk_files.hpp"
#include "engine/cli/findings.hpp"
#include "engine/run/project.hpp"

namespace parley::cli {

namespace {

// A fix may make room for another one: an unused table goes, and what only it used.
constexpr int passes_max = 10;

std::string real_path(const std::string& path) {
  return std::filesystem::path(path).lexically_normal().string();
}

// Mapping files that belong to one project with these: those of parley.yaml's other syncs. Where a system has
// two connections its fields are not the same fields everywhere, and nothing is put together.
std::vector<std::string> project_mates(const std::vector<std::string>& paths, DiskFiles& files) {
  if (!files.exists("parley.yaml")) return {};
  const auto text = files.read("parley.yaml");
  if (!text) return {};
  const auto project = run::parse_project(*text, "parley.yaml", "");
  if (!project) return {};  // what is wrong in it is said by the commands that need it
  std::set<std::string> systems;
  for (const auto& [name, connection] : project->connections)
    if (!systems.insert(connection.system).second) return {};
  std::set<std::string> mates;
  bool member = false;
  for (const run::SyncEntry& sync : project->syncs) {
    const std::string mapping = real_path(project->folder + sync.mapping);
    const bool given =
        std::ranges::any_of(paths, [&](const auto& path) { return real_path(path) == mapping; });
    member |= given;
    if (!given) mates.insert(mapping);
  }
  return member ? std::vector<std::string>(mates.begin(), mates.end()) : std::vector<std::string>();
}

class Linting {
 public:
  Linting(const Arguments& arguments, Console& console) : arguments_(arguments), console_(console) {
    options_.without = arguments.values("--without");
    if (arguments.has("--laws")) options_.search = laws::Search{};
  }

  Exit run() {
    const std::vector<std::string> paths = arguments_.all("FILE");
    for (const std::string& mate : project_mates(paths, files_))
      if (auto compilation = driver::compile(mate, files_)) remember(**compilation);
    for (const std::string& path : paths) {
      if (auto done = file(path); !done) return report(done.error(), console_);
    }
    if (is_json())
      console_.out("[" + items_ + "]\n");
    else if (longest_chain_ > 0)
      console_.out(fmt::format("longest chain of writes: {}; everything rests within {} cycles of an edit\n",
                               longest_chain_, 2 * longest_chain_));
    return found_ ? Exit::findings : Exit::done;
  }

 private:
  bool is_json() const { return arguments_.value("--format") == "json"; }

  // Its writes count in the graph of the files that follow, so that a circle is reported once.
  void remember(const driver::Compilation& c) {
    auto edges = laws::edges_elsewhere(c.checked, c.sources);
    for (laws::Edge& edge : edges) edge.rule += next_rule_;
    next_rule_ += 1 + (edges.empty() ? 0 : edges.back().rule - next_rule_);
    options_.elsewhere.insert(options_.elsewhere.end(), edges.begin(), edges.end());
  }

  core::Result<void> file(const std::string& path) {
    if (arguments_.has("--fix")) TRY_VOID(mend(path));
    const auto c = TRY(driver::compile(path, files_));
    const lint::Outcome outcome = driver::lint(*c, options_);
    print(path, *c);
    if (options_.search && !is_json()) print_laws(*c, outcome);
    longest_chain_ = std::max(longest_chain_, outcome.longest_chain);
    found_ = found_ || !c->sink.all().empty();
    remember(*c);
    return {};
  }

  void print(const std::string& path, const driver::Compilation& c) {
    if (is_json()) {
      const std::string more = diagnostics::render_json_items(c.sink.sorted(), c.sources);
      items_ += (items_.empty() || more.empty() ? "" : ",\n ") + more;
    } else {
      print_findings(c.sink, c.sources, arguments_, console_);
    }
    if (c.sink.dropped_count() > 0)
      console_.error(fmt::format("{} more findings in {} are not shown\n", c.sink.dropped_count(), path));
  }

  // One line a two-way rule: where, which, its class, and what decided.
  void print_laws(const driver::Compilation& c, const lint::Outcome& outcome) {
    for (const laws::Decided& decided : outcome.decided) {
      const abi::Rule& rule = decided.mapping->program.rules[decided.rule];
      const std::string& name = c.sources.file(decided.checked().span.file).name();
      console_.out(fmt::format("{}:{} {}: {}, {}\n", name, rule.line, rule.name,
                               laws::name(decided.checked().law), laws::sentence(decided.finding)));
    }
  }

  core::Result<void> mend(const std::string& path) {
    std::size_t count = 0;
    for (int pass = 0; pass < passes_max; ++pass) {
      const auto c = TRY(driver::compile(path, files_));
      driver::lint(*c, options_);
      diagnostics::Fixed fixed = diagnostics::fix(c->sources.file(c->file.source), c->sink.all());
      if (fixed.count == 0) break;
      count += fixed.count;
      TRY_VOID(write_file(path, fixed.text));
    }
    if (count > 0 && !is_json()) console_.out(fmt::format("{}: {} mended\n", path, count));
    return {};
  }

  const Arguments& arguments_;
  Console& console_;
  DiskFiles files_;
  lint::Options options_;
  std::string items_;
  std::size_t longest_chain_ = 0;
  std::size_t next_rule_ = 0;
  bool found_ = false;
};

Exit lint(const Arguments& arguments, Console& console) {
  return Linting(arguments, console).run();
}

}  // namespace

extern const Command lint_command;
const Command lint_command = {
    .name = "lint",
    .summary = "Find the mistakes in mapping files",
    .example = "parley lint contacts.parley",
    .positionals = {{"FILE", "mapping files", Count::at_least_one}},
    .options = {{"--fix", "", "mend what can be mended without a change of meaning, and write the files"},
                {"--laws", "",
                 "say of each two-way line whether an edit survives; search where nothing proves it"},
                {"--without", "CODE", "leave out the findings of one lint rule; may stand several times",
                 true},
                format_option()},
    .run = lint,
};

}  // namespace parley::cli
