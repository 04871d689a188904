// How long generated code takes to make, by number of fields and by tier, in CPU time of one thread:
//     bench_compiles [ROUNDS] [FIELDS …]
// The mapping is that of tests/bench/startup: texts that are trimmed, put into small or capital letters,
// decimals, ints and dates. The front end's part ends with the lowered mapping; a compile begins with a new
// Compiler and ends with code that can be called.
#include <fmt/core.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <string>
#include <vector>

#include "compiler/codegen/codegen.hpp"
#include "compiler/driver/compile.hpp"

namespace {

using namespace parley;

constexpr const char* types[] = {"text(80)", "text(80)", "decimal(12,2)", "int", "date", "text(200)"};
constexpr const char* expressions[] = {"trim(a.f{})", "lower(trim(a.f{}))", "a.f{}", "a.f{}",
                                       "a.f{}",       "upper(a.f{})"};

struct WideMapping final : driver::Files {
  explicit WideMapping(std::size_t count) : fields(count) {}
  core::Result<std::string> read(const std::string& path) override {
    if (path == "schemas/here.yaml") return schema("here");
    if (path == "schemas/there.yaml") return schema("there");
    if (path != "wide.parley") return core::fail(core::ErrorKind::input, "no file " + path);
    std::string text =
        "mapping wide {\n  left  a = here.record\n  right b = there.record\n  match a.f0 == b.f0\n  fields "
        "{\n";
    for (std::size_t n = 0; n < fields; ++n)
      text += fmt::format("    {} -> b.f{}\n",
                          fmt::format(fmt::runtime(expressions[n % std::size(expressions)]), n), n);
    return text + "  }\n}\n";
  }
  bool exists(const std::string& path) override {
    return path == "wide.parley" || path.starts_with("schemas/");
  }
  std::vector<std::string> list(const std::string& folder) override {
    return folder.starts_with("schemas") ? std::vector<std::string>{"here.yaml", "there.yaml"}
                                         : std::vector<std::string>{};
  }
  std::string schema(const char* name) const {
    std::string text = fmt::format(
        "system: {0}\nobjects:\n  record:\n    id: id\n    fields:\n"
        "      id: {{type: \"id<{0}>\", create: refused, update: false}}\n",
        name);
    for (std::size_t n = 0; n < fields; ++n)
      text += fmt::format("      f{}: \"{}\"\n", n, types[n % std::size(types)]);
    return text;
  }
  std::size_t fields;
};

double cpu_ms() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

struct Cost {
  double ms = 0;
  std::size_t object_bytes = 0;
};

Cost compile_once(const ir::Module& module, codegen::Tier tier) {
  const double begin = cpu_ms();
  auto compiler = codegen::Compiler::make();
  if (!compiler || !(*compiler)->compile(module, module.maps[0][0], tier)) {
    fmt::print(stderr, "no code can be generated\n");
    std::exit(1);
  }
  return {cpu_ms() - begin, (*compiler)->object().size()};
}

Cost median(const ir::Module& module, codegen::Tier tier, int rounds) {
  std::vector<Cost> costs;
  for (int round = 0; round < rounds; ++round) costs.push_back(compile_once(module, tier));
  std::ranges::sort(costs, {}, &Cost::ms);
  return costs[costs.size() / 2];
}

}  // namespace

int main(int count, char** words) {
  const int rounds = count > 1 ? std::atoi(words[1]) : 5;
  std::vector<std::size_t> sizes;
  for (int n = 2; n < count; ++n) sizes.push_back(std::strtoull(words[n], nullptr, 10));
  if (sizes.empty()) sizes = {10, 30, 100, 300, 1000};
  fmt::print("CPU time of a compile, median of {}\n", rounds);
  fmt::print(
      "| fields | front end, ms | quick, ms | for a field | object, KB | thorough, ms | for a field | "
      "object, KB |\n|---|---|---|---|---|---|---|---|\n");
  for (const std::size_t fields : sizes) {
    WideMapping files(fields);
    const double begin = cpu_ms();
    auto compilation = driver::compile("wide.parley", files);
    if (!compilation || (*compilation)->mappings.empty()) return 1;
    fmt::print("| {} | {:.1f} |", fields, cpu_ms() - begin);
    for (const codegen::Tier tier : {codegen::Tier::quick, codegen::Tier::thorough}) {
      const Cost cost = median((*compilation)->mappings.front().module, tier, rounds);
      fmt::print(" {:.1f} | {:.2f} | {} |", cost.ms, cost.ms / static_cast<double>(fields),
                 cost.object_bytes / 1'024);
    }
    fmt::print("\n");
    std::fflush(stdout);
  }
}
