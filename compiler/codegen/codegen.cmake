# compiler/codegen: LLVM, linked statically, and the runtime's inlined routines as bitcode.
find_package(LLVM 19.1 CONFIG REQUIRED)
llvm_map_components_to_libnames(llvm_libraries bitreader core linker nativecodegen orcjit passes)

set(runtime_bc ${CMAKE_BINARY_DIR}/runtime.bc)
file(GLOB runtime_files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/compiler/codegen/runtime/*.cpp)
parley_bitcode(runtime_bitcode ${runtime_bc} ${runtime_files})

parley_folder(compiler/codegen LINK parley_ir parley_functions parley_stream)
target_include_directories(parley_codegen SYSTEM PRIVATE ${LLVM_INCLUDE_DIRS})
target_link_libraries(parley_codegen PRIVATE ${llvm_libraries})
target_sources(parley_codegen PRIVATE ${runtime_bc})
set_source_files_properties(${CMAKE_SOURCE_DIR}/compiler/codegen/bitcode.cpp PROPERTIES
  OBJECT_DEPENDS ${runtime_bc}
  COMPILE_DEFINITIONS "PARLEY_RUNTIME_BC=\"${runtime_bc}\"")
