// ENSURE: our own bugs. A broken promise prints the condition, its place and a message with the values, and aborts.
// Never used for what an author or the world can cause; those are diagnostics and Result.
#pragma once

#include <string_view>

namespace parley::core {

[[noreturn]] void check_failed(const char* condition, const char* file, int line, std::string_view message);

}  // namespace parley::core

#define ENSURE(condition, message)                                                        \
  do {                                                                                   \
    if (!(condition)) [[unlikely]]                                                       \
      ::parley::core::check_failed(#condition, __FILE__, __LINE__, (message));           \
  } while (false)
