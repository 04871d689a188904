// A Console in memory: commands run in a test as they do in a process.
#pragma once

#include <algorithm>
#include <cstring>
#include <string>
#include <vector>

#include "engine/cli/command.hpp"

namespace parley::cli {

struct MemoryConsole : Console, stream::Source {
  std::string input;
  std::string written;
  std::string errors;

  stream::Source& in() override { return *this; }
  core::Result<std::size_t> read(std::span<char> into) override {
    std::size_t count = std::min(into.size(), input.size() - at_);
    std::memcpy(into.data(), input.data() + at_, count);
    at_ += count;
    return count;
  }
  void out(std::string_view text) override { written += text; }
  void error(std::string_view text) override { errors += text; }
  core::Result<void> flush() override { return {}; }
  bool out_is_terminal() const override { return false; }
  bool error_is_terminal() const override { return false; }
  core::Instant now() override { return {}; }

  Exit run(std::vector<const char*> words) {
    words.insert(words.begin(), "parley");
    return cli::run(static_cast<int>(words.size()), words.data(), *this);
  }

 private:
  std::size_t at_ = 0;
};

}  // namespace parley::cli
