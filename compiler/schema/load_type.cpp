#include "compiler/schema/load_type.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

#include "stdlib/core/text.hpp"

namespace parley::schema {

namespace {

struct NamedKind {
  std::string_view name;
  TypeKind kind;
};
constexpr auto kinds = std::to_array<NamedKind>({{"text", TypeKind::text},
                                                 {"bool", TypeKind::boolean},
                                                 {"int", TypeKind::integer},
                                                 {"decimal", TypeKind::decimal},
                                                 {"money", TypeKind::money},
                                                 {"date", TypeKind::date},
                                                 {"time", TypeKind::time},
                                                 {"datetime", TypeKind::datetime},
                                                 {"instant", TypeKind::instant},
                                                 {"enum", TypeKind::enumeration},
                                                 {"list", TypeKind::list},
                                                 {"set", TypeKind::set},
                                                 {"object", TypeKind::object},
                                                 {"ref", TypeKind::reference},
                                                 {"id", TypeKind::id}});

struct NamedWire {
  std::string_view name;
  Wire wire;
};
constexpr auto wires = std::to_array<NamedWire>({{"json", Wire::json},
                                                 {"text", Wire::text},
                                                 {"epoch_ms", Wire::epoch_ms},
                                                 {"epoch_ms_text", Wire::epoch_ms_text},
                                                 {"epoch_s", Wire::epoch_s},
                                                 {"midnight_utc_ms", Wire::midnight_utc_ms},
                                                 {"reference", Wire::reference},
                                                 {"letter", Wire::letter},
                                                 {"semicolons", Wire::semicolons},
                                                 {"us_date", Wire::us_date}});

template <class Table>
std::string names_of(const Table& table) {
  std::string names;
  for (const auto& entry : table) names += fmt::format("{}{}", names.empty() ? "" : ", ", entry.name);
  return names;
}

std::optional<unsigned> number_in(std::string_view text, unsigned low, unsigned high) {
  unsigned number = 0;
  text = core::trim_ascii(text);
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < low || number > high)
    return std::nullopt;
  return number;
}

std::expected<Type, std::string> sized_text(Type type, const std::vector<std::string_view>& arguments) {
  auto length = number_in(arguments[0], 1, 1U << 30U);
  if (!length || arguments.size() > 2)
    return std::unexpected("text takes a length and a unit: text(40, utf16)");
  type.length_max = *length;
  if (arguments.size() == 1) return type;
  std::string_view unit = core::trim_ascii(arguments[1]);
  if (unit == "utf16") {
    type.length_unit = LengthUnit::utf16;
  } else if (unit == "bytes") {
    type.length_unit = LengthUnit::bytes;
  } else if (unit != "codepoints") {
    return std::unexpected("a length's unit is codepoints, utf16 or bytes");
  }
  return type;
}

std::expected<Type, std::string> sized_decimal(Type type, const std::vector<std::string_view>& arguments) {
  auto precision = number_in(arguments[0], 1, 38);
  auto scale = arguments.size() == 2 ? number_in(arguments[1], 0, 38) : std::nullopt;
  if (!precision || !scale || *scale > *precision)
    return std::unexpected("decimal takes digits in all (1 to 38) and behind the point: decimal(12,2)");
  type.precision = static_cast<std::uint8_t>(*precision);
  type.scale = static_cast<std::uint8_t>(*scale);
  return type;
}

}  // namespace

std::expected<Type, std::string> parse_type(std::string_view text) {
  text = core::trim_ascii(text);
  std::size_t bracket = text.find_first_of("(<");
  std::string_view name = core::trim_ascii(text.substr(0, bracket));
  auto found = std::ranges::find(kinds, name, &NamedKind::name);
  if (found == kinds.end())
    return std::unexpected(fmt::format("no type is called `{}`; there are {}", name, names_of(kinds)));
  Type type{.kind = found->kind};
  if (bracket == std::string_view::npos) return type;

  char closing = text[bracket] == '(' ? ')' : '>';
  if (text.back() != closing) return std::unexpected(fmt::format("`{}` lacks its `{}`", text, closing));
  std::string_view inside = text.substr(bracket + 1, text.size() - bracket - 2);
  if (closing == '>') {
    if (type.kind != TypeKind::reference && type.kind != TypeKind::id)
      return std::unexpected(fmt::format("`{}` takes no `<…>`; elements are given by `of`", name));
    type.target = std::string(core::trim_ascii(inside));
    return type;
  }
  if (type.kind == TypeKind::text) return sized_text(std::move(type), core::split(inside, ','));
  if (type.kind == TypeKind::decimal || type.kind == TypeKind::money)
    return sized_decimal(std::move(type), core::split(inside, ','));
  return std::unexpected(fmt::format("`{}` takes no size", name));
}

std::expected<Wire, std::string> parse_wire(std::string_view text) {
  auto found = std::ranges::find(wires, text, &NamedWire::name);
  if (found == wires.end())
    return std::unexpected(
        fmt::format("no wire encoding is called `{}`; there are {}", text, names_of(wires)));
  return found->wire;
}

std::string_view wire_name(Wire wire) {
  return std::ranges::find(wires, wire, &NamedWire::wire)->name;
}

}  // namespace parley::schema
