#include "engine/sync/gather.hpp"

#include <algorithm>
#include <set>

#include "engine/sync/match.hpp"

namespace parley::sync {
namespace {

constexpr std::size_t gather_batch = 500;

class Gathering {
 public:
  explicit Gathering(const Setting& setting) : setting_(setting) {}

  core::Result<std::uint64_t> run() {
    auto rows = setting_.store.inbox(setting_.mapping, {}, store::RecordNo(0));
    std::vector<store::RecordNo> page;
    for (;;) {
      const auto row = TRY(rows.next());
      if (row) page.push_back(row->record);
      if (!page.empty() && (!row || page.size() == store::page_rows_max)) {
        TRY_VOID(look_at(page));
        page.clear();
      }
      if (!row) break;
    }
    for (const Side side : both_sides) TRY_VOID(read(side));
    return read_;
  }

 private:
  core::Result<void> look_at(const std::vector<store::RecordNo>& page) {
    for (const store::RecordRow& record : TRY(setting_.store.records(page))) {
      const Side side = record.object == setting_.objects.left ? Side::left : Side::right;
      const store::RecordNo no[] = {record.no};
      const auto links = TRY(setting_.store.links(setting_.pair, stored(side), no));
      if (!links.empty()) {
        TRY_VOID(want_linked(side, links.front()));
        continue;
      }
      const Matched matched = TRY(match(setting_, side, record.no));
      if (matched.found == Found::one) TRY_VOID(want(abi::other(side), *matched.partner));
    }
    for (const Side side : both_sides)
      if (wanted_.at(side).size() >= gather_batch) TRY_VOID(read(side));
    return {};
  }

  // A link that another mapping made has no base of ours, hence no image of the partner.
  core::Result<void> want_linked(Side side, const store::LinkRow& link) {
    const store::LinkNo no[] = {link.no};
    if (!TRY(setting_.store.bases(setting_.mapping, no)).empty()) return {};
    const auto partner = link.at(stored(abi::other(side)));
    return partner ? want(abi::other(side), *partner) : core::Result<void>();
  }

  core::Result<void> want(Side side, store::RecordNo record) {
    const store::RecordNo no[] = {record};
    if (TRY(setting_.store.inbox_of(setting_.mapping, no)).empty()) wanted_.at(side).insert(record);
    return {};
  }

  core::Result<void> read(Side side) {
    const std::vector<store::RecordNo> numbers(wanted_.at(side).begin(), wanted_.at(side).end());
    wanted_.at(side).clear();
    if (numbers.empty()) return {};
    std::vector<connector::RecordId> ids;
    for (const store::RecordRow& row : TRY(setting_.store.records(numbers))) ids.emplace_back(row.id.value);
    IngestOptions options;
    options.cause = store::Cause::partner;
    options.every_record = true;
    read_ += TRY(read_by_id(setting_, side, ids, options)).seen;
    return {};
  }

  const Setting& setting_;
  Sides<std::set<store::RecordNo>> wanted_;
  std::uint64_t read_ = 0;
};

}  // namespace

core::Result<std::uint64_t> gather(const Setting& setting) {
  return Gathering(setting).run();
}

}  // namespace parley::sync
