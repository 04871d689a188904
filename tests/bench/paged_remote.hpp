// PagedRemote: two systems that are nothing but pages in memory, as a connector delivers them: decoded, by
// ascending id. A write is refused. For the benchmark of syncs only.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "engine/sync/remote.hpp"

namespace parley::bench {

struct StoredRecord {
  std::string id;
  std::string json;
  connector::Version version;
};

struct StoredSide {
  std::string system;
  std::string account;
  schema::Missing missing = schema::Missing::null;
  std::size_t page_size = 100;
  std::vector<StoredRecord> records;
};

// All records, or none, in pages; or one answer.
class PageOperation final : public connector::Operation {
 public:
  PageOperation(const StoredSide& side, std::span<const connector::Item> items)
      : side_(side), items_(items) {}

  connector::Step next(const connector::Event&) override {
    if (done_) return connector::Done{};
    const std::size_t stop = std::min(items_.size(), at_ + side_.page_size);
    const auto shown = items_.subspan(at_, stop - at_);
    at_ = stop;
    done_ = at_ == items_.size();
    connector::Page page;
    page.missing = side_.missing;
    page.strength = connector::Strength::authoritative;
    page.items = shown;
    page.next.text = std::to_string(at_);
    if (done_) page.complete = connector::Certificate{side_.records.size(), side_.records.size()};
    return page;
  }

 private:
  const StoredSide& side_;
  std::span<const connector::Item> items_;
  std::size_t at_ = 0;
  bool done_ = false;
};

class AnswerOperation final : public connector::Operation {
 public:
  explicit AnswerOperation(connector::Step step) : step_(std::move(step)) {}
  connector::Step next(const connector::Event&) override {
    return std::exchange(step_, connector::Step(connector::Done{}));
  }

 private:
  connector::Step step_;
};

class PagedConnector final : public connector::Connector {
 public:
  explicit PagedConnector(const StoredSide& side) : side_(side) {
    for (const StoredRecord& record : side.records) {
      connector::Item& item = items_.emplace_back();
      item.id = connector::RecordId(record.id);
      item.version = record.version;
      item.json = record.json;
    }
  }

  std::string_view system() const override { return side_.system; }
  connector::Capabilities capabilities(const connector::ObjectName&) const override {
    connector::Capabilities can;
    can.tier = connector::Tier::a;
    can.ceiling = connector::Ceiling::full;
    can.scan = can.changes = can.get = true;
    can.read_batch = can.write_batch = can.page_size = side_.page_size;
    can.missing = side_.missing;
    return can;
  }
  connector::Cursor changes_from(const connector::ObjectName&, core::Instant) const override {
    return {"changes"};
  }
  connector::Op identity() override {
    return answer(connector::Account{side_.account, core::Instant{1'000'000'000}});
  }
  connector::Op scan(const connector::ObjectName&, const connector::FieldSet&,
                     const connector::Cursor&) override {
    return std::make_unique<PageOperation>(side_, items_);
  }
  connector::Op changes(const connector::ObjectName&, const connector::FieldSet&, const connector::Cursor&,
                        core::Instant) override {
    return std::make_unique<PageOperation>(side_, std::span<const connector::Item>());
  }
  connector::Op describe(const connector::ObjectName&) override { return refuse(); }
  connector::Op get(const connector::ObjectName&, const connector::FieldSet&,
                    std::span<const connector::RecordId>) override {
    return refuse();
  }
  connector::Op find(const connector::ObjectName&, const connector::FieldSet&, const connector::FieldName&,
                     std::span<const std::string>) override {
    return refuse();
  }
  connector::Op find_marker(const connector::ObjectName&, const connector::FieldSet&,
                            std::span<const connector::Marker>) override {
    return refuse();
  }
  connector::Op members(const connector::SetRef&, const connector::Cursor&) override { return refuse(); }
  connector::Op options(const connector::ObjectName&, const connector::FieldName&,
                        const connector::Context&) override {
    return refuse();
  }
  connector::Op history(const connector::ObjectName&, const connector::FieldSet&,
                        std::span<const connector::RecordId>, core::Instant) override {
    return refuse();
  }
  connector::Op write(const connector::ObjectName&, std::span<const connector::Write>) override {
    return refuse();
  }
  connector::Op associate(std::span<const connector::Association>) override { return refuse(); }
  connector::Op file(const connector::FileRequest&) override { return refuse(); }
  connector::Op resume(const connector::JobId&) override { return refuse(); }
  http::Budget learn(const http::Response&) const override { return {}; }

 private:
  static connector::Op answer(connector::Step step) {
    return std::make_unique<AnswerOperation>(std::move(step));
  }
  static connector::Op refuse() {
    return answer(connector::Fault{connector::Fault::Kind::unsupported, "the benchmark only reads"});
  }

  const StoredSide& side_;
  std::vector<connector::Item> items_;
};

// Runs the operations in turns, one step each.
class PagedRemote final : public sync::Remote {
 public:
  explicit PagedRemote(const sync::Sides<StoredSide>& sides) : left_(sides.left), right_(sides.right) {}

  connector::Connector& connector(abi::Side side) override {
    return side == abi::Side::left ? left_ : right_;
  }
  sync::RunningNo start(abi::Side, connector::Op operation) override {
    running_.push_back({sync::RunningNo(++started_), std::move(operation), false});
    return running_.back().no;
  }
  core::Result<std::optional<sync::Delivery>> next() override {
    if (running_.empty()) return std::optional<sync::Delivery>();
    Running run = std::move(running_.front());
    running_.pop_front();
    connector::Step step =
        run.begun ? run.operation->next(connector::Taken{}) : run.operation->next(connector::Begin{});
    run.begun = true;
    const sync::RunningNo no = run.no;
    const bool ended =
        std::holds_alternative<connector::Done>(step) || std::holds_alternative<connector::Fault>(step);
    if (!ended) running_.push_back(std::move(run));
    return std::optional(sync::Delivery{no, std::move(step)});
  }
  core::Instant now() override { return core::Instant{1'700'000'000'000'000}; }

 private:
  struct Running {
    sync::RunningNo no;
    connector::Op operation;
    bool begun;
  };
  PagedConnector left_;
  PagedConnector right_;
  std::deque<Running> running_;
  std::uint64_t started_ = 0;
};

}  // namespace parley::bench
