// What `parley map` says besides its lines: rejected records, differences between the engines and progress on
// standard error while it works, and counts at the end.
#pragma once

#include <optional>
#include <string>

#include "compiler/driver/transform.hpp"
#include "engine/cli/byte_files.hpp"
#include "engine/cli/console.hpp"
#include "stdlib/value/json.hpp"

namespace parley::cli {

// The Outlet of the command. Lines go to the target, or where there is none to standard output; rejected
// records as JSON lines to standard error, in the order of the input.
class MapOutlet : public driver::Outlet {
 public:
  MapOutlet(Console& console, FileTarget* target);

  // The next input. `named`: rejected records say its name.
  struct Input {
    std::string name;
    bool named = false;
    const FileSource* file = nullptr;  // for progress; may be null
  };
  void begin(Input input);
  // Everything that was said is on standard error, and the progress line gone.
  void end();

  core::Result<void> lines(std::string_view text) override;
  void rejected(const driver::Rejection& rejection) override;
  void differs(const driver::Difference& difference) override;
  void window_done(const driver::Counts& so_far) override;

 private:
  void say(const value::Json& report);
  void show_progress(const driver::Counts& so_far);

  Console& console_;
  FileTarget* target_;
  Input input_;
  std::string said_;  // not yet on standard error
  std::optional<std::uint64_t> size_;
  bool shows_progress_;
  bool is_drawn_ = false;
  core::Instant begun_;
  core::Instant drawn_;
};

struct Elapsed {
  core::Duration time;
  std::size_t workers;
};
std::string stats_text(const driver::Transform& transform, const Elapsed& elapsed);

}  // namespace parley::cli
