#include "compiler/check/library.hpp"

#include <algorithm>
#include <memory>

#include "compiler/check/types.hpp"
#include "stdlib/functions/registry.hpp"

namespace parley::check {

const std::vector<std::string>& function_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all;
    for (const abi::Function& function : functions::all())
      if (all.empty() || all.back() != function.name) all.emplace_back(function.name);
    return all;
  }();
  return names;
}

const schema::Type& texts() {
  static const schema::Type list = [] {
    schema::Type type;
    type.kind = schema::TypeKind::list;
    type.element = std::make_shared<const schema::Type>(plain(TypeKind::text));
    return type;
  }();
  return list;
}

}  // namespace parley::check
