# The command that starts the loopback servers.
target_link_libraries(parley_cli PUBLIC parley_sandbox)
