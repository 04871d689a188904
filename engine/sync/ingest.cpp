#include "engine/sync/ingest.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>

#include "engine/sync/sight.hpp"
#include "stdlib/core/hash64.hpp"

namespace parley::sync {

// What one page needs, kept for the next.
struct Desk {
  // The ids of one item in `ids`: its own, then those of records that it absorbed.
  struct Asked {
    std::size_t begin = 0;
    std::size_t end = 0;
  };
  // What an item shows.
  struct Shown {
    std::uint64_t sight = 0;
    std::optional<std::size_t> read;  // its place in `projection`; none: its bytes say that it is as it was
    std::size_t begin = 0;            // of its packed image in `packed`
    std::size_t end = 0;
    store::Hash hash;
    std::optional<std::size_t> judged;  // its place in `judgement`
  };

  Desk(const Setting& its_setting, Side its_side)
      : setting(its_setting), side(its_side), sight(its_setting, its_side) {}

  const Setting& setting;
  const Side side;
  Sight sight;
  std::vector<std::string_view> jsons = {};
  std::vector<std::string_view> ids = {};
  std::vector<Asked> asked = {};
  std::vector<Shown> shown = {};
  std::string packed = {};
  std::vector<abi::FieldNo> unreadable = {};
  std::vector<abi::Operand> absent = {};  // the image of an item without a record
  std::vector<abi::Image> images = {};
  abi::Projection projection = {};
  abi::Judgement judgement = {};
  store::KnownRows known = {};
};

namespace {

store::Life stored_life(connector::Life life) {
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

// What the state knows of an item's record: from the page's look-up, or as an earlier item of the page left
// it.
struct Before {
  store::RecordNo no;
  store::Hash hash;
  store::Hash bytes_hash;
  bool has_version = false;
  std::optional<core::Instant> modified;
  std::string_view token;

  bool is_at(const std::optional<connector::Version>& version) const {
    if (!version || !has_version) return !version && !has_version;
    return modified == version->modified && token == version->token;
  }
  static Before of(const store::KnownRow& row, const store::KnownRows& rows) {
    return {row.no, row.hash, row.bytes_hash, row.has_version, row.modified, rows.token(row)};
  }
  bool is_newer_than(const std::optional<connector::Version>& version) const {
    return version && modified && version->modified && *version->modified < *modified;
  }
};

class PageIntake {
 public:
  PageIntake(Desk& desk, const connector::Page& page, IngestOptions options)
      : desk_(desk), setting_(desk.setting), side_(desk.side), page_(page), options_(std::move(options)) {}

  core::Result<Ingested> run() {
    TRY_VOID(find_known());
    for (const connector::Item& item : page_.items)
      if (!item.aliases.empty()) TRY_VOID(follow_merges(item));
    choose();
    project();
    show();
    judge();
    for (std::size_t i = 0; i < page_.items.size(); ++i) TRY_VOID(take(i));
    if (!result_.read_by_id.empty()) {  // a cursor never passes a record that is not in the state yet
      result_.owed = std::move(options_.with);
      options_.with.clear();
    } else if (batch_.mutations.empty() && options_.may_wait) {
      result_.uncommitted = std::move(options_.with);
      return std::move(result_);
    }
    batch_.mutations.insert(batch_.mutations.begin(), options_.with.begin(), options_.with.end());
    TRY_VOID(commit(setting_, batch_));
    return std::move(result_);
  }

 private:
  // Who is to be read: not those whose bytes are what showed the image that the state has of them.
  void choose() {
    desk_.unreadable.clear();
    const abi::SideShape& shape = setting_.program.shape(side_);
    for (std::uint32_t i = 0; !page_.unreadable.names.empty() && i < shape.fields.size(); ++i) {
      const connector::FieldName name(shape.fields[i].name);
      if (std::count(page_.unreadable.names.begin(), page_.unreadable.names.end(), name) > 0)
        desk_.unreadable.emplace_back(i);
    }
    desk_.sight.begin_page(page_.missing, desk_.unreadable);
    desk_.shown.assign(page_.items.size(), {});
    desk_.jsons.clear();
    const bool may_skip = !options_.every_record && touched_.empty() && ids_ascend();
    for (std::size_t i = 0; i < page_.items.size(); ++i) {
      const connector::Item& item = page_.items[i];
      desk_.shown[i].sight = desk_.sight.of(item);
      if (may_skip && shows_what_is_known(i)) continue;
      desk_.shown[i].read = desk_.jsons.size();
      desk_.jsons.push_back(item.json.empty() ? std::string_view("{}") : item.json);
    }
  }

  // So no record stands twice on the page: an earlier item would be news to a later one.
  bool ids_ascend() const {
    for (std::size_t i = 1; i < desk_.ids.size(); ++i)
      if (desk_.ids[i] <= desk_.ids[i - 1]) return false;
    return true;
  }

  bool shows_what_is_known(std::size_t i) const {
    const store::KnownRow& row = desk_.known.rows[desk_.asked[i].begin];
    return row.no.value != 0 && row.bytes_hash == bytes_hash(desk_.shown[i].sight, row.hash) &&
           Before::of(row, desk_.known).is_at(page_.items[i].version);
  }

  void project() {
    if (desk_.jsons.empty()) return;
    setting_.evaluator.project(side_, desk_.jsons, {page_.missing, desk_.unreadable}, desk_.projection);
  }

  // The records of the page that the state knows, under their own ids or as merged ones.
  core::Result<void> find_known() {
    desk_.ids.clear();
    desk_.asked.clear();
    for (const connector::Item& item : page_.items) {
      const std::size_t begin = desk_.ids.size();
      desk_.ids.push_back(item.id.value);
      for (const connector::RecordId& alias : item.aliases) desk_.ids.push_back(alias.value);
      desk_.asked.push_back({begin, desk_.ids.size()});
    }
    return setting_.store.known(setting_.objects.at(side_), desk_.ids, desk_.known);
  }

  // Identity before matching: what the item absorbed is no record of its own any more, and its link follows
  // the survivor. Where both have a partner nobody guesses: the survivor keeps its own, and a person decides
  // about the other one.
  core::Result<void> follow_merges(const connector::Item& item) {
    std::map<std::string, store::RecordRow> rows = TRY(rows_of(item));
    const auto survivor = rows.find(item.id.value);
    if (survivor == rows.end()) return {};
    for (const connector::RecordId& alias : item.aliases) {
      const auto absorbed = rows.find(alias.value);
      if (absorbed == rows.end() || absorbed->second.no == survivor->second.no) continue;
      const bool was_known = absorbed->second.life == store::Life::deleted;
      if (!was_known) end_record(absorbed->second);
      TRY_VOID(move_link(absorbed->second, survivor->second, was_known));
    }
    return {};
  }

  void end_record(store::RecordRow& absorbed) {
    absorbed.life = store::Life::deleted;
    touched_.insert_or_assign(absorbed.id.value, absorbed);
    batch_.mutations.emplace_back(store::PutRecord{absorbed});
    batch_.mutations.emplace_back(store::DropKeys{absorbed.no});
    batch_.mutations.emplace_back(store::DropInbox{setting_.mapping, absorbed.no});
  }

  // The item's record and those that it absorbed, by their ids, as the state and earlier items have them.
  core::Result<std::map<std::string, store::RecordRow>> rows_of(const connector::Item& item) {
    std::vector<store::RemoteId> ids = {store::RemoteId(item.id.value)};
    for (const connector::RecordId& alias : item.aliases) ids.emplace_back(alias.value);
    std::map<std::string, store::RecordRow> rows;
    for (store::RecordRow& row : TRY(setting_.store.records(setting_.objects.at(side_), ids)))
      rows.emplace(row.id.value, std::move(row));
    for (const store::RemoteId& id : ids)
      if (const auto at = touched_.find(id.value); at != touched_.end())
        rows.insert_or_assign(id.value, at->second);
    return rows;
  }

  // Where the record's end was known already, it may be from a mapping with another pair, which moved its own
  // links alone.
  core::Result<void> move_link(const store::RecordRow& absorbed, const store::RecordRow& survivor,
                               bool was_known) {
    const store::RecordNo from[] = {absorbed.no}, to[] = {survivor.no};
    auto links = TRY(setting_.store.links(setting_.pair, stored(side_), from));
    if (links.empty()) return {};
    store::LinkRow link = std::move(links.front());
    const bool has_ended =
        link.status == store::LinkStatus::unlinked || link.status == store::LinkStatus::tombstone;
    if (TRY(setting_.store.links(setting_.pair, stored(side_), to)).empty()) {
      (side_ == Side::left ? link.left : link.right) = survivor.no;
      link.reason = fmt::format("{} was merged into {}", absorbed.id.value, survivor.id.value);
    } else {
      if (was_known && has_ended) return {};
      link.status = store::LinkStatus::unlinked;
      link.reason = fmt::format("{} was merged into {}, which has a partner of its own: a person decides",
                                absorbed.id.value, survivor.id.value);
      batch_.mutations.emplace_back(
          store::PutFailure{{setting_.mapping, absorbed.no, "merged", {}, link.reason, {}, 0, {}}});
    }
    batch_.mutations.emplace_back(store::PutLink{std::move(link)});
    return {};
  }

  // Packs and hashes every image that was read.
  void show() {
    const auto& fields = setting_.numbers.fields.at(side_);
    desk_.packed.clear();
    desk_.absent.assign(fields.size(), {});
    for (std::size_t i = 0; i < page_.items.size(); ++i) {
      Desk::Shown& shown = desk_.shown[i];
      if (!shown.read) continue;
      const connector::Item& item = page_.items[i];
      const bool is_empty = item.json.empty() || !desk_.projection.failures[*shown.read].empty();
      shown.begin = desk_.packed.size();
      pack_image(is_empty ? abi::Image(desk_.absent) : image(i), fields, desk_.packed);
      shown.end = desk_.packed.size();
      shown.hash = observation_hash(setting_.mapping, std::string_view(desk_.packed).substr(shown.begin),
                                    stored_life(item.life));
    }
  }

  abi::Image image(std::size_t i) const { return desk_.projection.image(*desk_.shown[i].read); }

  // Keys of what is not as it was, all at once.
  void judge() {
    desk_.images.clear();
    for (std::size_t i = 0; i < page_.items.size(); ++i) {
      if (!desk_.shown[i].read || page_.items[i].life != connector::Life::live) continue;
      if (is_as_it_was(i, known(i))) continue;
      desk_.shown[i].judged = desk_.images.size();
      desk_.images.push_back(image(i));
    }
    if (!desk_.images.empty()) setting_.evaluator.judge(side_, desk_.images, desk_.judgement);
  }

  core::Result<void> take(std::size_t i) {
    const connector::Item& item = page_.items[i];
    ++result_.seen;
    if (!desk_.shown[i].read) return {};
    const auto before = known(i);
    if (before && before->is_newer_than(item.version)) {
      ++result_.old_news;
      return {};
    }
    const bool changed = !before || before->hash != desk_.shown[i].hash;
    if (changed && cannot_be_believed(before, item.version)) {
      result_.read_by_id.push_back(item.id);
      return {};
    }
    if (is_as_it_was(i, before)) {
      if (!before->is_at(item.version) || before->bytes_hash.value == 0) TRY(put_record(i, before));
      return {};
    }
    const store::RecordNo no = TRY(put_record(i, before));
    put_keys(i, no);
    const store::Cause cause = !before ? store::Cause::first_sight : options_.cause;
    const Desk::Shown& shown = desk_.shown[i];
    batch_.mutations.emplace_back(
        store::PutInbox{{setting_.mapping, no, stored(item.version), cause, setting_.remote.now(),
                         desk_.packed.substr(shown.begin, shown.end - shown.begin)}});
    if (!changed) return {};
    batch_.mutations.emplace_back(store::DropFailure{setting_.mapping, no});
    result_.moved.push_back(no);
    ++result_.changed;
    return {};
  }

  // An item whose own id is new but that absorbed a record we know goes on under that record's number.
  std::optional<Before> known(std::size_t i) const {
    for (std::size_t at = desk_.asked[i].begin; at < desk_.asked[i].end; ++at) {
      if (!touched_.empty())
        if (const auto found = touched_.find(desk_.ids[at]); found != touched_.end())
          return found_again(found->second);
      const store::KnownRow& row = desk_.known.rows[at];
      if (row.no.value != 0) return Before::of(row, desk_.known);
    }
    return std::nullopt;
  }

  static Before found_again(const store::RecordRow& row) {
    Before before{row.no, row.hash, row.bytes_hash, row.version.has_value(), {}, {}};
    if (row.version) {
      before.modified = row.version->modified;
      before.token = row.version->token;
    }
    return before;
  }

  // Just what we wrote, shown for the first time since: it gives the pair the version that the write did not
  // return, and needs no read by id.
  static bool is_echo(const Before& before, const std::optional<connector::Version>& version) {
    return !before.has_version && version;
  }

  bool is_as_it_was(std::size_t i, const std::optional<Before>& before) const {
    return before && before->hash == desk_.shown[i].hash && !options_.every_record &&
           !is_echo(*before, page_.items[i].version);
  }

  // An index may show what was before our own write, or one state of two that share a stamp.
  bool cannot_be_believed(const std::optional<Before>& before,
                          const std::optional<connector::Version>& version) const {
    if (page_.strength == connector::Strength::authoritative || !before) return false;
    return !version || !before->has_version || before->token == version->token;
  }

  core::Result<store::RecordNo> put_record(std::size_t i, const std::optional<Before>& before) {
    const connector::Item& item = page_.items[i];
    const store::RecordNo no = before ? before->no : TRY(new_number());
    for (const connector::RecordId& alias : item.aliases)
      if (alias.value != item.id.value)
        batch_.mutations.emplace_back(
            store::PutAlias{setting_.objects.at(side_), store::RemoteId(alias.value), no});
    const store::RecordRow row{no,
                               setting_.objects.at(side_),
                               store::RemoteId(item.id.value),
                               stored(item.version),
                               desk_.shown[i].hash,
                               stored_life(item.life),
                               bytes_hash(desk_.shown[i].sight, desk_.shown[i].hash)};
    touched_.insert_or_assign(item.id.value, row);
    batch_.mutations.emplace_back(store::PutRecord{row});
    return no;
  }

  // Numbers are taken for a whole page, once it has somebody new.
  core::Result<store::RecordNo> new_number() {
    if (numbers_left_ == 0) {
      numbers_left_ = page_.items.size();
      next_number_ = TRY(setting_.store.reserve(setting_.lease, store::Sequence::records, numbers_left_));
    }
    --numbers_left_;
    return store::RecordNo(next_number_++);
  }

  void put_keys(std::size_t i, store::RecordNo no) {
    const connector::Item& item = page_.items[i];
    std::vector<store::Key> keys;
    if (item.life == connector::Life::live) {
      const auto judged = desk_.shown[i].judged;
      keys = judged ? keys_of(setting_.lane, desk_.judgement.keys_of(*judged))
                    : keys_of(setting_.lane, abi::judge_one(setting_.evaluator, side_, image(i)).keys);
      keys.push_back(marker_key(marker_of(setting_, side_, store::RemoteId(item.id.value))));
      if (item.marker && !item.marker->value.empty()) keys.push_back(marker_key(item.marker->value));
    }
    std::sort(keys.begin(), keys.end());
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    batch_.mutations.emplace_back(
        store::PutKeys{setting_.pair, stored(side_), no, std::move(keys), setting_.lane});
  }

  Desk& desk_;
  const Setting& setting_;
  const Side side_;
  const connector::Page& page_;
  IngestOptions options_;
  std::map<std::string, store::RecordRow, std::less<>> touched_;  // what earlier items of the page put
  std::uint64_t next_number_ = 0;
  std::uint64_t numbers_left_ = 0;
  store::Batch batch_;
  Ingested result_;
};

}  // namespace

Intake::Intake(const Setting& setting, Side side) : desk_(std::make_unique<Desk>(setting, side)) {}
Intake::~Intake() = default;

core::Result<Ingested> Intake::take(const connector::Page& page, IngestOptions options) {
  return PageIntake(*desk_, page, std::move(options)).run();
}

core::Result<Ingested> ingest(const Setting& setting, Side side, const connector::Page& page,
                              IngestOptions options) {
  return Intake(setting, side).take(page, std::move(options));
}

core::Result<ReadRecord> read_record(const Setting& setting, Side side, std::string_view json,
                                     schema::Missing missing) {
  abi::Projection projection;
  const std::string_view records[] = {json};
  setting.evaluator.project(side, records, {missing, {}}, projection);
  if (!projection.failures[0].empty())
    return core::fail(core::ErrorKind::remote, std::string(projection.failures[0]));
  const abi::Judgement judged = abi::judge_one(setting.evaluator, side, projection.image(0));
  return ReadRecord{owned(projection.image(0)), keys_of(setting.lane, judged.keys)};
}

std::vector<store::Key> keys_of(store::KeyLane lane, std::span<const abi::Operand> keys) {
  std::vector<store::Key> usable;
  for (std::uint32_t rule = 0; rule < keys.size(); ++rule)
    if (keys[rule].state == value::State::value)
      usable.push_back({store::match_rule(lane, rule + 1), store::KeyHash(hash_of(keys[rule].bytes))});
  return usable;
}

store::Key marker_key(std::string_view marker) {
  return {store::MatchRule(0), store::KeyHash(hash_of(marker))};
}

store::Hash observation_hash(store::MappingNo mapping, std::string_view packed_image, store::Life life) {
  constexpr std::uint64_t spread = 0x9E3779B97F4A7C15ULL;
  const std::uint64_t hash =
      core::hash64(packed_image) ^ (((mapping.value << 3U) | static_cast<std::uint64_t>(life)) * spread);
  return store::Hash(hash == 0 ? 1 : hash);  // 0 says "never observed"
}

}  // namespace parley::sync
