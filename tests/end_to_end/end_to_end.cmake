# Tests that start the real binary: one program, one ctest entry per suite.
file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/end_to_end/*.cpp)
add_executable(test_end_to_end ${sources})
target_link_libraries(test_end_to_end PRIVATE test_main parley_value fmt)
target_compile_definitions(test_end_to_end PRIVATE PARLEY_BINARY="$<TARGET_FILE:parley>")
add_dependencies(test_end_to_end parley)
math(EXPR suite_seconds_max "300 * ${PARLEY_TIME_FACTOR}")
foreach(suite demo real_records bad_input map engines crash)
  add_test(NAME end_to_end/${suite} COMMAND test_end_to_end --test-suite=${suite} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
  set_tests_properties(end_to_end/${suite} PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT ${suite_seconds_max}
                       ENVIRONMENT PARLEY_CACHE_DIR=${CMAKE_BINARY_DIR}/cache)
endforeach()
if(CMAKE_BUILD_TYPE STREQUAL "Debug")  # three times as slow: a smaller share
  set_tests_properties(end_to_end/crash PROPERTIES ENVIRONMENT
                       "PARLEY_CRASH_STEP=280;PARLEY_CRASH_KILLS=2;PARLEY_CACHE_DIR=${CMAKE_BINARY_DIR}/cache")
endif()
