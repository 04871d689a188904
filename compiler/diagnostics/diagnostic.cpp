#include "compiler/diagnostics/diagnostic.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "stdlib/core/check.hpp"

namespace parley::diagnostics {

const Code* find_code(std::string_view name) {
  for (const Code& entry : codes)
    if (entry.name == name) return &entry;
  return nullptr;
}

const Code& code(std::string_view name) {
  const Code* entry = find_code(name);
  ENSURE(entry != nullptr, name);
  return *entry;
}

Diagnostic make(std::string_view name, Span span, std::string message) {
  const Code& entry = code(name);
  return {.code = entry.name, .severity = entry.severity, .message = std::move(message), .span = span};
}

void Sink::add(Diagnostic diagnostic) {
  if (diagnostic.severity == Severity::error) ++errors_;
  if (all_.size() == diagnostics_max) {
    ++dropped_;
    return;
  }
  all_.push_back(std::move(diagnostic));
}

std::vector<Diagnostic> Sink::sorted() const {
  std::vector<std::size_t> order(all_.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, [&](std::size_t a, std::size_t b) {
    const Span& left = all_[a].span;
    const Span& right = all_[b].span;
    return std::tie(left.file, left.begin, a) < std::tie(right.file, right.begin, b);
  });
  std::vector<Diagnostic> ordered;
  ordered.reserve(order.size());
  for (std::size_t at : order) ordered.push_back(all_[at]);
  return ordered;
}

}  // namespace parley::diagnostics
