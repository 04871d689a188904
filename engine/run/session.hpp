// Session: one sync of a project, opened: connections with their secrets, the state under its lease, and the
// setting that engine/sync works with. Owns all of it; releases the lease at the end. One thread.
#pragma once

#include <memory>
#include <string>

#include "compiler/driver/compile.hpp"
#include "compiler/driver/compiled.hpp"
#include "compiler/driver/transform.hpp"
#include "engine/http/channel.hpp"
#include "engine/io/io.hpp"
#include "engine/run/project.hpp"
#include "engine/run/remotes.hpp"
#include "engine/sync/setting.hpp"

namespace parley::run {

struct SessionOptions {
  const Project& project;
  const SyncEntry& entry;
  driver::Compilation& compilation;
  const driver::CompiledMapping& mapping;
  std::string actor;
  // Automatic generates code for what has a fast form; compiled insists on it for everything that can have
  // one.
  driver::Engine engine = driver::Engine::automatic;
  std::uint64_t verify_every = driver::verify_every;  // one record in so many runs through both engines
  core::Cache* cache = nullptr;                       // of object code, while it opens; null: none
};

class Session {
 public:
  static core::Result<std::unique_ptr<Session>> open(const SessionOptions& options);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  const sync::Setting& setting() const { return *setting_; }
  // Where generated code and the interpreter differed on a record; empty: nowhere, or no code was generated.
  std::string difference() const { return compiled_ == nullptr ? std::string() : compiled_->difference(); }
  // Records that ran through both.
  std::uint64_t verified() const { return compiled_ == nullptr ? 0 : compiled_->counts().verified; }
  const http::Usage& usage(abi::Side side) const { return accounts_.at(side).channel->usage(); }

 private:
  struct Connected {
    std::unique_ptr<connector::Connector> connector;
    std::unique_ptr<http::Authorizer> authorizer;
    std::unique_ptr<http::Channel> channel;
  };

  Session() = default;
  core::Result<void> connect(const SessionOptions& options);
  core::Result<Connected> connect_one(const SessionOptions& options, const Connection& connection);
  core::Result<void> open_state(const SessionOptions& options);
  core::Result<void> choose_engine(const SessionOptions& options);

  io::SystemClock clock_;
  std::unique_ptr<core::Random> random_;
  std::unique_ptr<http::Wire> wire_;
  sync::Sides<Connected> accounts_;
  std::unique_ptr<Remotes> remotes_;
  std::unique_ptr<store::Store> store_;
  std::optional<store::Lease> lease_;
  std::unique_ptr<abi::Evaluator> evaluator_;
  const driver::CompiledEvaluator* compiled_ = nullptr;  // evaluator_, if it is one
  std::optional<sync::Setting> setting_;
};

}  // namespace parley::run
