# Writes the table of commands from the files of engine/cli/commands, and the program from all of engine/cli.
file(GLOB command_files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/engine/cli/commands/*.cpp)
set(known lint fmt test map eval plan sync status sandbox show schema explain)  # the order of `parley --help`
set(names "")
foreach(file ${command_files})
  get_filename_component(name ${file} NAME_WE)
  list(APPEND names ${name})
endforeach()
set(ordered "")
foreach(name ${known} ${names})
  if(${name} IN_LIST names AND NOT ${name} IN_LIST ordered)
    list(APPEND ordered ${name})
  endif()
endforeach()
set(declarations "")
set(entries "")
foreach(name ${ordered})
  string(APPEND declarations "extern const Command ${name}_command;\n")
  string(APPEND entries "    &${name}_command,\n")
endforeach()
file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/engine_cli_table.cpp @ONLY CONTENT
"#include \"engine/cli/command.hpp\"

namespace parley::cli {

@declarations@
std::span<const Command* const> command_table() {
  static const Command* const all[] = {
@entries@  };
  return all;
}

}  // namespace parley::cli
")
target_sources(parley_cli PRIVATE ${CMAKE_BINARY_DIR}/engine_cli_table.cpp)
target_compile_definitions(parley_cli PRIVATE PARLEY_VERSION="${PROJECT_VERSION}")
add_executable(parley ${CMAKE_SOURCE_DIR}/engine/cli/main.cpp)
target_link_libraries(parley PRIVATE ${z} ${zstd} parley_cli)
if(NOT CMAKE_BUILD_TYPE STREQUAL "Debug")
  # Nothing of the archives is offered to shared libraries, which bring an OpenSSL and a zlib of their own.
  set_target_properties(parley PROPERTIES PARLEY_STATIC ON)
  set(apart ${CMAKE_SOURCE_DIR}/compiler/codegen/llvm_initialisers.lds)
  target_link_options(parley PRIVATE -Wl,--exclude-libs,ALL -Wl,-z,pack-relative-relocs -Wl,--gc-sections -Wl,-T,${apart})
  set_target_properties(parley PROPERTIES LINK_DEPENDS ${apart})
endif()
