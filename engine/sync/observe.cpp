#include "engine/sync/observe.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <utility>

namespace parley::sync {
namespace {

constexpr std::size_t read_by_id_batch = 500;
// Records without news that are read again after a kill: a commit a page would wait for the disk more than it
// reads.
constexpr std::uint64_t uncommitted_records_max = 5'000;
constexpr const char* scan_stream = "scan";
constexpr const char* changes_stream = "changes";

// One side's reading: scan (if due), changes, then reads by id of what an index was not believed about.
class SideReading {
 public:
  SideReading(const Setting& setting, Side side, const ObserveOptions& options)
      : setting_(setting),
        side_(side),
        options_(options),
        local_start_(setting.remote.now()),
        intake_(setting, side) {}

  core::Result<void> begin() {
    TRY_VOID(place_change_cursor());
    const auto scan = TRY(setting_.store.cursor(object(), setting_.stream(scan_stream)));
    const auto rules = TRY(setting_.store.meta(rules_name()));
    rules_changed_ = rules && *rules != setting_.program.hash;
    const bool whole = !scan || scan->certificate.empty();
    if (scan) seen_.certificate = scan->certificate;
    if (!whole && !rules_changed_ && !options_.full) {
      seen_.scan_complete = scan->certificate.starts_with("complete");
      return start_changes();
    }
    // A scan that was cut goes on where it was; a comparison anew starts from the beginning.
    const bool resume = scan && whole && !rules_changed_ && !options_.full;
    return start_scan(resume ? scan->position : "");
  }

  bool running(RunningNo no) const { return operation_ && *operation_ == no; }
  const SideSeen& seen() const { return seen_; }

  core::Result<void> take(const connector::Step& step) {
    if (const auto* page = std::get_if<connector::Page>(&step)) return take_page(*page);
    TRY_VOID(save_cursor());
    if (std::holds_alternative<connector::Done>(step)) return next_phase();
    if (const auto* fault = std::get_if<connector::Fault>(&step))
      return std::unexpected(error_of(*fault, connector().system()));
    return {};
  }

 private:
  enum class Phase { scan, changes, by_id };

  connector::Connector& connector() const { return setting_.remote.connector(side_); }
  store::ObjectNo object() const { return setting_.objects.at(side_); }
  std::string rules_name() const {
    return fmt::format("rules:{}:{}", setting_.program.mapping, side_word(side_));
  }

  // Changes start where the scan started, so that what moves while it runs is read again behind it.
  core::Result<void> place_change_cursor() {
    const auto cursor = TRY(setting_.store.cursor(object(), setting_.stream(changes_stream)));
    if (cursor && !options_.full) return {};
    const core::Instant start = options_.clocks.at(side_);
    const auto from = connector().changes_from(setting_.object(side_), start);
    return commit(
        setting_,
        {{store::PutCursor{{object(), setting_.stream(changes_stream), from.text, start, ""}}}, {}});
  }

  core::Result<void> start_scan(std::string position) {
    phase_ = Phase::scan;
    if (position.empty())
      TRY_VOID(
          commit(setting_, {{store::PutCursor{{object(), setting_.stream(scan_stream), "", {}, ""}}}, {}}));
    operation_ = setting_.remote.start(
        side_, connector().scan(setting_.object(side_), setting_.asked.at(side_), {std::move(position)}));
    return {};
  }

  core::Result<void> start_changes() {
    phase_ = Phase::changes;
    const auto cursor = TRY(setting_.store.cursor(object(), setting_.stream(changes_stream)));
    const core::Instant until = options_.clocks.at(side_) + (setting_.remote.now() - local_start_);
    operation_ = setting_.remote.start(
        side_,
        connector().changes(setting_.object(side_), setting_.asked.at(side_), {cursor->position}, until));
    return {};
  }

  core::Result<void> start_by_id() {
    phase_ = Phase::by_id;
    const std::size_t count = std::min(doubted_.size(), read_by_id_batch);
    if (count == 0) {
      operation_.reset();
      return pay_owed();
    }
    const std::vector<connector::RecordId> ids(doubted_.end() - static_cast<std::ptrdiff_t>(count),
                                               doubted_.end());
    doubted_.resize(doubted_.size() - count);
    operation_ =
        setting_.remote.start(side_, connector().get(setting_.object(side_), setting_.asked.at(side_), ids));
    return {};
  }

  // Cursors behind records that were to be read by id: a run that is cut before finds these records again.
  core::Result<void> pay_owed() {
    for (auto& [phase, mutations] : owed_) TRY_VOID(commit(setting_, {std::move(mutations), {}}));
    owed_.clear();
    return {};
  }

  core::Result<void> take_page(const connector::Page& page) {
    IngestOptions options;
    if (phase_ == Phase::scan) {
      if (page.complete) seen_.certificate = certificate(*page.complete);
      options.every_record = rules_changed_;
      options.cause = rules_changed_ ? store::Cause::rule_changed : store::Cause::changed;
      options.with.emplace_back(store::PutCursor{{object(),
                                                  setting_.stream(scan_stream),
                                                  page.next.text,
                                                  {},
                                                  page.complete ? seen_.certificate : ""}});
      if (page.complete) options.with.emplace_back(store::PutMeta{rules_name(), setting_.program.hash});
      seen_.scan_complete = page.complete && page.complete->complete();
    } else if (phase_ == Phase::changes) {
      options.with.emplace_back(store::PutCursor{
          {object(), setting_.stream(changes_stream), page.next.text, options_.clocks.at(side_), ""}});
    }
    options.may_wait = !page.complete && uncommitted_records_ + page.items.size() < uncommitted_records_max;
    if (!doubted_.empty()) owed_[phase_] = std::exchange(options.with, {});
    Ingested result = TRY(intake_.take(page, std::move(options)));
    uncommitted_records_ = result.uncommitted.empty() ? 0 : uncommitted_records_ + result.seen;
    cursor_ = std::move(result.uncommitted);
    if (!result.owed.empty()) owed_[phase_] = std::move(result.owed);
    seen_.records += result.seen;
    seen_.changed += result.changed;
    seen_.old_news += result.old_news;
    for (connector::RecordId& id : result.read_by_id) doubted_.push_back(std::move(id));
    if (options_.progress) options_.progress(side_, seen_);
    return {};
  }

  core::Result<void> save_cursor() {
    uncommitted_records_ = 0;
    return commit(setting_, {std::exchange(cursor_, {}), {}});
  }

  static std::string certificate(const connector::Certificate& c) {
    if (!c.counted) return fmt::format("unproven: {} seen, the system cannot count", c.seen);
    return fmt::format("{}: {} seen, {} counted", c.complete() ? "complete" : "incomplete", c.seen,
                       *c.counted);
  }

  core::Result<void> next_phase() {
    if (phase_ == Phase::scan) return start_changes();
    std::sort(doubted_.begin(), doubted_.end());
    doubted_.erase(std::unique(doubted_.begin(), doubted_.end()), doubted_.end());
    return start_by_id();
  }

  const Setting& setting_;
  const Side side_;
  const ObserveOptions& options_;
  const core::Instant local_start_;
  Phase phase_ = Phase::scan;
  bool rules_changed_ = false;
  std::optional<RunningNo> operation_;
  std::vector<connector::RecordId> doubted_;
  std::map<Phase, std::vector<store::Mutation>> owed_;  // the newest cursor of each
  SideSeen seen_;
  Intake intake_;
  std::vector<store::Mutation> cursor_;  // how far pages without news were read, not committed yet
  std::uint64_t uncommitted_records_ = 0;
};

}  // namespace

core::Result<Sides<SideSeen>> observe(const Setting& setting, const ObserveOptions& options) {
  SideReading left(setting, Side::left, options), right(setting, Side::right, options);
  TRY_VOID(left.begin());
  TRY_VOID(right.begin());
  core::Result<void> result;
  for (;;) {
    auto delivery = TRY(setting.remote.next());
    if (!delivery) break;
    if (!result) continue;  // a side failed: let the other's request end, and say why
    SideReading& reading = left.running(delivery->operation) ? left : right;
    result = reading.take(delivery->step);
  }
  TRY_VOID(std::move(result));
  return Sides<SideSeen>{left.seen(), right.seen()};
}

core::Result<Ingested> read_by_id(const Setting& setting, Side side, std::span<const connector::RecordId> ids,
                                  IngestOptions options) {
  Ingested all;
  connector::Connector& connector = setting.remote.connector(side);
  TRY_VOID(run_alone(setting.remote, side, connector.get(setting.object(side), setting.asked.at(side), ids),
                     [&](const connector::Step& step) -> core::Result<void> {
                       const auto* page = std::get_if<connector::Page>(&step);
                       if (page == nullptr) return {};
                       Ingested result = TRY(ingest(setting, side, *page, options));
                       all.seen += result.seen;
                       all.changed += result.changed;
                       all.moved.insert(all.moved.end(), result.moved.begin(), result.moved.end());
                       return {};
                     }));
  return all;
}

}  // namespace parley::sync
