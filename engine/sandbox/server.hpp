// Server: one System on one loopback port, by cpp-httplib with 32 threads. Requests are answered one at a
// time under a mutex; a fault's delay is waited for outside it. `before` runs before each API request, inside
// the mutex: that is where a virtual clock ticks.
#pragma once

#include <functional>
#include <memory>

#include "engine/sandbox/system.hpp"
#include "stdlib/core/result.hpp"

namespace parley::sandbox {

class Server {
 public:
  // The system and what `before` and `control` touch must outlive the server. `control` answers a control
  // path that is not the system's own ("/_sandbox/advance"); it returns false where it has no answer.
  Server(System& system, std::function<void()> before,
         std::function<bool(const Request&, Response&)> control);
  ~Server();  // stops
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // Listens on 127.0.0.1; port 0 takes a free one. Returns the port. Fails with ErrorKind::machine where the
  // port is in use.
  core::Result<int> start(int port);
  void stop();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace parley::sandbox
