#include "stdlib/functions/registry.hpp"

#include <algorithm>
#include <iterator>

namespace parley::functions {

namespace {

std::vector<abi::Function> collected() {
  std::vector<std::vector<abi::Function>> files;
  for (Description describe : descriptions()) files.push_back(describe());
  std::ranges::sort(files, {}, [](const auto& overloads) { return overloads.front().name; });
  std::vector<abi::Function> functions;
  for (auto& overloads : files) std::ranges::move(overloads, std::back_inserter(functions));
  return functions;
}

}  // namespace

std::span<const abi::Function> all() {
  static const std::vector<abi::Function> functions = collected();
  return functions;
}

std::span<const abi::Function> overloads(std::string_view name) {
  auto found = std::ranges::equal_range(all(), name, {}, &abi::Function::name);
  return {found.begin(), found.end()};
}

}  // namespace parley::functions
