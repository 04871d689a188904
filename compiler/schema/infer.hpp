// Inference: proposes a schema for records that somebody has, as YAML for them to read and correct. It
// proposes what the records show and no more: a text that looks like a number stays a text, for it may be an
// article number or a postal code. Memory is bounded by the number of different fields, whatever the number
// of records.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "stdlib/value/json.hpp"

namespace parley::schema {

constexpr std::size_t inferred_fields_max = 2'000;  // of one object; later ones are counted, not proposed
constexpr std::size_t inferred_nesting_max = 8;     // deeper objects are left out
constexpr std::size_t inferred_values_max = 12;     // different texts that are listed in a comment

class Inference {
 public:
  // A record that is no object is not counted.
  void observe(const value::Json& record);

  struct Names {
    std::string system;
    std::string object;
  };
  std::string yaml(const Names& names) const;

  std::uint64_t record_count() const { return root_.objects; }

 private:
  // What was seen at one place of the records.
  struct Place {
    std::string name;
    std::uint64_t seen = 0;  // with a value that is not null
    std::uint64_t nulls = 0;
    std::uint64_t booleans = 0;
    std::uint64_t integers = 0;
    std::uint64_t decimals = 0;
    std::uint64_t texts = 0;
    std::uint64_t dates = 0;  // texts that read as this
    std::uint64_t instants = 0;
    std::uint64_t datetimes = 0;
    std::uint64_t objects = 0;
    std::uint64_t arrays = 0;
    std::size_t text_length = 0;   // the longest, in code points
    std::set<std::string> values;  // of texts, until there are too many
    bool many_values = false;
    std::vector<Place> members;
    std::vector<Place> items;  // none or one: what stands in arrays
  };

  void see(Place& place, const value::Json& json, std::size_t depth);
  void see_members(Place& place, const value::Json& json, std::size_t depth);
  static void see_text(Place& place, const std::string& text);
  static void see_number(Place& place, const std::string& digits);
  static std::string type_name(const Place& place);
  static void append_field(std::string& out, const Place& place, std::uint64_t records);
  static std::string type_text(const Place& place);
  static std::string remark(const Place& place, std::uint64_t records);

  Place root_;
  std::size_t field_count_ = 0;
  std::size_t dropped_fields_ = 0;
};

}  // namespace parley::schema
