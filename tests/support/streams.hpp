// A Source over a text, and an Outlet that keeps what a transform writes.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <string>

#include "compiler/driver/transform.hpp"

namespace parley::support {

struct TextSource : stream::Source {
  explicit TextSource(std::string t) : text(std::move(t)) {}
  core::Result<std::size_t> read(std::span<char> into) override {
    std::size_t count = std::min(into.size(), text.size() - at);
    std::memcpy(into.data(), text.data() + at, count);
    at += count;
    return count;
  }
  std::string text;
  std::size_t at = 0;
};

struct TextOutlet : driver::Outlet {
  core::Result<void> lines(std::string_view text) override {
    written += text;
    return {};
  }
  void rejected(const driver::Rejection& r) override {
    std::string place = r.column == 0 ? "" : fmt::format(", byte {}", r.column);
    errors +=
        fmt::format("line {}{}: {}{}{}\n", r.line, place, r.field, r.field.empty() ? "" : ": ", r.reason);
  }
  std::string written;
  std::string errors;
};

}  // namespace parley::support
