#include "engine/run/remotes.hpp"

namespace parley::run {

sync::RunningNo Remotes::start(abi::Side side, connector::Op operation) {
  return sync::RunningNo(drive_.start(*accounts_.at(side).channel, std::move(operation)).value);
}

core::Result<std::optional<sync::Delivery>> Remotes::next() {
  auto delivery = TRY(drive_.next());
  if (!delivery) return std::optional<sync::Delivery>();
  return std::optional(sync::Delivery{sync::RunningNo(delivery->operation.value), std::move(delivery->step)});
}

}  // namespace parley::run
