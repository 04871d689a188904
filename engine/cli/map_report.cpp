#include "engine/cli/map_report.hpp"

#include <fmt/format.h>

#include "stdlib/value/json.hpp"

namespace parley::cli {

namespace {

constexpr std::size_t said_bytes_max = 1U << 16U;
constexpr core::Duration between_drawings = core::Duration::milliseconds(200);

value::Json number(std::uint64_t n) {
  return value::Json(static_cast<std::int64_t>(n));
}

double seconds(core::Duration d) {
  return static_cast<double>(d.microseconds) / 1e6;
}

double megabytes_per_second(std::uint64_t bytes, core::Duration time) {
  return static_cast<double>(bytes) / static_cast<double>(std::max<std::int64_t>(time.microseconds, 1));
}

std::string given_up_text(const driver::Counts& c) {
  std::string text;
  for (std::size_t i = 0; i < driver::give_up_count; ++i)
    if (c.given_up_for[i] > 0)
      text += fmt::format("{}{} {}", text.empty() ? "  for: " : ", ", driver::word(driver::GiveUp(i)),
                          c.given_up_for[i]);
  return text.empty() ? text : text + "\n";
}

}  // namespace

MapOutlet::MapOutlet(Console& console, FileTarget* target) : console_(console), target_(target) {
  // Lines and progress do not share a terminal.
  shows_progress_ = console.error_is_terminal() && (target != nullptr || !console.out_is_terminal());
}

void MapOutlet::begin(Input input) {
  input_ = std::move(input);
  size_ = input_.file == nullptr ? std::nullopt : input_.file->size();
  begun_ = drawn_ = console_.now();
}

void MapOutlet::end() {
  if (is_drawn_) console_.error("\r\x1b[K");
  is_drawn_ = false;
  if (!said_.empty()) console_.error(said_);
  said_.clear();
}

core::Result<void> MapOutlet::lines(std::string_view text) {
  if (!said_.empty()) end();
  if (target_ != nullptr) return target_->write(text);
  console_.out(text);
  return console_.flush();
}

void MapOutlet::rejected(const driver::Rejection& rejection) {
  value::Json report = value::Json::object();
  if (input_.named) report["file"] = input_.name;
  report["line"] = number(rejection.line);
  if (rejection.column > 0) report["column"] = number(rejection.column);
  report["field"] = rejection.field.empty() ? value::Json() : value::Json(rejection.field);
  report["reason"] = rejection.reason;
  say(report);
}

void MapOutlet::differs(const driver::Difference& difference) {
  value::Json report = value::Json::object();
  if (input_.named) report["file"] = input_.name;
  report["line"] = number(difference.line);
  report["field"] = value::Json();
  report["reason"] = "generated code and the interpreter disagree; the interpreter goes on alone";
  report["generated"] = difference.generated;
  report["interpreted"] = difference.interpreted;
  say(report);
}

void MapOutlet::window_done(const driver::Counts& so_far) {
  if (!said_.empty()) end();
  if (shows_progress_ && size_ && console_.now() - drawn_ >= between_drawings) show_progress(so_far);
}

void MapOutlet::say(const value::Json& report) {
  said_ += value::write_json(report) + "\n";
  if (said_.size() >= said_bytes_max) end();
}

void MapOutlet::show_progress(const driver::Counts& so_far) {
  drawn_ = console_.now();
  is_drawn_ = true;
  std::uint64_t size = std::max<std::uint64_t>(*size_, 1);
  std::uint64_t done = std::min(input_.file->position(), size);
  console_.error(fmt::format("\r\x1b[K{} {} {} % {} records, {:.0f} MB/s", input_.name,
                             progress_bar(done, size), 100 * done / size, so_far.read,
                             megabytes_per_second(so_far.bytes, drawn_ - begun_)));
}

std::string stats_text(const driver::Transform& transform, const Elapsed& elapsed) {
  const driver::Counts& c = transform.counts();
  std::string text = fmt::format("records {}, written {}, left out {}, skipped {}, rejected {}\n", c.read,
                                 c.written, c.left_out, c.skipped, c.rejected);
  std::uint64_t seen = c.compiled + c.given_up;
  text += fmt::format("by generated code {}, given up to the interpreter {}", c.compiled, c.given_up);
  if (seen > 0)
    text += fmt::format(" ({:.3f} %)", 100 * static_cast<double>(c.given_up) / static_cast<double>(seen));
  text += "\n" + given_up_text(c);
  if (!transform.failure().empty()) text += "no generated code: " + transform.failure() + "\n";
  if (c.verified > 0) text += fmt::format("by both engines {}, differences {}\n", c.verified, c.differences);
  text += fmt::format("windows {}, workers {}, swaps between engines {}, shapes of records {}\n", c.windows,
                      elapsed.workers, c.swaps, transform.shape_count());
  return text + fmt::format("{} bytes in {:.3f} s, {:.1f} MB/s\n", c.bytes, seconds(elapsed.time),
                            megabytes_per_second(c.bytes, elapsed.time));
}

}  // namespace parley::cli
