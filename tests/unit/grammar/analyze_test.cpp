#include <doctest/doctest.h>

#include <tao/pegtl/contrib/analyze.hpp>

#include "grammar/declarations.hpp"

TEST_CASE("no rule of the grammar can loop without consuming") {
  CHECK(tao::pegtl::analyze<parley::grammar::file>() == 0);
  CHECK(tao::pegtl::analyze<parley::grammar::lone_expression>() == 0);
}
