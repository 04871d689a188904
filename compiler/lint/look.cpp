#include "compiler/lint/look.hpp"

#include <set>

#include "compiler/resolve/declaration.hpp"

namespace parley::lint {

const std::string& alias(const Mapping& mapping, abi::Side side) {
  return mapping.program.shape(side).alias;
}

const schema::Field& field(const Mapping& mapping, abi::Side side, abi::FieldNo no) {
  return *mapping.side(side).fields[no.value];
}

std::string field_text(const Mapping& mapping, abi::Side side, abi::FieldNo no) {
  return alias(mapping, side) + "." + field(mapping, side, no).name;
}

std::string object_text(const Mapping& mapping, abi::Side side) {
  return mapping.program.shape(side).system + "." + mapping.program.shape(side).object;
}

std::vector<diagnostics::Note> declared(const Subject& subject, const Mapping& mapping, abi::Side side,
                                        const schema::Field& field) {
  const schema::Object* object = mapping.side(side).object;
  if (object == nullptr) return {};
  const auto note = resolve::declaration(subject.sources, *object, field);
  return note ? std::vector{*note} : std::vector<diagnostics::Note>{};
}

abi::FieldNo target(const abi::Rule& rule, abi::Direction direction) {
  return direction == abi::Direction::to_right ? rule.right.front() : rule.left.front();
}

bool is_sync(const Mapping& mapping) {
  return !mapping.matches.empty();
}

std::vector<ExpressionId> nodes_of(const Expressions& all, ExpressionId root) {
  std::set<ExpressionId> seen;
  std::vector<ExpressionId> open = {root};
  while (!open.empty()) {
    const ExpressionId id = open.back();
    open.pop_back();
    if (!seen.insert(id).second) continue;
    open.insert(open.end(), all[id].children.begin(), all[id].children.end());
  }
  return {seen.begin(), seen.end()};
}

std::vector<ExpressionId> conjuncts(const Expressions& all, ExpressionId condition) {
  const Expression& e = all[condition];
  if (e.kind != ExpressionKind::logical_and) return {condition};
  std::vector<ExpressionId> found = conjuncts(all, e.children[0]);
  const std::vector<ExpressionId> more = conjuncts(all, e.children[1]);
  found.insert(found.end(), more.begin(), more.end());
  return found;
}

}  // namespace parley::lint
