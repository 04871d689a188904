#include "compiler/driver/verify.hpp"

#include "stdlib/value/decimal.hpp"
#include "stdlib/value/json.hpp"

namespace parley::driver {

namespace {

// Numbers in plain digits.
void make_plain(value::Json& json) {
  if (json.is_number()) {
    if (auto number = value::parse_decimal(json.digits()))
      json = value::Json(value::Json::Number{to_text(*number)});
  } else if (json.is_array()) {
    for (value::Json& item : json.items()) make_plain(item);
  } else if (json.is_object()) {
    for (auto& [key, member] : json.members()) make_plain(member);
  }
}

}  // namespace

bool is_same_document(std::string_view a, std::string_view b) {
  if (a == b) return true;
  auto left = value::parse_json(a);
  auto right = value::parse_json(b);
  if (!left || !right) return false;
  make_plain(*left);
  make_plain(*right);
  return *left == *right;
}

}  // namespace parley::driver
