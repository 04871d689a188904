// Runs the `test` blocks of mapping files and of the files in `cases/`.
#include <fmt/format.h>

#include <map>

#include "engine/cli/coverage.hpp"
#include "engine/cli/disk_files.hpp"
#include "engine/cli/findings.hpp"
#include "engine/cli/trial.hpp"
#include "stdlib/value/json.hpp"

namespace parley::cli {

namespace {

class Testing {
 public:
  Testing(const Arguments& arguments, Console& console) : arguments_(arguments), console_(console) {}

  Exit run() {
    for (const std::string& path : arguments_.all("FILE")) {
      Exit code = Exit::done;
      auto compilation = compile_or_report(path, files_, arguments_, console_, code, driver::Cases::yes);
      if (!compilation) return code;
      file(*compilation);
    }
    finish();
    return failed_ > 0 ? Exit::findings : Exit::done;
  }

 private:
  bool is_json() const { return arguments_.value("--format") == "json"; }

  void file(const driver::Compilation& compilation) {
    Coverage coverage(compilation);
    for (const check::Test& one : compilation.checked.tests) print(run_trial(one, compilation, coverage));
    for (const ast::File& cases : compilation.cases)
      for (const ast::Test& test : cases.tests) {
        const source::SourceFile& text = compilation.sources.file(test.span.file);
        bool& ran = cases_[fmt::format("{}:{} {}", text.name(), text.position(test.span.begin).line,
                                       test.title.text)];
        ran = ran || compilation.find(test.mapping.text) != nullptr;
      }
    if (!arguments_.has("--coverage")) return;
    const Coverage::Report report = coverage.report();
    covered_.arrows += report.arrows;
    covered_.arrows_reached += report.arrows_reached;
    covered_.rows += report.rows;
    covered_.rows_reached += report.rows_reached;
    covered_.missing.insert(covered_.missing.end(), report.missing.begin(), report.missing.end());
  }

  void print(const TrialResult& result) {
    ++run_;
    if (!result.differences.empty()) ++failed_;
    if (is_json()) {
      value::Json one = value::Json::object();
      one["file"] = result.file;
      one["line"] = value::Json(static_cast<std::int64_t>(result.line));
      one["title"] = result.title;
      one["differences"] = value::Json::array();
      for (const std::string& difference : result.differences) one["differences"].push(difference);
      report_.push(std::move(one));
      return;
    }
    console_.out(fmt::format("{} {}:{} {}\n", result.differences.empty() ? "ok  " : "FAIL", result.file,
                             result.line, result.title));
    for (const std::string& difference : result.differences)
      console_.out(fmt::format("       {}\n", difference));
  }

  void finish() {
    if (is_json()) {
      console_.out(value::write_json_pretty(arguments_.has("--coverage") ? with_coverage() : report_));
      return;
    }
    for (const auto& [name, ran] : cases_)
      if (!ran) console_.out(fmt::format("skip {}: its mapping is in none of these files\n", name));
    console_.out(fmt::format("{} tests, {} failed\n", run_, failed_));
    if (!arguments_.has("--coverage")) return;
    console_.out(fmt::format("reached: {} of {} arrows, {} of {} rows of tables\n", covered_.arrows_reached,
                             covered_.arrows, covered_.rows_reached, covered_.rows));
    for (const std::string& missing : covered_.missing) console_.out(fmt::format("  not {}\n", missing));
  }

  value::Json with_coverage() const {
    value::Json all = value::Json::object();
    all["tests"] = report_;
    const auto count = [](std::size_t n) { return value::Json(static_cast<std::int64_t>(n)); };
    all["arrows"] = count(covered_.arrows);
    all["arrows_reached"] = count(covered_.arrows_reached);
    all["rows"] = count(covered_.rows);
    all["rows_reached"] = count(covered_.rows_reached);
    all["missing"] = value::Json::array();
    for (const std::string& missing : covered_.missing) all["missing"].push(missing);
    return all;
  }

  const Arguments& arguments_;
  Console& console_;
  DiskFiles files_;
  std::size_t run_ = 0;
  std::size_t failed_ = 0;
  value::Json report_ = value::Json::array();
  std::map<std::string, bool> cases_;  // each case of a folder, and whether some file has its mapping
  Coverage::Report covered_;
};

Exit test(const Arguments& arguments, Console& console) {
  return Testing(arguments, console).run();
}

}  // namespace

extern const Command test_command;
const Command test_command = {
    .name = "test",
    .summary = "Run the tests that stand in mapping files and in the folder `cases` beside them",
    .example = "parley test contacts.parley",
    .positionals = {{"FILE", "mapping files", Count::at_least_one}},
    .options = {{"--coverage", "", "say which arrows and which rows of tables no test reaches"},
                format_option()},
    .run = test,
};

}  // namespace parley::cli
