#include "stdlib/schema/type.hpp"

#include <doctest/doctest.h>

using namespace parley::schema;

TEST_CASE("types print as schemas write them") {
  Type text{.kind = TypeKind::text, .length_max = 40, .length_unit = LengthUnit::utf16};
  CHECK(to_text(text) == "text(40, utf16)");
  Type amount{.kind = TypeKind::decimal, .precision = 12, .scale = 2};
  CHECK(to_text(amount) == "decimal(12,2)");
  Type list{.kind = TypeKind::list, .element = std::make_shared<Type>(amount)};
  CHECK(to_text(list) == "list<decimal(12,2)>");
  CHECK_FALSE(same_kind(list, Type{.kind = TypeKind::list, .element = std::make_shared<Type>(text)}));
}
