// Every NAME.parley beside this file and below mappings/ that has records beside it, run over NAME.ndjson to
// the right and over NAME.reverse.ndjson to the left, as create and as update bodies. NAME.out holds what was
// written and rejected. The interpreter and generated code must agree on every byte of it.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "compiler/diagnostics/render.hpp"
#include "compiler/driver/transform.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/repository_files.hpp"
#include "tests/support/streams.hpp"

using namespace parley;

namespace {

struct Ran {
  std::string text;
  driver::Counts counts;
};

Ran run(const driver::CompiledMapping& mapping, const std::string& input, abi::Direction direction,
        abi::BodyKind kind, driver::Engine engine) {
  driver::Transform transform(mapping, {.direction = direction, .kind = kind, .engine = engine});
  support::TextSource source(input);
  support::TextOutlet outlet;
  auto done = transform.run(source, outlet);
  INFO((done ? "" : done.error().message));
  REQUIRE(done.has_value());
  const driver::Counts& c = transform.counts();
  CHECK(c.read == c.written + c.left_out + c.skipped + c.rejected);
  return {outlet.written + outlet.errors + fmt::format("{} left out, {} skipped\n", c.left_out, c.skipped),
          c};
}

std::string half(const driver::CompiledMapping& mapping, const std::string& input, abi::Direction direction,
                 const char* title) {
  Ran create = run(mapping, input, direction, abi::BodyKind::create, driver::Engine::interpret);
  Ran update = run(mapping, input, direction, abi::BodyKind::update, driver::Engine::interpret);
  Ran fast = run(mapping, input, direction, abi::BodyKind::create, driver::Engine::compiled);
  CHECK(create.text == fast.text);
  CHECK(fast.counts.compiled > 0);
  return fmt::format("== {}: create\n{}== {}: update\n{}", title, create.text, title, update.text);
}

}  // namespace

TEST_CASE("mappings over records") {
  auto files = support::files_below("tests/golden/map", ".parley");
  for (const auto& path : support::files_below("mappings", ".parley")) files.push_back(path);
  std::erase_if(files, [](std::filesystem::path path) {
    return !std::filesystem::exists(path.replace_extension(".ndjson"));
  });
  REQUIRE(files.size() >= 2);
  support::RepositoryFiles disk;
  for (const auto& path : files) {
    CAPTURE(path.string());
    auto compilation = *driver::compile(path.string(), disk);
    INFO(diagnostics::render_text(compilation->sink.sorted(), compilation->sources,
                                  diagnostics::Colour::never));
    REQUIRE(compilation->mappings.size() == 1);
    auto beside = [&](const char* ending) { return std::filesystem::path(path).replace_extension(ending); };
    const auto& mapping = compilation->mappings.front();
    std::string actual =
        half(mapping, support::read_text(beside(".ndjson")), abi::Direction::to_right, "to right");
    if (std::filesystem::exists(beside(".reverse.ndjson")))
      actual +=
          half(mapping, support::read_text(beside(".reverse.ndjson")), abi::Direction::to_left, "to left");
    support::check_golden(beside(".out"), actual);
  }
}
