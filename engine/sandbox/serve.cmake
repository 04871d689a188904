# The library behind the loopback servers, and the command that starts them.
target_link_libraries(parley_sandbox PUBLIC cpp-httplib)
target_link_libraries(parley_cli PUBLIC parley_sandbox)
