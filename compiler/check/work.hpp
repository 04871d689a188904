// What the parts of the checker share while they check one file.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "compiler/ast/file.hpp"
#include "compiler/check/check.hpp"
#include "compiler/check/checked.hpp"
#include "compiler/check/typer.hpp"
#include "compiler/check/types.hpp"
#include "compiler/resolve/names.hpp"

namespace parley::check {

// A declared lens with its types; bodies are inlined from the syntax at each use.
struct DeclaredLens {
  const ast::File* file = nullptr;
  const ast::Lens* node = nullptr;
  std::size_t index = 0;  // in CheckedFile::lenses
  const Type* left = nullptr;
  const Type* right = nullptr;
  std::vector<const Type*> parameters;
  LawClass law = LawClass::unproved;
  bool sound = true;  // its bodies check
};

struct Work {
  const ast::File& file;
  const Surroundings& around;
  diagnostics::Sink& sink;
  CheckedFile& out;
  Types types;
  resolve::Names names;
  std::map<std::string, TableNo, std::less<>> tables;  // those checked so far
  std::map<std::string, DeclaredLens, std::less<>> lenses;

  void report(std::string_view code, Span span, std::string message, std::string help = {}) {
    auto finding = diagnostics::make(code, span, std::move(message));
    finding.help = std::move(help);
    sink.add(std::move(finding));
  }
};

constexpr abi::Arrow arrow_of(ast::Arrow arrow) {
  switch (arrow) {
    case ast::Arrow::forward:
      return abi::Arrow::right;
    case ast::Arrow::backward:
      return abi::Arrow::left;
    case ast::Arrow::both:
      break;
  }
  return abi::Arrow::both;
}

// Tables and lenses are checked when first named; the file's own ones in any case.
std::optional<TableNo> find_table(Work& work, std::string_view name);
const DeclaredLens* find_lens(Work& work, std::string_view name);

// One mapping while it is checked.
struct MappingWork {
  Work& work;
  const ast::Mapping& node;
  Mapping& out;
  Builder builder;
  Scene scene;
  std::map<std::uint32_t, ExpressionId> guards = {};  // by FieldBlockId

  Typer typer(const ast::File& file) { return Typer(file.expressions, scene, builder, work.sink); }
  // `hs`, `ns`, `left`, `right`; nothing, and reported, for any other word.
  std::optional<abi::Side> side(const ast::Name& name);
};

void check_sides(MappingWork& m);     // systems, objects, where
void check_scopes(MappingWork& m);    // after the sides
void check_matches(MappingWork& m);   //
void check_rules(MappingWork& m);     //
void check_events(MappingWork& m);    //
void finish_mapping(MappingWork& m);  // merge order, what creates need
// `file` is where the test stands.
void check_test(Work& work, const ast::File& file, const ast::Test& test);

// Policies from the nearest to the farthest: the line, its blocks, the mapping, its `policies` declarations.
struct PolicySource {
  const ast::File* file = nullptr;
  const ast::Policies* policies = nullptr;
};
std::vector<PolicySource> policy_chain(MappingWork& m, const ast::FieldRule& rule);
// The declarations that the mapping uses, in order; unknown ones are reported where `report` says so.
std::vector<resolve::Declared<ast::PoliciesDeclaration>> used_policies(MappingWork& m);
// Fills conflict, blank, first and drift of the rule.
void inherit(MappingWork& m, const std::vector<PolicySource>& chain, abi::Rule& rule, Rule& checked);
// What a failure of this direction becomes; a value as one of the target's type.
Answer inherited_answer(MappingWork& m, const std::vector<PolicySource>& chain, abi::Direction direction,
                        const Type& target, bool& written);

// A value through the lenses of `via`, along or against the arrow's `->`.
struct Via {
  ExpressionId value{};
  std::vector<Step> steps;
  bool fits = true;
};
// Where the other direction turned the lenses already, `turned` says how; else they are turned by type.
Via run_lenses(MappingWork& m, const ast::FieldRule& rule, ExpressionId value, abi::Direction direction,
               const std::vector<Step>& turned, diagnostics::Sink& sink);

// The fields that an expression reads of a side, in order of their numbers.
std::vector<abi::FieldNo> reads(const Expressions& expressions, ExpressionId root, abi::Side side);
// P109 for each failure of a condition that must not fail. `invalid` reads make it unknown, so they may.
void require_total(MappingWork& m, ExpressionId condition, std::string_view what);

}  // namespace parley::check
