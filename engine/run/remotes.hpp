// Remotes: both accounts of a sync over one wire: what engine/sync asks of the world. Left and right requests
// overlap. Borrows connectors and channels. One thread.
#pragma once

#include "engine/connector/drive.hpp"
#include "engine/sync/remote.hpp"

namespace parley::run {

struct Account {
  connector::Connector* connector = nullptr;
  http::Channel* channel = nullptr;
};

class Remotes final : public sync::Remote {
 public:
  Remotes(http::Wire& wire, sync::Sides<Account> accounts)
      : drive_(wire), accounts_(accounts), clock_(wire.clock()) {}

  connector::Connector& connector(abi::Side side) override { return *accounts_.at(side).connector; }
  sync::RunningNo start(abi::Side side, connector::Op operation) override;
  core::Result<std::optional<sync::Delivery>> next() override;
  core::Instant now() override { return clock_.now(); }

 private:
  connector::Drive drive_;
  sync::Sides<Account> accounts_;
  core::Clock& clock_;
};

}  // namespace parley::run
