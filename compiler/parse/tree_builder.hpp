// Syntax nodes to the AST of a file. One method a node kind; split over policies, mappings and declarations.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "compiler/ast/file.hpp"
#include "compiler/parse/context.hpp"
#include "compiler/parse/expressions.hpp"

namespace parley::parse {

class TreeBuilder {
 public:
  // The errors say which parts of the text are missing from the tree.
  TreeBuilder(const Context& context, const std::vector<SyntaxError>& errors)
      : context_(context), errors_(errors), expressions_(context, file_.expressions) {}
  TreeBuilder(const TreeBuilder&) = delete;
  TreeBuilder& operator=(const TreeBuilder&) = delete;

  ast::File build(const Node& root);

 private:
  // policies.cpp
  bool add_policy(const Node& node, ast::Policies& policies);
  bool add_event(const Node& node, std::vector<ast::EventRule>& events);
  ast::Answer answer(const Node& node);
  void add_answers(const Node& clause, ast::Directed<ast::Answer>& answers);
  void add_defaults(const Node& clause, ast::Directed<ast::ExpressionId>& defaults);
  ast::ConflictRule conflict(const Node& node);
  ast::FirstRule first(const Node& node);
  ast::EventRule event(const Node& node);
  ast::Limit limit(const Node& node);

  // mappings.cpp
  ast::Mapping mapping(const Node& node);
  void add_mapping_item(const Node& node, ast::Mapping& mapping);
  void add_side(const Node& node, ast::Side& side, std::string_view word);
  ast::MatchRule match(const Node& node);
  bool add_conjuncts(ast::ExpressionId id, std::vector<ast::MatchRule::Pair>& pairs);
  void add_block(const Node& body, ast::FieldBlock block, ast::Mapping& mapping);
  ast::FieldRule field_rule(const Node& node, ast::FieldBlockId block);
  std::vector<ast::ExpressionId> operand(const Node& node);
  void check_target(const std::vector<ast::ExpressionId>& target, source::Span arrow);
  void add_clauses(const Node& node, ast::FieldRule& rule);
  void add_clause(const Node& clause, ast::FieldRule& rule);
  void add_via(const Node& node, ast::FieldRule& rule);
  void check_clause_order(const std::vector<const Node*>& clauses);

  // declarations.cpp
  void add_declaration(const Node& node);
  ast::PoliciesDeclaration policies(const Node& node);
  ast::Table table(const Node& node);
  void add_table_item(const Node& node, ast::Table& table);
  ast::Lens lens(const Node& node);
  ast::TypeName type(const Node& node);
  void check_lens_bodies(const ast::Lens& lens);
  ast::Test test(const Node& node);
  ast::Expectation expectation(const Node& node);
  ast::RecordLiteral record(const Node& node, bool expected);
  ast::RecordField record_field(const Node& node, bool expected);

  ast::Arrow arrow(const Node& word) const;
  std::vector<ast::Name> names(const Node& node) const;
  void report_reserved(const Node& node);
  // A part of it could not be read, so nothing is said of parts that are missing.
  bool is_broken(source::Span span) const;

  const Context& context_;
  const std::vector<SyntaxError>& errors_;
  ast::File file_;
  ExpressionBuilder expressions_;
};

}  // namespace parley::parse
