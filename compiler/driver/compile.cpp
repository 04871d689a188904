#include "compiler/driver/compile.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "compiler/check/check.hpp"
#include "compiler/driver/meaning.hpp"
#include "compiler/ir/lower.hpp"
#include "compiler/parse/parse.hpp"

namespace parley::driver {

namespace {

std::string folder_of(const std::string& path) {
  std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? std::string() : path.substr(0, slash + 1);
}

core::Result<void> read_cases(Compilation& c, const std::string& path, Files& files) {
  const std::string folder = folder_of(path) + "cases";
  for (const std::string& name : files.list(folder)) {
    if (!name.ends_with(".parley")) continue;
    const std::string file = fmt::format("{}/{}", folder, name);
    std::string text = TRY(files.read(file));
    c.cases.push_back(parse::parse(c.sources.add(file, std::move(text)), c.sink));
  }
  return {};
}

void check_and_lower(Compilation& c) {
  std::vector<const ast::File*> cases;
  for (const ast::File& each : c.cases) cases.push_back(&each);
  c.checked = check::check(c.file, {c.schemas, c.imports, c.sources, std::move(cases)}, c.sink);
  if (c.sink.has_errors()) return;
  for (const check::Mapping& mapping : c.checked.mappings) {
    CompiledMapping& compiled = c.mappings.emplace_back();
    compiled.program = mapping.program;
    compiled.module = ir::lower(mapping, c.checked.tables, c.sources);
    fill_hashes(compiled.program, compiled.module);
  }
}

}  // namespace

Compilation::Compilation(Files& files, const std::string& path)
    : schemas(files, folder_of(path), sources, sink), imports(files, sources, sink) {}

const CompiledMapping* Compilation::find(std::string_view mapping) const {
  auto found = std::ranges::find_if(mappings, [&](const auto& m) { return m.program.mapping == mapping; });
  return found == mappings.end() ? nullptr : &*found;
}

core::Result<std::unique_ptr<Compilation>> compile(const std::string& path, Files& files, Cases cases) {
  std::string text = TRY(files.read(path));
  auto c = std::make_unique<Compilation>(files, path);
  const source::SourceFile& source = c->sources.add(path, std::move(text));
  c->file = parse::parse(source, c->sink);
  if (cases == Cases::yes) TRY_VOID(read_cases(*c, path, files));
  check_and_lower(*c);
  return c;
}

lint::Outcome lint(Compilation& compilation, const lint::Options& options) {
  return lint::run(compilation.checked, compilation.sources, options, compilation.sink);
}

std::unique_ptr<CompiledExpression> compile_expression(const std::string& text) {
  auto c = std::make_unique<CompiledExpression>();
  const source::SourceFile& source = c->sources.add("expression", text);
  ast::LoneExpression parsed = parse::parse_expression(source, c->sink);
  if (c->sink.has_errors()) return c;
  c->checked = check::check_expression(parsed, {}, c->sink);
  if (!c->sink.has_errors()) c->function = ir::lower(c->checked, c->sources);
  return c;
}

}  // namespace parley::driver
