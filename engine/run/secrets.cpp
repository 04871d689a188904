#include "engine/run/secrets.hpp"

#include <fmt/core.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "stdlib/core/text.hpp"

namespace parley::run {
namespace {

constexpr std::size_t secret_bytes_max = 65'536;

core::Result<http::Secret> checked(const std::string& text, const std::string& what,
                                   const std::string& from) {
  http::Secret secret{std::string(core::trim_ascii(text))};
  if (secret.empty())
    return core::fail(core::ErrorKind::input, fmt::format("{}: {} gives nothing", what, from));
  return secret;
}

core::Result<http::Secret> from_file(const std::string& path, const std::string& what) {
  struct stat status = {};
  if (stat(path.c_str(), &status) != 0)
    return core::fail(core::ErrorKind::input, fmt::format("{}: cannot read file:{}", what, path));
  if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
    return core::fail(core::ErrorKind::input, fmt::format("{}: others can read file:{}", what, path),
                      "chmod 600 " + path);
  std::ifstream file(path);
  return checked(std::string(std::istreambuf_iterator<char>(file), {}), what, "file:" + path);
}

// Runs the program without a shell and reads what it prints.
core::Result<http::Secret> from_program(const std::vector<std::string>& words, const std::string& what) {
  int ends[2];
  if (pipe(ends) != 0) return core::fail(core::ErrorKind::machine, "cannot open a pipe");
  std::vector<char*> arguments;
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  const pid_t child = fork();
  if (child < 0) return core::fail(core::ErrorKind::machine, "cannot start " + words.front());
  if (child == 0) {
    dup2(ends[1], STDOUT_FILENO);
    close(ends[0]);
    close(ends[1]);
    execvp(arguments[0], arguments.data());
    _exit(127);
  }
  close(ends[1]);
  std::string text;
  char buffer[4096];
  for (ssize_t count = 0;
       text.size() < secret_bytes_max && (count = read(ends[0], buffer, sizeof buffer)) > 0;)
    text.append(buffer, static_cast<std::size_t>(count));
  close(ends[0]);
  int status = 0;
  waitpid(child, &status, 0);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
    return core::fail(core::ErrorKind::input, fmt::format("{}: {} failed", what, words.front()));
  return checked(std::move(text), what, words.front());
}

}  // namespace

core::Result<http::Secret> fetch(const SecretReference& reference, const std::string& what) {
  switch (reference.kind) {
    case SecretReference::Kind::env: {
      const char* value = std::getenv(reference.words[0].c_str());
      if (value == nullptr)
        return core::fail(core::ErrorKind::input,
                          fmt::format("{}: the variable {} is not set", what, reference.words[0]));
      return checked(value, what, "env:" + reference.words[0]);
    }
    case SecretReference::Kind::file:
      return from_file(reference.words[0], what);
    case SecretReference::Kind::exec:
      return from_program(reference.words, what);
  }
  return core::fail(core::ErrorKind::input, what);
}

}  // namespace parley::run
