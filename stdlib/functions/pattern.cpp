#include "stdlib/functions/pattern.hpp"

#include <re2/re2.h>

#include <map>
#include <memory>
#include <string>

#include "stdlib/core/check.hpp"

namespace parley::functions {

namespace {

// Patterns are literals, so there are as many as a project writes; the cache starts over beyond this.
constexpr std::size_t patterns_max = 1'024;
constexpr std::int64_t pattern_memory_max = 8 << 20;

std::unique_ptr<RE2> compiled(std::string_view pattern) {
  RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(pattern_memory_max);
  return std::make_unique<RE2>(re2::StringPiece(pattern.data(), pattern.size()), options);
}

const RE2& cached(std::string_view pattern) {
  thread_local std::map<std::string, std::unique_ptr<RE2>, std::less<>> cache;
  if (auto found = cache.find(pattern); found != cache.end()) return *found->second;
  if (cache.size() == patterns_max) cache.clear();
  return *cache.emplace(pattern, compiled(pattern)).first->second;
}

}  // namespace

bool is_pattern(std::string_view pattern) {
  return compiled(pattern)->ok();
}

bool matches_somewhere(std::string_view text, std::string_view pattern) {
  const RE2& expression = cached(pattern);
  ENSURE(expression.ok(), "a pattern that the checker has accepted");
  return RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), expression);
}

}  // namespace parley::functions
