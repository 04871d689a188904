// The interpreted Evaluator of a compiled mapping, which must outlive it.
#pragma once

#include <memory>

#include "compiler/driver/compile.hpp"
#include "compiler/interpret/interpreter.hpp"
#include "stdlib/core/clock.hpp"

namespace parley::driver {

// `now` is the instant of the whole run. The watcher sees every value that is computed.
std::unique_ptr<abi::Evaluator> interpreted(const CompiledMapping& mapping, core::Instant now,
                                            interpret::Watcher watcher = {});

}  // namespace parley::driver
