#include "compiler/lint/look.hpp"

#include <algorithm>
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

std::vector<Write> writes(const Mapping& mapping) {
  std::vector<Write> all;
  for (std::size_t i = 0; i < mapping.rules.size(); ++i) {
    const check::Rule& rule = mapping.rules[i];
    const abi::Rule& line = mapping.program.rules[i];
    for (const abi::Direction direction : directions) {
      const auto& way = rule.way(direction);
      if (!way) continue;
      const auto& fields = direction == abi::Direction::to_right ? line.right : line.left;
      for (std::size_t c = 0; c < fields.size(); ++c)
        all.push_back({i, rule, line, direction, fields[c], way->values[c], way->defaults[c]});
    }
  }
  return all;
}

bool is_written(const Mapping& mapping, abi::Side side, abi::FieldNo field) {
  return std::ranges::any_of(mapping.program.rules, [&](const abi::Rule& line) {
    const abi::Direction towards =
        side == abi::Side::right ? abi::Direction::to_right : abi::Direction::to_left;
    const auto& fields = side == abi::Side::right ? line.right : line.left;
    return allows(line.arrow, towards) && std::ranges::find(fields, field) != fields.end();
  });
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
