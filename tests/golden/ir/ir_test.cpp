// The IR of every NAME.parley beside this file stands in NAME.ir.
#include <doctest/doctest.h>

#include "compiler/diagnostics/render.hpp"
#include "compiler/driver/compile.hpp"
#include "compiler/ir/print.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/repository_files.hpp"

using namespace parley;

TEST_CASE("mappings as IR") {
  auto files = support::files_below("tests/golden/ir", ".parley");
  REQUIRE(!files.empty());
  support::RepositoryFiles disk;
  for (const auto& path : files) {
    CAPTURE(path.string());
    auto compilation = *driver::compile(path.string(), disk);
    INFO(diagnostics::render_text(compilation->sink.sorted(), compilation->sources,
                                  diagnostics::Colour::never));
    REQUIRE(!compilation->mappings.empty());
    std::string actual;
    for (const auto& mapping : compilation->mappings) actual += ir::print(mapping.module);
    support::check_golden(std::filesystem::path(path).replace_extension(".ir"), actual);
  }
}
