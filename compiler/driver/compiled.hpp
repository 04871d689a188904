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

class CompiledEvaluator final : public abi::ForwardingEvaluator {
 public:
  struct Options {
    core::Instant now;  // of the whole run
    std::uint64_t verify_every = driver::verify_every;
    core::Cache* cache = nullptr;  // of object code; borrowed while it is constructed. Null: none
  };
  // `reference` evaluates the same mapping, and what has no code: driver::interpreted, or what a test puts
  // there.
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
  bool verify_projection(abi::Side side, std::span<const std::string_view> records,
                         const abi::PageContext& page, const abi::Projection& projection);
  bool verify_judgement(abi::Side side, std::span<const abi::Image> images, const abi::Judgement& judgement);
  // Which of `count` records that follow run through both engines; one of them at most, or all.
  struct Sample {
    std::size_t first = 0;
    std::size_t count = 0;
  };
  Sample due(std::uint64_t& rest, std::size_t count) const;

  const CompiledMapping& mapping_;
  Options options_;
  std::array<Places, 2> places_;
  Batch batch_;
  std::array<PageWalk, 2> walks_;
  std::array<std::vector<std::uint8_t>, 2> plain_;  // by FieldNo: its text can be taken as it stands
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
