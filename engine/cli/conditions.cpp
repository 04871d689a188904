#include "engine/cli/conditions.hpp"

#include <fmt/format.h>

#include "stdlib/core/text.hpp"

namespace parley::cli {

namespace {

struct Condition {
  std::string name;
  std::string relation;
  std::string value;
};

core::Result<Condition> parse(std::string_view text) {
  for (const std::string_view relation : {">=", "<=", "!=", "==", ">", "<"}) {
    const auto at = text.find(relation);
    if (at == std::string_view::npos || at == 0) continue;
    return Condition{std::string(text.substr(0, at)), std::string(relation),
                     std::string(text.substr(at + relation.size()))};
  }
  return core::fail(core::ErrorKind::usage, fmt::format("--fail-on: `{}` is no condition", text),
                    "write NAME>NUMBER, NAME>PERCENT% or scan!=complete, separated by commas");
}

bool compare(std::uint64_t a, const std::string& relation, std::uint64_t b) {
  if (relation == ">") return a > b;
  if (relation == "<") return a < b;
  if (relation == ">=") return a >= b;
  if (relation == "<=") return a <= b;
  return relation == "==" ? a == b : a != b;
}

core::Result<bool> holds(const Condition& condition, const Facts& facts) {
  if (const auto word = facts.words.find(condition.name); word != facts.words.end())
    return condition.relation == "!=" ? word->second != condition.value : word->second == condition.value;
  const auto number = facts.numbers.find(condition.name);
  if (number == facts.numbers.end())
    return core::fail(core::ErrorKind::usage,
                      fmt::format("--fail-on: there is no figure `{}`", condition.name));
  std::string digits = condition.value;
  const bool percent = digits.ends_with("%");
  if (percent) digits.pop_back();
  if (digits.empty() || digits.size() > 15 || digits.find_first_not_of("0123456789") != std::string::npos)
    return core::fail(core::ErrorKind::usage, fmt::format("--fail-on: `{}` is no number", condition.value));
  std::uint64_t limit = std::stoull(digits);
  std::uint64_t figure = number->second;
  if (percent) limit *= facts.population, figure *= 100;
  return compare(figure, condition.relation, limit);
}

}  // namespace

core::Result<std::vector<std::string>> holding(const std::string& conditions, const Facts& facts) {
  std::vector<std::string> all;
  if (conditions.empty()) return all;
  for (const std::string_view text : core::split(conditions, ',')) {
    const Condition condition = TRY(parse(core::trim_ascii(text)));
    if (TRY(holds(condition, facts))) all.emplace_back(text);
  }
  return all;
}

}  // namespace parley::cli
