// Values of a type on which a law may break: its edges, what a mapping's own expressions and tests name, and
// random ones. The same seed gives the same values.
#pragma once

#include <span>
#include <vector>

#include "stdlib/core/random.hpp"
#include "stdlib/schema/type.hpp"
#include "stdlib/value/value.hpp"

namespace parley::laws {

// `named`: values that the author wrote; those of other types are read as this one where that is possible. At
// least the edges, at most `count` values and those; none of a type that has no values here (lists, objects).
std::vector<value::Value> samples(const schema::Type& type, std::span<const value::Value> named,
                                  core::Random& random, std::size_t count);

}  // namespace parley::laws
