#include "engine/sync/remote.hpp"

#include <fmt/core.h>

namespace parley::sync {

core::Error error_of(const connector::Fault& fault, std::string_view system) {
  using Kind = connector::Fault::Kind;
  std::string remedy;
  switch (fault.kind) {
    case Kind::unauthorized:
      remedy = "check the secret of the connection";
      break;
    case Kind::forbidden:
      remedy = "give the role or token the right that is named";
      break;
    case Kind::throttled:
    case Kind::unreachable:
    case Kind::incomplete:
      remedy = "nothing is lost; run again later";
      break;
    case Kind::bad_cursor:
      remedy = "the state is of another version; run with --full";
      break;
    case Kind::unsupported:
    case Kind::malformed:
    case Kind::refused:
      break;
  }
  return {core::ErrorKind::remote, fmt::format("{}: {}", system, fault.words), remedy};
}

}  // namespace parley::sync
