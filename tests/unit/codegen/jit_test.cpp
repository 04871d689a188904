#include "compiler/codegen/codegen.hpp"

#include <doctest/doctest.h>

using namespace parley;

TEST_CASE("a compiler can be made on this machine") {
  CHECK(codegen::Compiler::make());
}
