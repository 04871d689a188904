// "--engine": which of the two engines evaluates. "--verify": which records both do.
#pragma once

#include "compiler/driver/transform.hpp"
#include "engine/cli/command.hpp"

namespace parley::cli {

Option engine_option();
driver::Engine engine_of(const Arguments& arguments);

Option verify_option();
// One record in so many; `unwritten` where the option was not given.
core::Result<std::uint64_t> verify_every_of(const Arguments& arguments, std::uint64_t unwritten);
// What an option's number is, from 1 on; `unwritten` where it was not given.
core::Result<std::uint64_t> number_of(const Arguments& arguments, const char* option, const char* what,
                                      std::uint64_t unwritten);

}  // namespace parley::cli
