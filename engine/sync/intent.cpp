#include "engine/sync/intent.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace parley::sync {
namespace {

using connector::WriteKind;

core::Result<std::string> body_of(const Setting& setting, const Decision& decision, Side target,
                                  abi::BodyKind kind) {
  std::vector<abi::Assignment> assignments;
  const auto& numbers = setting.numbers.fields.at(target);
  for (const Assigned& assigned : decision.assignments.at(target)) {
    const auto at = std::find(numbers.begin(), numbers.end(), assigned.field);
    if (at == numbers.end()) continue;
    assignments.push_back(
        {abi::FieldNo(static_cast<std::uint32_t>(at - numbers.begin())), assigned.value.view()});
  }
  return setting.evaluator.body(target, kind, assignments);
}

}  // namespace

std::string op_word(WriteKind kind, Side target) {
  const char* verb = kind == WriteKind::create    ? "create"
                     : kind == WriteKind::archive ? "archive"
                     : kind == WriteKind::remove  ? "delete"
                                                  : "update";
  return fmt::format("{} {}", verb, side_word(target));
}

std::optional<Op> op_of(std::string_view word) {
  for (const WriteKind kind : {WriteKind::create, WriteKind::update, WriteKind::archive, WriteKind::remove})
    for (const Side side : both_sides)
      if (op_word(kind, side) == word) return Op{kind, side};
  return std::nullopt;
}

store::JournalRow journal_row(const Setting& setting, const Decision& decision, const Intent& intent) {
  store::JournalRow row;
  row.no = intent.no;
  row.run = setting.run;
  row.mapping = setting.mapping;
  if (decision.link.value != 0) row.link = decision.link;
  row.record = decision.records.at(abi::other(intent.target));
  row.op = op_word(intent.kind, intent.target);
  row.delta = pack_lines(decision.lines);
  row.left_image = decision.state.left;
  row.right_image = decision.state.right;
  row.marker = decision.marker;
  if (setting.can.at(intent.target).conditional_writes) row.if_version = decision.versions.at(intent.target);
  row.plan = setting.program.hash;
  row.sent_at = setting.remote.now();
  return row;
}

core::Result<std::vector<Intent>> intents_of(const Setting& setting, const Decision& decision,
                                             std::size_t place) {
  std::vector<Intent> intents;
  if (decision.action == Action::create) {
    std::string body = TRY(body_of(setting, decision, decision.target, abi::BodyKind::create));
    intents.push_back({{}, place, decision.target, WriteKind::create, std::move(body), {}});
  } else if (decision.ends_partner()) {
    const WriteKind kind = decision.action == Action::archive ? WriteKind::archive : WriteKind::remove;
    intents.push_back({{}, place, decision.target, kind, "{}", {}});
  } else if (decision.action == Action::update) {
    for (const Side side : both_sides) {
      if (decision.assignments.at(side).empty()) continue;
      std::string body = TRY(body_of(setting, decision, side, abi::BodyKind::update));
      intents.push_back({{}, place, side, WriteKind::update, std::move(body), {}});
    }
  }
  return intents;
}

}  // namespace parley::sync
