// Policies: what is not written on a line is taken from its blocks, its mapping, and the declarations that
// the mapping uses, in this order.
#include <fmt/format.h>

#include "compiler/check/work.hpp"
#include "compiler/resolve/suggest.hpp"

namespace parley::check {

namespace {

abi::Conflict conflict_of(MappingWork& m, const ast::ConflictRule& rule) {
  switch (rule.kind) {
    case ast::ConflictRule::Kind::prefer: {
      const auto side = m.side(rule.side);
      return side == abi::Side::right ? abi::Conflict::prefer_right
             : side                   ? abi::Conflict::prefer_left
                                      : abi::Conflict::review;
    }
    case ast::ConflictRule::Kind::newest:
      return abi::Conflict::newest;
    case ast::ConflictRule::Kind::review:
      return abi::Conflict::review;
    case ast::ConflictRule::Kind::merge:
      break;
  }
  switch (rule.merge) {
    case ast::ConflictRule::Merge::none:
      return abi::Conflict::review;
    case ast::ConflictRule::Merge::set_union:
      return abi::Conflict::merge_union;
    case ast::ConflictRule::Merge::append:
      return abi::Conflict::merge_append;
    case ast::ConflictRule::Merge::min:
      return abi::Conflict::merge_min;
    case ast::ConflictRule::Merge::max:
      return abi::Conflict::merge_max;
    case ast::ConflictRule::Merge::logical_and:
      return abi::Conflict::merge_and;
    case ast::ConflictRule::Merge::logical_or:
      return abi::Conflict::merge_or;
  }
  return abi::Conflict::review;
}

abi::Blank blank_of(ast::Blank blank) {
  switch (blank) {
    case ast::Blank::keep:
      return abi::Blank::keep;
    case ast::Blank::clear:
      return abi::Blank::clear;
    case ast::Blank::default_value:
      return abi::Blank::default_value;
  }
  return abi::Blank::keep;
}

abi::First first_of(MappingWork& m, const ast::FirstRule& rule) {
  switch (rule.kind) {
    case ast::FirstRule::Kind::fill:
      return abi::First::fill;
    case ast::FirstRule::Kind::keep:
      return abi::First::keep;
    case ast::FirstRule::Kind::prefer:
      return m.side(rule.side) == abi::Side::right ? abi::First::prefer_right : abi::First::prefer_left;
  }
  return abi::First::unwritten;
}

// The nearest source that says something.
template <class Member>
auto nearest(const std::vector<PolicySource>& chain, Member member) -> const
    typename std::remove_reference_t<decltype(std::declval<ast::Policies>().*member)>::value_type* {
  for (const PolicySource& source : chain)
    if (const auto& said = source.policies->*member) return &*said;
  return nullptr;
}

}  // namespace

std::vector<resolve::Declared<ast::PoliciesDeclaration>> used_policies(MappingWork& m) {
  std::vector<resolve::Declared<ast::PoliciesDeclaration>> used;
  for (const ast::Name& name : m.node.uses) {
    const auto found = m.work.names.policies.find(name.text);
    if (found != m.work.names.policies.end()) used.push_back(found->second);
  }
  return used;
}

std::vector<PolicySource> policy_chain(MappingWork& m, const ast::FieldRule& rule) {
  std::vector<PolicySource> chain = {{&m.work.file, &rule.policies}};
  std::optional<ast::FieldBlockId> block = rule.block;
  while (block) {
    const ast::FieldBlock& node = m.work.file[*block];
    chain.push_back({&m.work.file, &node.policies});
    block = node.parent;
  }
  chain.push_back({&m.work.file, &m.node.policies});
  for (const auto& declared : used_policies(m)) chain.push_back({declared.file, &declared.node->policies});
  return chain;
}

void inherit(MappingWork& m, const std::vector<PolicySource>& chain, abi::Rule& rule, Rule& checked) {
  if (const auto* conflict = nearest(chain, &ast::Policies::conflict)) {
    checked.conflict_written = true;
    if (rule.arrow == abi::Arrow::both) rule.conflict = conflict_of(m, *conflict);
  } else if (rule.arrow == abi::Arrow::both) {
    rule.conflict = abi::Conflict::review;
  }
  if (const auto* blank = nearest(chain, &ast::Policies::blank)) {
    checked.blank_written = true;
    rule.blank = blank_of(blank->blank);
  }
  if (const auto* first = nearest(chain, &ast::Policies::first)) {
    checked.first_written = true;
    rule.first = first_of(m, *first);
  }
  if (const auto* drift = nearest(chain, &ast::Policies::drift))
    rule.drift = drift->drift == ast::Drift::restore ? abi::Drift::restore : abi::Drift::leave;
}

Answer inherited_answer(MappingWork& m, const std::vector<PolicySource>& chain, abi::Direction direction,
                        const Type& target, bool& written) {
  for (const PolicySource& source : chain) {
    const auto& failure = source.policies->failure;
    const ast::Answer* said =
        direction == abi::Direction::to_right ? failure.toward_right() : failure.toward_left();
    if (said == nullptr) continue;
    written = true;
    switch (said->kind) {
      case ast::Answer::Kind::reject:
        return {Answer::Kind::reject, {}, said->span};
      case ast::Answer::Kind::skip:
        return {Answer::Kind::skip, {}, said->span};
      case ast::Answer::Kind::keep:
        return {Answer::Kind::keep, {}, said->span};
      case ast::Answer::Kind::value:
        break;
    }
    Typer typer = m.typer(*source.file);
    typer.restrict_to(abi::source(direction), "an arrow's answer is made from the side that it comes from");
    const ExpressionId value = typer.expect(said->value, target, "the field");
    for (const Failure& failed : failures_of(m.out.expressions, value))
      if (failed.code != "invalid")
        m.work.report("P104", failed.span, "the answer to a failure may itself fail");
    return {Answer::Kind::value, value, said->span};
  }
  return {};
}

}  // namespace parley::check
