// Secrets, fetched by reference at the last moment: from the environment, a file of one's own, or a program.
// Errors name the reference, never what it gave.
#pragma once

#include "engine/http/secret.hpp"
#include "engine/run/project.hpp"

namespace parley::run {

core::Result<http::Secret> fetch(const SecretReference& reference, const std::string& what);

}  // namespace parley::run
