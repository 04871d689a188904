# stdlib/functions: every .cpp below an area folder is one library function. The registry's table and the bitcode
# library are made from the list of files, so that adding a function is adding a file.
find_package(date CONFIG REQUIRED)
set(functions_made ${CMAKE_BINARY_DIR}/functions)
file(GLOB function_files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/stdlib/functions/*/*.cpp)

set(declarations "")
set(entries "")
set(bitcode_files "")
foreach(file ${function_files})
  get_filename_component(stem ${file} NAME_WE)
  string(APPEND declarations "std::vector<abi::Function> describe_${stem}();\n")
  string(APPEND entries "    describe_${stem},\n")
  # A file that sets its descriptor apart from its body has a body for the bitcode; all others are native only.
  file(STRINGS ${file} guard REGEX "^#ifndef PARLEY_BITCODE")
  if(guard)
    list(APPEND bitcode_files ${file})
  endif()
endforeach()
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${function_files})
file(CONFIGURE OUTPUT ${functions_made}/descriptions.cpp CONTENT [[
// Made by stdlib/functions/functions.cmake from the files below stdlib/functions.
#include "stdlib/functions/registry.hpp"

namespace parley::functions {

@declarations@
std::span<const Description> descriptions() {
  static constexpr Description table[] = {
@entries@  };
  return table;
}

}  // namespace parley::functions
]] @ONLY)

# The bodies once more, as bitcode: plain x86-64, scalar loops left alone, so that generated code can inline them.
set(functions_bc ${functions_made}/functions.bc)
parley_bitcode(functions_bitcode ${functions_bc} ${bitcode_files} ${CMAKE_SOURCE_DIR}/stdlib/value/decimal.cpp
                                 ${CMAKE_SOURCE_DIR}/stdlib/value/time.cpp)

parley_folder(stdlib/functions LINK parley_abi ${crypto} ${re2} ${icuuc} date::date-tz ${phonenumber} ${protobuf})
target_sources(parley_functions PRIVATE ${functions_made}/descriptions.cpp ${functions_bc})
set_source_files_properties(${CMAKE_SOURCE_DIR}/stdlib/functions/bitcode.cpp PROPERTIES
  OBJECT_DEPENDS ${functions_bc}
  COMPILE_DEFINITIONS "PARLEY_FUNCTIONS_BC=\"${functions_bc}\"")
