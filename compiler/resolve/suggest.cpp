#include "compiler/resolve/suggest.hpp"

#include <algorithm>

#include "stdlib/core/text.hpp"

namespace parley::resolve {

namespace {

std::size_t tolerance(std::string_view word) {
  return std::max<std::size_t>(1, (word.size() + 1) / 3);
}

// Twice the distance, so that a difference of case alone counts less than any letter.
std::size_t cost(std::string_view word, std::string_view candidate) {
  const std::size_t limit = tolerance(word);
  const std::size_t distance =
      core::edit_distance(core::lower_ascii(word), core::lower_ascii(candidate), limit);
  if (distance > limit) return SIZE_MAX;
  return 2 * distance + (word == candidate ? 0 : 1);
}

std::size_t field_cost(std::string_view word, const schema::Field& field) {
  std::size_t best = cost(word, field.name);
  const std::size_t dot = field.name.rfind('.');
  if (dot != std::string::npos)
    best = std::min(best, cost(word, std::string_view(field.name).substr(dot + 1)));
  if (!field.label.empty()) best = std::min(best, cost(word, field.label));
  return best;
}

}  // namespace

std::optional<std::string> nearest(std::string_view word, const std::vector<std::string>& candidates) {
  const std::string* best = nullptr;
  std::size_t best_cost = SIZE_MAX;
  for (const std::string& candidate : candidates) {
    const std::size_t now = cost(word, candidate);
    if (now >= best_cost) continue;
    best = &candidate;
    best_cost = now;
  }
  return best != nullptr ? std::optional(*best) : std::nullopt;
}

std::optional<std::string> nearest_field(std::string_view word, const schema::Object& object,
                                         std::optional<schema::TypeKind> wanted) {
  const schema::Field* best = nullptr;
  std::size_t best_cost = SIZE_MAX;
  for (const schema::Field& field : object.fields) {
    std::size_t now = field_cost(word, field);
    if (now == SIZE_MAX) continue;
    if (wanted && field.type.kind != *wanted) now += 2;
    if (now >= best_cost) continue;
    best = &field;
    best_cost = now;
  }
  return best != nullptr ? std::optional(best->name) : std::nullopt;
}

}  // namespace parley::resolve
