// Intent: one remote write of a decision, durable before it is sent. Its journal row carries everything that
// recovery needs: what was to be written, the marker, and the images that become bases once it is found
// applied.
#pragma once

#include "engine/sync/decision.hpp"
#include "engine/sync/setting.hpp"

namespace parley::sync {

struct Intent {
  store::IntentNo no;
  std::size_t decision = 0;  // which of the group
  Side target = Side::right;
  connector::WriteKind kind = connector::WriteKind::update;
  std::string body;
  std::optional<connector::Outcome> outcome;

  // What was to be deleted and is not there any more is deleted, whoever did it.
  bool came_true() const {
    if (!outcome) return false;
    const bool ends = kind == connector::WriteKind::archive || kind == connector::WriteKind::remove;
    return outcome->how == connector::Settled::applied || (ends && outcome->how == connector::Settled::gone);
  }
};

std::string op_word(connector::WriteKind kind, Side target);  // "create right"
struct Op {
  connector::WriteKind kind;
  Side target;
};
std::optional<Op> op_of(std::string_view word);

store::JournalRow journal_row(const Setting& setting, const Decision& decision, const Intent& intent);

// Every write that the decision needs; fails where a body cannot be made.
core::Result<std::vector<Intent>> intents_of(const Setting& setting, const Decision& decision,
                                             std::size_t place);

}  // namespace parley::sync
