// Id: a number or a text that names one kind of thing and cannot be mistaken for another.
//   using RuleId = core::Id<struct RuleTag>;            // a dense index
//   using RecordId = core::Id<struct RecordTag, std::string>;
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <utility>

namespace parley::core {

template <class Tag, class Rep = std::uint32_t>
struct Id {
  Rep value{};

  constexpr Id() = default;
  constexpr explicit Id(Rep v) : value(std::move(v)) {}
  friend constexpr auto operator<=>(const Id&, const Id&) = default;
  friend constexpr bool operator==(const Id&, const Id&) = default;
};

}  // namespace parley::core

template <class Tag, class Rep>
struct std::hash<parley::core::Id<Tag, Rep>> {
  std::size_t operator()(const parley::core::Id<Tag, Rep>& id) const { return std::hash<Rep>{}(id.value); }
};
