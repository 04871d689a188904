#include "engine/sync/setting.hpp"

#include <fmt/core.h>

#include "stdlib/core/sha256.hpp"

namespace parley::sync {
namespace {

// A mapping that was renamed goes on with its state; `was` is tried once.
core::Result<store::MappingNo> mapping_number(const Bindings& bindings) {
  const abi::Program& program = bindings.program;
  if (!program.was.empty()) TRY(bindings.store.rename_mapping(bindings.lease, program.was, program.mapping));
  return bindings.store.mapping(bindings.lease, program.mapping);
}

core::Result<void> number_names(const Bindings& bindings, Setting& setting) {
  for (const Side side : both_sides) {
    for (const abi::ProjectedField& field : bindings.program.shape(side).fields) {
      setting.numbers.fields.at(side).push_back(
          TRY(bindings.store.field(bindings.lease, setting.objects.at(side), field.name)));
      setting.asked.at(side).names.emplace_back(field.name);
    }
  }
  for (const abi::Rule& rule : bindings.program.rules) {
    if (!rule.was.empty())
      TRY(bindings.store.rename_rule(bindings.lease, setting.mapping, rule.was, rule.name));
    setting.numbers.rules.push_back(TRY(bindings.store.rule(bindings.lease, setting.mapping, rule.name)));
  }
  return {};
}

}  // namespace

std::string Setting::stream(std::string_view kind) const {
  return std::string(kind) + ":" + program.mapping;
}

core::Result<Setting> open_setting(const Bindings& bindings) {
  if (const std::size_t count = bindings.program.matches.size(); count > store::match_rules_max)
    return core::fail(core::ErrorKind::input,
                      fmt::format("mapping {} has {} match rules; at most {} can be kept apart",
                                  bindings.program.mapping, count, store::match_rules_max));
  Setting setting{bindings.program,
                  bindings.evaluator,
                  bindings.store,
                  bindings.lease,
                  bindings.remote,
                  bindings.accounts,
                  {},
                  {},
                  {},
                  {},
                  {},
                  {},
                  {},
                  {}};
  for (const Side side : both_sides) {
    const abi::SideShape& shape = bindings.program.shape(side);
    setting.objects.at(side) = TRY(
        bindings.store.object(bindings.lease, shape.system + ":" + bindings.accounts.at(side), shape.object));
    setting.can.at(side) = bindings.remote.connector(side).capabilities(setting.object(side));
  }
  setting.pair = TRY(bindings.store.pair(bindings.lease, setting.objects.left, setting.objects.right));
  setting.mapping = TRY(mapping_number(bindings));
  setting.lane = TRY(bindings.store.key_lane(bindings.lease, setting.pair, setting.mapping));
  TRY_VOID(number_names(bindings, setting));
  setting.run = store::RunNo(TRY(bindings.store.reserve(bindings.lease, store::Sequence::runs, 1)));
  store::RunRow run;
  run.no = setting.run;
  run.mapping = setting.mapping;
  run.mapping_hash = bindings.program.hash;
  run.actor = bindings.actor;
  run.started = bindings.remote.now();
  TRY_VOID(commit(setting, {{store::PutRun{run}}, {}}));
  return setting;
}

std::string marker_of(const Setting& setting, Side source, const store::RemoteId& id) {
  const abi::SideShape& shape = setting.program.shape(source);
  const std::string name =
      setting.accounts.at(source) + '\0' + shape.system + "." + shape.object + '\0' + id.value;
  return core::sha256_hex(name).substr(0, 32);
}

core::Result<void> commit(const Setting& setting, const store::Batch& batch) {
  if (batch.mutations.empty()) return {};
  const store::Commit result = TRY(setting.store.commit(setting.lease, batch));
  if (result.refused)
    return core::fail(core::ErrorKind::machine, "the state refused a change: " + result.refused->words);
  return {};
}

std::optional<store::Version> stored(const std::optional<connector::Version>& version) {
  if (!version) return std::nullopt;
  return store::Version{version->token, version->modified};
}

}  // namespace parley::sync
