// Cache: bytes that one run makes and a later one may use again. A key is a hash of all that the bytes depend
// on, so that nothing is ever outdated. Losing something costs time and nothing else: what goes wrong inside
// is no failure of the run. Threads may share it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace parley::core {

struct Cache {
  virtual ~Cache() = default;
  // What was kept under the key, unharmed; nothing where there is any doubt. A key is hex digits.
  virtual std::optional<std::string> find(std::string_view key) = 0;
  virtual void keep(std::string_view key, std::string_view bytes) = 0;
};

}  // namespace parley::core
