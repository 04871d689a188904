#include "engine/sync/defaults.hpp"

#include <algorithm>

namespace parley::sync {
namespace {

bool was_sent(const Setting& setting, const Decision& created, std::uint32_t rule) {
  return std::any_of(created.lines.begin(), created.lines.end(), [&](const FieldLine& line) {
    return line.rule == setting.numbers.rules[rule] && line.writes.at(created.target);
  });
}

bool any_unknown(const Values& values) {
  return std::any_of(values.begin(), values.end(), [](const Value& v) { return value::is_unknown(v.state); });
}

// Every field of the rule holds what the schema says the system puts in. Any other value may be somebody's.
bool are_defaults(const Setting& setting, Side side, const std::vector<abi::FieldNo>& fields,
                  const Values& image) {
  return std::all_of(fields.begin(), fields.end(), [&](abi::FieldNo no) {
    const schema::Field& field = setting.program.shape(side).fields[no.value].field;
    return field.default_value && image[no.value] == Value::of(*field.default_value);
  });
}

}  // namespace

core::Result<void> adopt_defaults(const Setting& setting, const Decision& created, store::Batch& batch) {
  const Side target = created.target;
  const store::RecordNo record[] = {created.records.at(target)};
  const auto inbox = TRY(setting.store.inbox_of(setting.mapping, record));
  const store::LinkNo link[] = {created.link};
  const auto bases = TRY(setting.store.bases(setting.mapping, link));
  if (inbox.empty() || bases.empty()) return {};
  const Values image = unpack_image(inbox.front().image, setting.numbers.fields.at(target));
  LinkState state = unpack_state(bases.front(), setting.numbers);
  bool adopted = false;
  for (std::uint32_t no = 0; no < state.bases.size(); ++no) {
    const abi::Rule& rule = setting.program.rules[no];
    if (!abi::allows(rule.arrow, towards(target)) || rule.once || was_sent(setting, created, no)) continue;
    FieldBase base = unmet(rule);
    base.standing = Standing::kept;
    base.values = {components(rule.left, target == Side::left ? image : state.images.left),
                   components(rule.right, target == Side::right ? image : state.images.right)};
    if (any_unknown(base.values.left) || any_unknown(base.values.right)) continue;
    if (!are_defaults(setting, target, target == Side::left ? rule.left : rule.right, image)) continue;
    state.bases[no] = std::move(base);
    adopted = true;
  }
  if (!adopted) return {};
  Sides<std::string> packed = pack_state(state, setting.numbers);
  batch.mutations.emplace_back(
      store::PutBase{{created.link, setting.mapping, std::move(packed.left), std::move(packed.right)}});
  return {};
}

}  // namespace parley::sync
