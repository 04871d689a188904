// Result: the world's failures (files, network, input bytes), passed up by value.
// An Error's kind decides the exit code of the command that reports it (docs/operations/exit-codes.md).
#pragma once

#include <expected>
#include <string>
#include <utility>

namespace parley::core {

enum class ErrorKind {
  input,    // what the user gave is wrong: exit code 2
  usage,    // the command was called wrongly: exit code 3
  remote,   // a remote system failed or refused: exit code 4
  busy,     // another process holds the state: exit code 5
  machine,  // this machine failed (disk, memory, port): exit code 6
};

struct Error {
  ErrorKind kind;
  std::string message;     // what happened and where, in the user's words, without a trailing stop
  std::string remedy = {};  // what to do; may be empty
};

template <class T>
using Result = std::expected<T, Error>;

[[nodiscard]] inline std::unexpected<Error> fail(ErrorKind kind, std::string message, std::string remedy = {}) {
  return std::unexpected(Error{kind, std::move(message), std::move(remedy)});
}

}  // namespace parley::core

// TRY(expression): the value of a Result, or return its error from the calling function.
#define TRY(...)                                                                \
  ({                                                                            \
    auto try_result_ = (__VA_ARGS__);                                           \
    if (!try_result_) return std::unexpected(std::move(try_result_).error());   \
    *std::move(try_result_);                                                    \
  })

// TRY_VOID(expression): the same for Result<void>.
#define TRY_VOID(...)                                                              \
  do {                                                                             \
    if (auto try_result_ = (__VA_ARGS__); !try_result_)                            \
      return std::unexpected(std::move(try_result_).error());                      \
  } while (false)
