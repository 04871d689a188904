# Embeds the YAML files of this folder as stdlib/schema/shipped.hpp promises.
file(GLOB schema_files CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/*.yaml)
set(SHIPPED_ENTRIES "")
foreach(schema_file ${schema_files})
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${schema_file})
  get_filename_component(system ${schema_file} NAME_WE)
  file(READ ${schema_file} text)
  string(APPEND SHIPPED_ENTRIES "    {\"${system}\", R\"yaml(${text})yaml\"},\n")
endforeach()
file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/shipped.cpp @ONLY CONTENT [[
#include "stdlib/schema/shipped.hpp"

namespace parley::schema {

namespace {
constexpr ShippedFile files[] = {
@SHIPPED_ENTRIES@};
}  // namespace

std::span<const ShippedFile> shipped() { return files; }

}  // namespace parley::schema
]])
target_sources(parley_schema PRIVATE ${CMAKE_BINARY_DIR}/shipped.cpp)
