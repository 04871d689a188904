#include "compiler/driver/meaning.hpp"

#include <fmt/format.h>

#include <functional>

#include "compiler/ir/print.hpp"

namespace parley::driver {

namespace {

__extension__ typedef unsigned __int128 Uint128;

// FNV-1a with 128 bits: tells texts apart, guards against nobody.
std::string hash(std::string_view text) {
  constexpr Uint128 prime = (Uint128{1} << 88U) + 0x13BU;
  Uint128 sum = (Uint128{0x6c62272e07bb0142U} << 64U) + 0x62b821756295c58dU;
  for (char c : text) sum = (sum ^ static_cast<unsigned char>(c)) * prime;
  return fmt::format("{:016x}{:016x}", static_cast<std::uint64_t>(sum >> 64U),
                     static_cast<std::uint64_t>(sum));
}

class Meaning {
 public:
  explicit Meaning(const ir::Module& module) : module_(module) {
    module_.sides[0].alias = "left";
    module_.sides[1].alias = "right";
  }

  std::string of(const ir::Function& function) const {
    ir::Function nameless = function;
    nameless.name = "";
    std::string text = ir::print(module_, nameless);
    for (ir::SlotRef slot : function.slots) text += field(slot);
    for (const ir::Store& store : function.stores) text += field(store.target);
    tables(function.instructions, text);
    return text;
  }
  std::string of(const std::optional<ir::Function>& function) const { return function ? of(*function) : "-"; }

 private:
  std::string field(ir::SlotRef slot) const {
    const schema::Field& f = module_.field(slot);
    return fmt::format("{} {} {} {}\n", f.path, schema::to_text(f.type), static_cast<int>(f.wire),
                       f.nullable);
  }

  void tables(const std::vector<ir::Instruction>& instructions, std::string& text) const {
    for (const ir::Instruction& i : instructions) {
      if (const auto* use = std::get_if<ir::TableUse>(&i.detail))
        text += ir::print(module_.tables[use->table.value]);
      const auto* c = std::get_if<ir::Comprehension>(&i.detail);
      if (c == nullptr) continue;
      if (c->condition) tables(c->condition->instructions, text);
      tables(c->body.instructions, text);
    }
  }

  ir::Module module_;
};

std::string rule_meaning(const Meaning& meaning, const ir::RuleFunctions& rule) {
  std::string text;
  for (const auto& carry : rule.carry) text += meaning.of(carry);
  for (const auto& side : rule.same)
    for (const auto& same : side) text += meaning.of(same);
  return text;
}

std::string policies_text(const abi::Rule& r) {
  return fmt::format("{} {} {} {} {} {} {} {}\n", static_cast<int>(r.arrow), static_cast<int>(r.conflict),
                     static_cast<int>(r.blank), static_cast<int>(r.first), static_cast<int>(r.drift), r.once,
                     r.fill, r.guarded);
}

std::string limit_text(const abi::Breaker& b) {
  return fmt::format("{} {}", b.percent.value_or(-1), b.count.value_or(-1));
}

std::string policies_text(const abi::Policies& p) {
  return fmt::format("{} {} {} {} {} {}\n", static_cast<int>(p.ambiguous), static_cast<int>(p.exit),
                     static_cast<int>(p.delete_in_left), static_cast<int>(p.delete_in_right),
                     limit_text(p.delete_limit_left), limit_text(p.delete_limit_right));
}

}  // namespace

void fill_hashes(abi::Program& program, const ir::Module& module) {
  Meaning meaning(module);
  std::string all = policies_text(program.policies);
  for (std::size_t n = 0; n < program.rules.size(); ++n) {
    abi::Rule& rule = program.rules[n];
    rule.hash = hash(rule_meaning(meaning, module.rules[n]));
    all += rule.hash + " " + policies_text(rule) + meaning.of(module.rules[n].guard);
  }
  for (std::size_t n = 0; n < program.matches.size(); ++n) {
    program.matches[n].hash = hash(meaning.of(module.keys[n][0]) + meaning.of(module.keys[n][1]));
    all += program.matches[n].hash + "\n";
  }
  for (std::size_t side = 0; side < 2; ++side) {
    all += meaning.of(module.where[side]) + meaning.of(module.scope[side]);
    all += module.sides[side].system + "." + module.sides[side].object + "\n";
    for (const ir::Binding& b : module.bindings[side])
      all += fmt::format("{} {}\n", b.field.value, value::canonical(b.value));
  }
  program.hash = hash(all);
}

}  // namespace parley::driver
