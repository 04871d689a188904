// Program: a random mapping over a random schema, as an author would write it. Pure: equal seeds give equal
// texts. Some are refused by the checker; the caller counts these and goes on.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "stdlib/abi/program.hpp"
#include "stdlib/schema/schema.hpp"

namespace parley::differential {

struct Program {
  std::string schema;                 // schemas/shop.yaml
  std::string mapping;                // left: a = shop.source, right: b = shop.target
  std::vector<schema::Field> source;  // what records of the half's source have
  // Which half of the mapping, and which bodies it writes.
  abi::Direction direction = abi::Direction::to_right;
  abi::BodyKind kind = abi::BodyKind::create;
};

Program make_program(std::uint64_t seed);

}  // namespace parley::differential
