#include "engine/cli/coverage.hpp"

#include <fmt/format.h>

#include "compiler/driver/evaluator.hpp"

namespace parley::cli {

// The interpreted evaluator, with an eye on what is carried and looked up.
class Coverage::Counting : public abi::ForwardingEvaluator {
 public:
  Counting(Coverage& coverage, std::size_t mapping)
      : ForwardingEvaluator(
            driver::interpreted(coverage.compilation_.mappings[mapping], {},
                                [this](const ir::Instruction& i, const interpret::Datum& d) { see(i, d); })),
        coverage_(coverage),
        mapping_(mapping) {}

  abi::Carried carry(abi::RuleNo rule, abi::Direction direction, abi::Image source) override {
    abi::Carried carried = inner_->carry(rule, direction, source);
    const bool idle = carried.how == abi::Carry::guarded || carried.how == abi::Carry::undecided ||
                      (carried.how == abi::Carry::keep && carried.failure.empty());
    if (!idle) coverage_.arrows_.insert({mapping_, rule.value, direction});
    return carried;
  }

 private:
  // Operands are computed before what looks them up, in the same run.
  void see(const ir::Instruction& i, const interpret::Datum& d) {
    if (d.has_value()) values_[i.id.value] = value::canonical(d.value);
    const auto* use = std::get_if<ir::TableUse>(&i.detail);
    if (use != nullptr && d.has_value())
      coverage_.rows_.insert({use->table.value, use->direction, values_[i.operands[0].value]});
  }

  Coverage& coverage_;
  std::size_t mapping_;
  std::map<std::uint32_t, std::string> values_;  // by ValueId, of the run at hand
};

std::unique_ptr<abi::Evaluator> Coverage::evaluator(std::size_t mapping) {
  return std::make_unique<Counting>(*this, mapping);
}

Coverage::Report Coverage::report() const {
  Report report;
  add_arrows(report);
  add_rows(report);
  return report;
}

std::string Coverage::place(source::Span span) const {
  const source::SourceFile& file = compilation_.sources.file(span.file);
  return fmt::format("{}:{}", file.name(), file.position(span.begin).line);
}

void Coverage::add_arrows(Report& report) const {
  for (std::size_t m = 0; m < compilation_.mappings.size(); ++m) {
    const abi::Program& program = compilation_.mappings[m].program;
    for (std::uint32_t r = 0; r < program.rules.size(); ++r) {
      for (const abi::Direction d : {abi::Direction::to_right, abi::Direction::to_left}) {
        if (!abi::allows(program.rules[r].arrow, d)) continue;
        ++report.arrows;
        if (arrows_.contains({m, r, d})) {
          ++report.arrows_reached;
          continue;
        }
        report.missing.push_back(fmt::format("{} {}: towards {}",
                                             place(compilation_.checked.mappings[m].rules[r].span),
                                             program.rules[r].name, program.shape(abi::target(d)).alias));
      }
    }
  }
}

void Coverage::add_rows(Report& report) const {
  for (std::uint32_t t = 0; t < compilation_.checked.tables.size(); ++t) {
    const check::Table& table = compilation_.checked.tables[t];
    for (const check::Table::Row& row : table.rows) {
      for (const abi::Direction d : {abi::Direction::to_right, abi::Direction::to_left}) {
        if (!abi::allows(row.arrow, d)) continue;
        ++report.rows;
        const bool right = d == abi::Direction::to_right;
        const std::string from = value::canonical(right ? row.left : row.right);
        if (rows_.contains({t, d, from})) {
          ++report.rows_reached;
          continue;
        }
        report.missing.push_back(fmt::format("{} table {}: \"{}\" to the {}", place(row.span), table.name,
                                             from, right ? "right" : "left"));
      }
    }
  }
}

}  // namespace parley::cli
