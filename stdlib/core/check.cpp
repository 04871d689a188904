#include "stdlib/core/check.hpp"

#include <cstdio>
#include <cstdlib>

namespace parley::core {

void check_failed(const char* condition, const char* file, int line, std::string_view message) {
  std::fprintf(stderr, "parley: internal error: %s at %s:%d: %.*s\n", condition, file, line,
               static_cast<int>(message.size()), message.data());
  std::abort();
}

}  // namespace parley::core
