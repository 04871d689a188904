// Packed bytes: how images, bases and decisions stand in the state. Numbers are LEB128, texts are length and
// bytes; fields and rules stand by the numbers that the store gave to their names, so a projection or a rule
// list may change without touching what was written. Reading never fails: what is cut or of another form
// reads as nothing. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/sync/field_state.hpp"

namespace parley::sync {

class Packer {
 public:
  void number(std::uint64_t n);
  void text(std::string_view text);
  void value(const Value& value);
  void values(const Values& values);
  void version(const std::optional<store::Version>& version);
  std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

class Unpacker {
 public:
  explicit Unpacker(std::string_view bytes) : rest_(bytes) {}

  std::uint64_t number();
  std::string text();
  Value value();
  Values values();
  std::optional<store::Version> version();
  bool done() const { return rest_.empty(); }
  bool broken() const { return broken_; }

 private:
  std::string_view rest_;
  bool broken_ = false;
};

// The store's numbers of a program's fields and rules.
struct Numbers {
  Sides<std::vector<store::FieldNo>> fields;  // by abi::FieldNo
  std::vector<store::RuleNo> rules;           // by abi::RuleNo
};

std::string pack_image(const Values& image, const std::vector<store::FieldNo>& fields);
// Appends the same bytes.
void pack_image(abi::Image image, const std::vector<store::FieldNo>& fields, std::string& out);
// Fields that were not in the projection then are absent.
Values unpack_image(std::string_view bytes, const std::vector<store::FieldNo>& fields);

// What a link's base row holds of one mapping: the newest image of each side, when each was last seen as its
// bases say, and the bases by rule.
struct LinkState {
  Sides<Values> images;
  Sides<std::optional<store::Version>> seen;
  Sides<bool> written;  // `seen` is the version that our own write returned
  bool frozen = false;  // left the scope, or ignored after a delete: this mapping rests
  std::vector<std::optional<FieldBase>> bases;  // by RuleNo
};

Sides<std::string> pack_state(const LinkState& state, const Numbers& numbers);
LinkState unpack_state(const store::BaseRow& row, const Numbers& numbers);
LinkState fresh_state(const Numbers& numbers);

// A hash of bytes, for observations and keys. Never 0: 0 says "never observed".
std::uint64_t hash_of(std::string_view bytes);

}  // namespace parley::sync
