// The Evaluator of a sync that generates code: pages are projected without typed values in between, and
// scope, where and keys run as a Batch. What has no fast form, guards, carries and comparisons go to the
// reference. One record in many runs through both; where they differ, the reference does all of the rest, and
// `difference` says what it was. Borrows the mapping; owns the reference.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "compiler/driver/batch.hpp"
#include "compiler/driver/compile.hpp"
#include "compiler/driver/page.hpp"

namespace parley::driver {

constexpr std::uint64_t verify_every = 10'000;  // records

class CompiledEvaluator final : public abi::Evaluator {
 public:
  struct Options {
    core::Instant now;  // of the whole run
    std::uint64_t verify_every = driver::verify_every;
  };
  // `reference` evaluates the same mapping: driver::interpreted, or what a test puts there.
  CompiledEvaluator(const CompiledMapping& mapping, std::unique_ptr<abi::Evaluator> reference,
                    Options options);

  // Of where, scope and keys: what runs interpreted, and why; empty: nothing.
  std::string interpreted_parts() const;
  // Empty: every record that ran through both came out the same.
  const std::string& difference() const { return difference_; }
  struct Counts {
    std::uint64_t projected = 0;
    std::uint64_t verified = 0;
  };
  const Counts& counts() const { return counts_; }

  void project(abi::Side side, std::span<const std::string_view> records, const abi::PageContext& page,
               abi::Projection& projection) override;
  void judge(abi::Side side, std::span<const abi::Image> images, abi::Judgement& judgement) override;
  abi::Verdict guard(abi::RuleNo rule, abi::Image left, abi::Image right) override {
    return reference_->guard(rule, left, right);
  }
  abi::Carried carry(abi::RuleNo rule, abi::Direction direction, abi::Image source) override {
    return reference_->carry(rule, direction, source);
  }
  bool same(abi::RuleNo rule, abi::Side side, std::size_t component, const abi::Operand& a,
            const abi::Operand& b) override {
    return reference_->same(rule, side, component, a, b);
  }
  core::Result<std::string> body(abi::Side side, abi::BodyKind kind,
                                 std::span<const abi::Assignment> assignments) override {
    return reference_->body(side, kind, assignments);
  }

 private:
  struct Places {  // of one side's functions in the batch
    std::optional<std::size_t> where;
    std::optional<std::size_t> scope;
    std::vector<std::size_t> keys;
  };
  struct Functions {
    std::vector<const ir::Function*> all;
    std::array<Places, 2> places;
  };
  static Functions functions_of(const ir::Module& module);
  CompiledEvaluator(const CompiledMapping& mapping, std::unique_ptr<abi::Evaluator> reference,
                    Options options, Functions functions);
  void verdicts(std::optional<std::size_t> function, abi::Side side, std::span<const abi::Image> images,
                std::vector<abi::Verdict>& verdicts);
  void keys(std::size_t match, abi::Side side, std::span<const abi::Image> images, abi::Judgement& judgement);
  void add_part(std::size_t match, std::size_t component, const abi::Judgement& judgement);
  bool verify_projection(abi::Side side, std::span<const std::string_view> records,
                         const abi::PageContext& page, const abi::Projection& projection);
  bool verify_judgement(abi::Side side, std::span<const abi::Image> images, const abi::Judgement& judgement);
  // The next record to be run through both, among `count` that follow; `count` where there is none.
  std::size_t due(std::uint64_t& rest, std::size_t count) const;

  const CompiledMapping& mapping_;
  std::unique_ptr<abi::Evaluator> reference_;
  Options options_;
  std::array<Places, 2> places_;
  Batch batch_;
  std::array<PageWalk, 2> walks_;
  Evaluations evaluations_;
  abi::Projection other_projection_;
  abi::Judgement other_judgement_;
  std::string key_;
  std::uint64_t until_projection_ = 0;  // records until the next one is verified: the first is
  std::uint64_t until_judgement_ = 0;
  std::string difference_;
  Counts counts_;
};

}  // namespace parley::driver
