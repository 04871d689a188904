// How fast a batch evaluates a lens pair, by generated code and by the interpreter, with equal results:
//     bench_evaluations [INPUTS] [ROUNDS]
// An evaluation is one input through one direction of one lens: its slot read, its value computed, its
// canonical bytes written.
#include <fmt/core.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <string>
#include <vector>

#include "compiler/driver/batch.hpp"
#include "compiler/driver/compile.hpp"
#include "stdlib/core/random.hpp"

namespace {

using namespace parley;

constexpr const char* text = R"parley(
mapping people {
  left  hs = hubspot.contacts
  right ns = netsuite.customer
  match email(hs.email) == email(ns.email)
  fields {
    mail:  hs.email     <-> ns.email     via email else keep conflict prefer hs
    first: hs.firstname <-> ns.firstName via trim  else keep conflict prefer hs
  }
}
)parley";

struct OneFile final : driver::Files {
  core::Result<std::string> read(const std::string& path) override {
    if (path == "people.parley") return std::string(text);
    return core::fail(core::ErrorKind::input, "no file " + path);
  }
  bool exists(const std::string& path) override { return path == "people.parley"; }
  std::vector<std::string> list(const std::string&) override { return {}; }
};

double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

// An image of a side: the field in question has a text, nothing is known of the others.
struct Inputs {
  std::vector<std::string> texts;
  std::vector<std::vector<abi::Operand>> fields;
  std::vector<abi::Image> images;
};

std::string made(core::Random& random, bool email) {
  static constexpr const char* names[] = {"Ana", "  Noah", "Olivia ", "Jürgen", "Maria del Carmen", "Bob"};
  static constexpr const char* addresses[] = {"ana.lopez", "Bob", "o.neil+news", "J.MUELLER", "sales"};
  static constexpr const char* hosts[] = {"acme.com", "Example.org", "mail.globex.co.uk"};
  if (!email) return names[random.below(std::size(names))];
  return fmt::format("{}{}@{}", addresses[random.below(std::size(addresses))], random.below(10'000),
                     hosts[random.below(std::size(hosts))]);
}

Inputs inputs_of(const ir::Module& module, const ir::Function& function, abi::Side side, std::size_t count) {
  core::Random random(7);
  Inputs inputs;
  const ir::SlotRef slot = function.slots.at(0);
  const bool email = module.field(slot).name == "email";
  for (std::size_t i = 0; i < count; ++i) inputs.texts.push_back(made(random, email));
  for (const std::string& each : inputs.texts) {
    inputs.fields.emplace_back(module.shape(side).fields.size());
    inputs.fields.back()[slot.field.value] = {value::State::value, each};
  }
  for (const auto& fields : inputs.fields) inputs.images.emplace_back(fields);
  return inputs;
}

// Evaluations a second of CPU time, the best of the rounds.
template <class Run>
double rate(std::size_t inputs, int rounds, Run run) {
  double best = 0;
  for (int round = 0; round < rounds; ++round) {
    const double begin = cpu_seconds();
    run();
    best = std::max(best, static_cast<double>(inputs) / (cpu_seconds() - begin));
  }
  return best;
}

}  // namespace

int main(int count, char** words) {
  const std::size_t size = count > 1 ? std::strtoull(words[1], nullptr, 10) : 10'000;
  const int rounds = count > 2 ? std::atoi(words[2]) : 50;
  if (size == 0 || rounds <= 0) {
    fmt::print(stderr, "usage: bench_evaluations [INPUTS] [ROUNDS]\n");
    return 3;
  }
  OneFile files;
  auto compilation = driver::compile("people.parley", files);
  if (!compilation || (*compilation)->mappings.empty()) {
    fmt::print(stderr, "bench_evaluations: the mapping does not compile\n");
    return 1;
  }
  const driver::CompiledMapping& mapping = (*compilation)->mappings.front();
  double compiled_time = 0, interpreted_time = 0;
  int lenses = 0;
  for (std::size_t rule = 0; rule < mapping.module.rules.size(); ++rule) {
    for (const abi::Direction direction : {abi::Direction::to_right, abi::Direction::to_left}) {
      const abi::Side side = abi::source(direction);
      const ir::Function& function = *mapping.module.rules[rule].carry[static_cast<std::size_t>(direction)];
      driver::Batch batch(mapping.module, {&function}, core::Instant{});
      batch.make_code();
      if (const std::string why = batch.interpreted_because(0); !why.empty()) {
        fmt::print(stderr, "bench_evaluations: {} has no fast form: {}\n", function.name, why);
        return 1;
      }
      const Inputs inputs = inputs_of(mapping.module, function, side, size);
      driver::Evaluations fast, slow;
      const double compiled = rate(size, rounds, [&] { batch.run(0, side, inputs.images, fast); });
      const double interpreted =
          rate(size, std::max(1, rounds / 25), [&] { batch.interpret(0, side, inputs.images, slow); });
      if (fast.all != slow.all) {
        fmt::print(stderr, "bench_evaluations: the engines differ on {}\n", function.name);
        return 1;
      }
      fmt::print("{:<24} {:>12.0f} /s compiled {:>12.0f} /s interpreted   {} given up of {}\n", function.name,
                 compiled, interpreted, batch.counts().given_up,
                 batch.counts().given_up + batch.counts().compiled);
      compiled_time += 1 / compiled;
      interpreted_time += 1 / interpreted;
      ++lenses;
    }
  }
  fmt::print("{:<24} {:>12.0f} /s compiled {:>12.0f} /s interpreted, results equal\n", "all of them",
             lenses / compiled_time, lenses / interpreted_time);
  return 0;
}
