#include "engine/sync/field_state.hpp"

namespace parley::sync {

std::string_view standing_word(Standing standing) {
  switch (standing) {
    case Standing::agreed:
      return "agreed";
    case Standing::one_way:
      return "one-way";
    case Standing::kept:
      return "kept";
    case Standing::drift:
      return "drift";
    case Standing::held:
      return "held";
    case Standing::rewritten:
      return "rewritten";
    case Standing::unstable:
      return "unstable";
    case Standing::undone:
      return "undone";
    case Standing::person:
      return "person";
    case Standing::guarded:
      return "guarded";
    case Standing::unmet:
      return "unmet";
  }
  return "?";
}

bool is_listed(Standing standing) {
  switch (standing) {
    case Standing::agreed:
    case Standing::one_way:
    case Standing::guarded:
    case Standing::unmet:
    case Standing::person:
      return false;
    case Standing::kept:
    case Standing::drift:
    case Standing::held:
    case Standing::rewritten:
    case Standing::unstable:
    case Standing::undone:
      return true;
  }
  return false;
}

FieldBase unmet(const abi::Rule& rule) {
  FieldBase base;
  base.standing = Standing::unmet;
  base.rule_hash = short_hash(rule.hash);
  return base;
}

// FNV-1a. A collision would only mean that a changed rule does not meet its pairs again.
std::uint64_t short_hash(std::string_view hash) {
  std::uint64_t h = 0xCBF29CE484222325ULL;
  for (const char byte : hash) h = (h ^ static_cast<unsigned char>(byte)) * 0x100000001B3ULL;
  return h;
}

}  // namespace parley::sync
