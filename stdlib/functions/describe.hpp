// The words in which function files describe themselves.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "stdlib/abi/descriptor.hpp"
#include "stdlib/functions/bind.hpp"

namespace parley::functions {

using abi::Function;
using abi::Growth;
using abi::Law;
using schema::TypeKind;
using Overloads = std::vector<abi::Function>;

inline schema::Type type(TypeKind kind) {
  return {.kind = kind};
}
inline schema::Type list_of(TypeKind element) {
  return {.kind = TypeKind::list, .element = std::make_shared<const schema::Type>(type(element))};
}

}  // namespace parley::functions
