// Conditions of --fail-on: "writes>0,deletes>10,creates>5%,scan!=complete". One holds: exit code 1.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "stdlib/core/result.hpp"

namespace parley::cli {

struct Facts {
  std::map<std::string, std::uint64_t> numbers;
  std::map<std::string, std::string> words;  // "scan": "complete"
  std::uint64_t population = 0;              // what a percentage is of
};

// The conditions that hold, as written.
core::Result<std::vector<std::string>> holding(const std::string& conditions, const Facts& facts);

}  // namespace parley::cli
