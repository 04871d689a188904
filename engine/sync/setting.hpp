// Setting: one sync with all its names resolved: the mapping, the state under its lease, and the numbers that
// the state gave to mapping, objects, fields and rules. Made once a run (open_setting); everything is
// borrowed from the run and outlives it. One thread.
#pragma once

#include <string>

#include "engine/store/store.hpp"
#include "engine/sync/pack.hpp"
#include "engine/sync/remote.hpp"

namespace parley::sync {

struct Setting {
  const abi::Program& program;
  abi::Evaluator& evaluator;
  store::Store& store;
  const store::Lease& lease;
  Remote& remote;
  Sides<std::string> accounts;

  store::MappingNo mapping;
  store::PairNo pair;
  store::KeyLane lane;  // of the mapping's keys in the pair
  Sides<store::ObjectNo> objects;
  Numbers numbers;
  Sides<connector::FieldSet> asked;
  Sides<connector::Capabilities> can;
  store::RunNo run;

  connector::ObjectName object(Side side) const { return connector::ObjectName(program.shape(side).object); }
  std::string stream(std::string_view kind) const;  // a cursor's name: cursors belong to a mapping
};

struct Bindings {
  const abi::Program& program;
  abi::Evaluator& evaluator;
  store::Store& store;
  const store::Lease& lease;
  Remote& remote;
  Sides<std::string> accounts;
  std::string actor;
};

core::Result<Setting> open_setting(const Bindings& bindings);

// The key under which a partner of this record is created: 32 hex digits of SHA-256(account, object, id).
std::string marker_of(const Setting& setting, Side source, const store::RemoteId& id);

// Commits, and takes a refusal for what the caller did not expect.
core::Result<void> commit(const Setting& setting, const store::Batch& batch);

// Version of a connector's item as the state keeps it.
std::optional<store::Version> stored(const std::optional<connector::Version>& version);

}  // namespace parley::sync
