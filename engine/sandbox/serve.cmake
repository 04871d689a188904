# The library behind the loopback servers, and the command that starts them.
target_link_libraries(parley_sandbox PUBLIC ${CMAKE_DL_LIBS})
target_link_libraries(parley_cli PUBLIC parley_sandbox)
