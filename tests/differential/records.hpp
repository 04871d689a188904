// Random input for a program: lines that are usual, sparse or surprising.
#pragma once

#include <string>
#include <vector>

#include "stdlib/schema/schema.hpp"
#include "tests/differential/dice.hpp"

namespace parley::differential {

// Lines with their ends; some are no records at all.
std::string make_records(const std::vector<schema::Field>& fields, Dice& dice, std::size_t count);

}  // namespace parley::differential
