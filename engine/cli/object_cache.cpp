#include "engine/cli/object_cache.hpp"

#include <fmt/format.h>

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

std::shared_ptr<core::Cache> object_cache(const Arguments& arguments, Console& console) {
  if (arguments.has(option_name)) return nullptr;
  const std::string folder =
      io::cache_folder({variable("PARLEY_CACHE_DIR"), variable("XDG_CACHE_HOME"), variable("HOME")});
  if (folder.empty()) return nullptr;
  const std::string refusal = io::cache_refusal(folder);
  if (refusal.empty()) return io::file_cache(folder);
  console.error(fmt::format("parley: generated code is not kept in {}: {}\n", folder, refusal));
  return nullptr;
}

}  // namespace parley::cli
