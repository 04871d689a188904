#include "compiler/check/check.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "compiler/check/work.hpp"

namespace parley::check {

namespace {

void check_mapping(Work& work, const ast::Mapping& node) {
  Mapping& out = work.out.mappings.emplace_back();
  out.program.mapping = node.name.text;
  out.program.was = node.was ? node.was->text : "";
  out.span = node.name.span;
  out.body_span = node.span;
  MappingWork m{work, node, out, Builder(out.expressions, work.types, work.out.tables),
                Scene{&out, node.left.alias.text, node.right.alias.text}};
  check_sides(m);
  check_scopes(m);
  check_matches(m);
  check_rules(m);
  check_events(m);
  finish_mapping(m);
}

}  // namespace

CheckedFile check(const ast::File& file, const Surroundings& surroundings, diagnostics::Sink& sink) {
  CheckedFile out;
  Work work{file,
            surroundings,
            sink,
            out,
            Types(out.types),
            resolve::collect(file, surroundings.sources, surroundings.imports, sink),
            {},
            {}};
  for (const ast::Table& table : file.tables) find_table(work, table.name.text);
  for (const ast::Lens& lens : file.lenses) find_lens(work, lens.name.text);
  out.mappings.reserve(file.mappings.size());
  for (const ast::Mapping& mapping : file.mappings) check_mapping(work, mapping);
  for (const ast::Test& test : file.tests) check_test(work, file, test);
  for (const ast::File* cases : surroundings.cases)
    for (const ast::Test& test : cases->tests)
      if (std::ranges::any_of(out.mappings, [&](const Mapping& mapping) {
            return mapping.program.mapping == test.mapping.text;
          }))
        check_test(work, *cases, test);
  return out;
}

CheckedExpression check_expression(const ast::LoneExpression& expression,
                                   const std::vector<Binder>& environment, diagnostics::Sink& sink) {
  CheckedExpression out;
  Types types(out.types);
  const std::vector<Table> no_tables;
  Builder builder(out.expressions, types, no_tables);
  Typer typer(expression.expressions, Scene{}, builder, sink);
  for (const Binder& binder : environment) {
    out.environment.push_back({builder.fresh(), types.add(binder.type), binder.may_be_none});
    const CheckedExpression::Variable& variable = out.environment.back();
    typer.push({binder.name, variable.no, variable.type, variable.may_be_none});
  }
  out.root = typer.infer(expression.root);
  out.failures = failures_of(out.expressions, out.root);
  return out;
}

}  // namespace parley::check
