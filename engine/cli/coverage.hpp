// Coverage: which arrows of a file's lines, and which rows of its tables, its tests reached. An arrow is
// reached when it carried something, or a failure was answered; a row when a value took it in a direction.
// Borrows the compilation.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "compiler/driver/compile.hpp"
#include "stdlib/abi/program.hpp"

namespace parley::cli {

class Coverage {
 public:
  explicit Coverage(const driver::Compilation& compilation) : compilation_(compilation) {}

  // The interpreted evaluator of a mapping; what it does counts.
  std::unique_ptr<abi::Evaluator> evaluator(std::size_t mapping);

  struct Report {
    std::size_t arrows = 0;
    std::size_t arrows_reached = 0;
    std::size_t rows = 0;
    std::size_t rows_reached = 0;
    std::vector<std::string>
        missing;  // "contacts.parley:12 mail -> ns", "contacts.parley:40 stage \"x\" -> …"
  };
  Report report() const;

 private:
  class Counting;
  using Arrow = std::tuple<std::size_t, std::uint32_t, abi::Direction>;  // mapping, rule
  using Row = std::tuple<std::uint32_t, abi::Direction, std::string>;    // table, source's value

  void add_arrows(Report& report) const;
  void add_rows(Report& report) const;
  std::string place(source::Span span) const;

  const driver::Compilation& compilation_;
  std::set<Arrow> arrows_;
  std::set<Row> rows_;
};

}  // namespace parley::cli
