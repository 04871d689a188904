# compiler/lint: every .cpp below rules/ is one lint rule. The table is made from the list of files, so that adding a
# rule is adding a file.
set(lint_made ${CMAKE_BINARY_DIR}/lint)
file(GLOB lint_rule_files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/compiler/lint/rules/*.cpp)
set(declarations "")
set(entries "")
foreach(file ${lint_rule_files})
  get_filename_component(stem ${file} NAME_WE)
  string(APPEND declarations "Rule describe_${stem}();\n")
  string(APPEND entries "    describe_${stem},\n")
endforeach()
file(CONFIGURE OUTPUT ${lint_made}/descriptions.cpp CONTENT [[
// Made by compiler/lint/lint.cmake from the files below compiler/lint/rules.
#include "compiler/lint/lint.hpp"

namespace parley::lint {

@declarations@
std::span<const Description> descriptions() {
  static constexpr Description table[] = {
@entries@  };
  return table;
}

}  // namespace parley::lint
]] @ONLY)
parley_folder(compiler/lint LINK parley_laws)
target_sources(parley_lint PRIVATE ${lint_made}/descriptions.cpp)
