#include "compiler/schema/infer.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "stdlib/value/decimal.hpp"
#include "stdlib/value/time.hpp"

namespace parley::schema {

namespace {

std::size_t code_points(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

// Names that YAML would not read as a plain key, or that hold a dot, are quoted.
std::string key_text(std::string_view name) {
  bool plain = !name.empty() && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
  bool is_word = name == "null" || name == "true" || name == "false" || name == "yes" || name == "no" ||
                 name == "on" || name == "off" || name == "y" || name == "n";
  bool digit_first = plain && name[0] >= '0' && name[0] <= '9';
  if (plain && !is_word && !digit_first) return std::string(name);
  std::string quoted;
  value::append_quoted(quoted, name);
  return quoted;
}

}  // namespace

void Inference::observe(const value::Json& record) {
  if (!record.is_object()) return;
  ++root_.objects;
  see_members(root_, record, 0);
}

void Inference::see(Place& place, const value::Json& json, std::size_t depth) {
  if (json.is_null()) {
    ++place.nulls;
    return;
  }
  ++place.seen;
  if (json.is_bool()) ++place.booleans;
  if (json.is_number()) see_number(place, json.digits());
  if (json.is_text()) see_text(place, json.text());
  if (json.is_object()) {
    ++place.objects;
    if (depth < inferred_nesting_max) see_members(place, json, depth + 1);
  }
  if (json.is_array()) {
    ++place.arrays;
    if (place.items.empty()) place.items.emplace_back();
    for (const value::Json& item : json.items()) see(place.items.front(), item, depth + 1);
  }
}

void Inference::see_members(Place& place, const value::Json& json, std::size_t depth) {
  for (const auto& [name, member] : json.members()) {
    auto found = std::ranges::find(place.members, name, &Place::name);
    if (found == place.members.end()) {
      if (field_count_ == inferred_fields_max) {
        ++dropped_fields_;
        continue;
      }
      ++field_count_;
      place.members.push_back({.name = name});
      found = std::prev(place.members.end());
    }
    see(*found, member, depth);
  }
}

void Inference::see_number(Place& place, const std::string& digits) {
  auto number = value::parse_decimal(digits);
  if (number && value::to_integer(*number) && digits.find_first_of(".eE") == std::string::npos) {
    ++place.integers;
  } else {
    ++place.decimals;
  }
}

void Inference::see_text(Place& place, const std::string& text) {
  ++place.texts;
  if (value::parse_date(text)) ++place.dates;
  if (value::parse_instant(text)) ++place.instants;
  if (value::parse_datetime(text)) ++place.datetimes;
  place.text_length = std::max(place.text_length, code_points(text));
  if (place.many_values) return;
  place.values.insert(text);
  if (place.values.size() > inferred_values_max) {
    place.many_values = true;
    place.values.clear();
  }
}

std::string Inference::yaml(const Names& names) const {
  std::string out = fmt::format(
      "# Proposed from {} records. Read it and correct it: what a field may be is more than what was seen.\n",
      record_count());
  out += fmt::format("system: {}\nobjects:\n  {}:\n", key_text(names.system), key_text(names.object));
  bool has_id = std::ranges::any_of(root_.members, [](const Place& place) { return place.name == "id"; });
  if (has_id) out += "    id: id\n";
  out += "    missing: null  # what a missing key means: null, or unknown\n    fields:\n";
  for (const Place& place : root_.members) append_field(out, place, record_count());
  if (dropped_fields_ > 0)
    out +=
        fmt::format("      # more than {} fields were seen; later ones are left out\n", inferred_fields_max);
  return out;
}

void Inference::append_field(std::string& out, const Place& place, std::uint64_t records) {
  std::string type = type_text(place);
  bool is_scalar = type.front() != '{';
  if (type.find_first_of("(,") != std::string::npos && is_scalar) type = '"' + type + '"';
  std::string note = remark(place, records);
  out += fmt::format("      {}: {}{}{}\n", key_text(place.name), type, note.empty() ? "" : "  # ", note);
}

// A scalar's type name, or a flow map with `of`.
std::string Inference::type_text(const Place& place) {
  std::string name = type_name(place);
  if (name == "object") {
    std::string of;
    for (const Place& member : place.members)
      of += fmt::format("{}{}: {}", of.empty() ? "" : ", ", key_text(member.name), type_text(member));
    return fmt::format("{{type: object, of: {{{}}}}}", of);
  }
  if (name != "list") return name;
  std::string element =
      place.items.empty() || place.items.front().seen == 0 ? "text" : type_text(place.items.front());
  // A list of objects names their members directly.
  constexpr std::string_view object = "{type: object, of: ";
  if (element.starts_with(object))
    element = element.substr(object.size(), element.size() - object.size() - 1);
  return fmt::format("{{type: list, of: {}}}", element);
}

// The one type that holds everything seen; text where there is none.
std::string Inference::type_name(const Place& place) {
  if (place.seen == 0) return "text";
  if (place.booleans == place.seen) return "bool";
  if (place.integers == place.seen) return "int";
  if (place.integers + place.decimals == place.seen) return "decimal";
  if (place.objects == place.seen) return place.members.empty() ? "text" : "object";
  if (place.arrays == place.seen) return "list";
  if (place.texts != place.seen) return "text";
  if (place.dates == place.seen) return "date";
  if (place.instants == place.seen) return "instant";
  if (place.datetimes == place.seen) return "datetime";
  return "text";
}

std::string Inference::remark(const Place& place, std::uint64_t records) {
  if (place.seen == 0) return "no value was seen";
  bool mixed = place.booleans + place.integers + place.decimals + place.objects + place.arrays > 0 &&
               type_name(place) == "text";
  std::string note;
  auto add = [&](const std::string& words) { note += (note.empty() ? "" : "; ") + words; };
  if (mixed) add("values of several kinds were seen");
  if (place.seen < records) add(fmt::format("in {} of {} records", place.seen, records));
  constexpr std::uint64_t repeats_min = 4;  // a picklist repeats itself
  bool few = !place.many_values && !place.values.empty() && place.texts >= repeats_min * place.values.size();
  if (type_name(place) == "text" && place.texts == place.seen && few)
    add(fmt::format("an enum? only: {}", fmt::join(place.values, ", ")));
  return note;
}

}  // namespace parley::schema
