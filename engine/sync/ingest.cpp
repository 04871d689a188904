#include "engine/sync/ingest.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>

namespace parley::sync {
namespace {

store::Life stored(connector::Life life) {
  switch (life) {
    case connector::Life::live:
      return store::Life::live;
    case connector::Life::archived:
      return store::Life::archived;
    case connector::Life::deleted:
      return store::Life::deleted;
    case connector::Life::invisible:
      return store::Life::invisible;
  }
  return store::Life::unknown;
}

bool is_older(const std::optional<store::Version>& a, const std::optional<store::Version>& b) {
  return a && b && a->modified && b->modified && *a->modified < *b->modified;
}

class Intake {
 public:
  Intake(const Setting& setting, Side side, const connector::Page& page, IngestOptions options)
      : setting_(setting), side_(side), page_(page), options_(std::move(options)) {
    batch_.mutations = std::move(options_.with);
  }

  core::Result<Ingested> run() {
    project();
    TRY_VOID(find_known());
    for (const connector::Item& item : page_.items) TRY_VOID(follow_merges(item));
    for (std::size_t i = 0; i < page_.items.size(); ++i) take(i);
    TRY_VOID(commit(setting_, batch_));
    return std::move(result_);
  }

 private:
  void project() {
    std::vector<std::string_view> jsons;
    for (const connector::Item& item : page_.items)
      jsons.push_back(item.json.empty() ? std::string_view("{}") : item.json);
    const abi::SideShape& shape = setting_.program.shape(side_);
    for (std::uint32_t i = 0; i < shape.fields.size(); ++i) {
      const connector::FieldName name(shape.fields[i].name);
      if (std::count(page_.unreadable.names.begin(), page_.unreadable.names.end(), name) > 0)
        unreadable_.emplace_back(i);
    }
    setting_.evaluator.project(side_, jsons, {page_.missing, unreadable_}, projection_);
  }

  // The records of the page that the state knows, under their own ids or as merged ones; numbers for the
  // rest.
  core::Result<void> find_known() {
    std::vector<store::RemoteId> ids;
    for (const connector::Item& item : page_.items) {
      ids.emplace_back(item.id.value);
      for (const connector::RecordId& alias : item.aliases) ids.emplace_back(alias.value);
    }
    for (store::RecordRow& row : TRY(setting_.store.records(setting_.objects.at(side_), ids)))
      known_.emplace(row.id.value, std::move(row));
    next_number_ = TRY(setting_.store.reserve(setting_.lease, store::Sequence::records,
                                              std::max<std::uint64_t>(page_.items.size(), 1)));
    return {};
  }

  // Identity before matching: what the item absorbed is no record of its own any more, and its link follows
  // the survivor. Where both have a partner nobody guesses: the survivor keeps its own, and a person decides
  // about the other one.
  core::Result<void> follow_merges(const connector::Item& item) {
    const auto survivor = known_.find(item.id.value);
    if (survivor == known_.end()) return {};
    for (const connector::RecordId& alias : item.aliases) {
      const auto absorbed = known_.find(alias.value);
      if (absorbed == known_.end() || absorbed->second.no == survivor->second.no) continue;
      if (absorbed->second.life == store::Life::deleted) continue;
      absorbed->second.life = store::Life::deleted;
      batch_.mutations.emplace_back(store::PutRecord{absorbed->second});
      batch_.mutations.emplace_back(store::PutKeys{setting_.pair, stored_side(), absorbed->second.no, {}});
      batch_.mutations.emplace_back(store::DropInbox{setting_.mapping, absorbed->second.no});
      TRY_VOID(move_link(absorbed->second, survivor->second));
    }
    return {};
  }

  core::Result<void> move_link(const store::RecordRow& absorbed, const store::RecordRow& survivor) {
    const store::RecordNo from[] = {absorbed.no}, to[] = {survivor.no};
    auto links = TRY(setting_.store.links(setting_.pair, stored_side(), from));
    if (links.empty()) return {};
    store::LinkRow link = std::move(links.front());
    if (TRY(setting_.store.links(setting_.pair, stored_side(), to)).empty()) {
      (side_ == Side::left ? link.left : link.right) = survivor.no;
      link.reason = fmt::format("{} was merged into {}", absorbed.id.value, survivor.id.value);
    } else {
      link.status = store::LinkStatus::unlinked;
      link.reason = fmt::format("{} was merged into {}, which has a partner of its own: a person decides",
                                absorbed.id.value, survivor.id.value);
      batch_.mutations.emplace_back(
          store::PutFailure{{setting_.mapping, absorbed.no, "merged", {}, link.reason, {}, 0, {}}});
    }
    batch_.mutations.emplace_back(store::PutLink{std::move(link)});
    return {};
  }

  void take(std::size_t i) {
    const connector::Item& item = page_.items[i];
    ++result_.seen;
    const auto version = sync::stored(item.version);
    const store::RecordRow* before = known(item);
    if (before != nullptr && is_older(version, before->version)) {
      ++result_.old_news;
      return;
    }
    const store::Life life = stored(item.life);
    std::string image = packed_image(i, item);
    const store::Hash hash = observation_hash(image, life);
    const bool changed = before == nullptr || before->hash != hash;
    if (changed && cannot_be_believed(before, version)) {
      result_.read_by_id.push_back(item.id);
      return;
    }
    if (!changed && !options_.every_record && !is_echo(before, version)) {
      if (before->version != version) put_record(item, *before, version, hash, life);
      return;
    }
    const store::RecordRow fresh{
        store::RecordNo(0), setting_.objects.at(side_), store::RemoteId(item.id.value), {}, {}, life};
    const store::RecordNo no = put_record(item, before != nullptr ? *before : fresh, version, hash, life);
    put_keys(i, item, no);
    const store::Cause cause = before == nullptr ? store::Cause::first_sight : options_.cause;
    batch_.mutations.emplace_back(
        store::PutInbox{{setting_.mapping, no, version, cause, setting_.remote.now(), std::move(image)}});
    if (!changed) return;
    batch_.mutations.emplace_back(store::DropFailure{setting_.mapping, no});
    result_.moved.push_back(no);
    ++result_.changed;
  }

  // An item whose own id is new but that absorbed a record we know goes on under that record's number.
  const store::RecordRow* known(const connector::Item& item) {
    if (const auto at = known_.find(item.id.value); at != known_.end()) return &at->second;
    for (const connector::RecordId& alias : item.aliases)
      if (const auto at = known_.find(alias.value); at != known_.end()) return &at->second;
    return nullptr;
  }

  // Just what we wrote, shown for the first time since: it gives the pair the version that the write did not
  // return, and needs no read by id.
  static bool is_echo(const store::RecordRow* before, const std::optional<store::Version>& version) {
    return before != nullptr && !before->version && version;
  }

  // An index may show what was before our own write, or one state of two that share a stamp.
  bool cannot_be_believed(const store::RecordRow* before,
                          const std::optional<store::Version>& version) const {
    if (page_.strength == connector::Strength::authoritative || before == nullptr) return false;
    return !version || !before->version || before->version->token == version->token;
  }

  std::string packed_image(std::size_t i, const connector::Item& item) const {
    const abi::Projected& projected = projection_.records[i];
    if (item.json.empty() || !projected.failure.empty())
      return pack_image(Values(setting_.numbers.fields.at(side_).size()), setting_.numbers.fields.at(side_));
    return pack_image(owned(projected.fields), setting_.numbers.fields.at(side_));
  }

  store::RecordNo put_record(const connector::Item& item, store::RecordRow row,
                             const std::optional<store::Version>& version, store::Hash hash,
                             store::Life life) {
    if (row.no.value == 0) row.no = store::RecordNo(next_number_++);
    row.id = store::RemoteId(item.id.value);
    row.version = version;
    row.hash = hash;
    row.life = life;
    for (const connector::RecordId& alias : item.aliases)
      if (alias.value != item.id.value)
        batch_.mutations.emplace_back(
            store::PutAlias{setting_.objects.at(side_), store::RemoteId(alias.value), row.no});
    known_.insert_or_assign(item.id.value, row);
    batch_.mutations.emplace_back(store::PutRecord{row});
    return row.no;
  }

  void put_keys(std::size_t i, const connector::Item& item, store::RecordNo no) {
    std::vector<store::Key> keys;
    if (item.life == connector::Life::live) {
      keys = keys_of(projection_.records[i].keys);
      keys.push_back(marker_key(marker_of(setting_, side_, store::RemoteId(item.id.value))));
      if (item.marker && !item.marker->value.empty()) keys.push_back(marker_key(item.marker->value));
    }
    std::sort(keys.begin(), keys.end());
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    batch_.mutations.emplace_back(store::PutKeys{setting_.pair, stored_side(), no, std::move(keys)});
  }

  store::Side stored_side() const { return sync::stored(side_); }

  const Setting& setting_;
  const Side side_;
  const connector::Page& page_;
  IngestOptions options_;
  std::vector<abi::FieldNo> unreadable_;
  abi::Projection projection_;
  std::map<std::string, store::RecordRow> known_;
  std::uint64_t next_number_ = 0;
  store::Batch batch_;
  Ingested result_;
};

}  // namespace

core::Result<Ingested> ingest(const Setting& setting, Side side, const connector::Page& page,
                              IngestOptions options) {
  return Intake(setting, side, page, std::move(options)).run();
}

core::Result<ReadRecord> read_record(const Setting& setting, Side side, std::string_view json,
                                     schema::Missing missing) {
  abi::Projection projection;
  const std::string_view records[] = {json};
  setting.evaluator.project(side, records, {missing, {}}, projection);
  const abi::Projected& projected = projection.records[0];
  if (!projected.failure.empty()) return core::fail(core::ErrorKind::remote, projected.failure);
  return ReadRecord{owned(projected.fields), keys_of(projected.keys)};
}

std::vector<store::Key> keys_of(std::span<const abi::Operand> keys) {
  std::vector<store::Key> usable;
  for (std::uint32_t rule = 0; rule < keys.size(); ++rule)
    if (keys[rule].state == value::State::value)
      usable.push_back({store::MatchRule(rule + 1), store::KeyHash(hash_of(keys[rule].bytes))});
  return usable;
}

store::Key marker_key(std::string_view marker) {
  return {store::MatchRule(0), store::KeyHash(hash_of(marker))};
}

store::Hash observation_hash(std::string_view packed_image, store::Life life) {
  std::string bytes(packed_image);
  bytes.push_back(static_cast<char>(life));
  return store::Hash(hash_of(bytes));
}

}  // namespace parley::sync
