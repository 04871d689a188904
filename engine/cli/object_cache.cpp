#include "engine/cli/object_cache.hpp"

#include <cstdlib>
#include <string>

#include "engine/io/file_cache.hpp"

namespace parley::cli {

namespace {

constexpr const char* option_name = "--no-cache";

std::string variable(const char* name) {
  const char* text = std::getenv(name);
  return text == nullptr ? std::string() : text;
}

}  // namespace

Option no_cache_option() {
  return {option_name, "", "neither use generated code of earlier runs nor keep it for later ones"};
}

std::shared_ptr<core::Cache> object_cache(const Arguments& arguments) {
  if (arguments.has(option_name)) return nullptr;
  const std::string folder =
      io::cache_folder({variable("PARLEY_CACHE_DIR"), variable("XDG_CACHE_HOME"), variable("HOME")});
  return folder.empty() ? nullptr : io::file_cache(folder);
}

}  // namespace parley::cli
