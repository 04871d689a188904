// The standard objects that come with Parley: the YAML files of stdlib/schemas, embedded at build.
#pragma once

#include <span>
#include <string_view>

namespace parley::schema {

struct ShippedFile {
  std::string_view system;  // "hubspot": the file's name without its ending
  std::string_view text;
};

std::span<const ShippedFile> shipped();

}  // namespace parley::schema
