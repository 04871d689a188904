// The descriptors of one part of civil time: of an instant in UTC, in a zone, and, where that has a meaning,
// of a duration.
#pragma once

#include "stdlib/functions/describe.hpp"

namespace parley::functions {

struct AccessorForm {
  std::variant<abi::TypedBody, abi::ValueBody> body;
  abi::Example example;
};

struct Accessor {
  std::string_view name;
  std::string_view summary;
  std::string_view documentation;
  AccessorForm utc;
  AccessorForm in_zone;
  std::optional<AccessorForm> of_duration = {};
};

Overloads describe(const Accessor& accessor);

}  // namespace parley::functions
