#include "engine/sync/decide.hpp"

#include <fmt/core.h>

#include "engine/sync/ingest.hpp"
#include "engine/sync/match.hpp"
#include "engine/sync/pair.hpp"

namespace parley::sync {
namespace {

class Deciding {
 public:
  Deciding(const Setting& setting, const Seen& seen) : setting_(setting), seen_(seen) {
    side_ = seen.record.object == setting.objects.left ? Side::left : Side::right;
    put(side_, seen.record);
    decision_.inbox.push_back(seen.record.no);
  }

  core::Result<std::optional<Decision>> run() {
    const store::RecordNo no[] = {seen_.record.no};
    const auto links = TRY(setting_.store.links(setting_.pair, stored(side_), no));
    if (!links.empty()) return linked(links.front());
    if (seen_.record.life != store::Life::live) return end(Class::excluded, "not live, and has no partner");
    const Matched matched = TRY(match(setting_, side_, seen_.record.no));
    switch (matched.found) {
      case Found::one:
        return matched_one(matched);
      case Found::none:
        return without_partner();
      case Found::ambiguous:
      case Found::taken:
        return ambiguous(matched);
    }
    return end(Class::failed, "no decision");
  }

 private:
  void put(Side side, const store::RecordRow& record) {
    decision_.records.at(side) = record.no;
    decision_.ids.at(side) = record.id;
    decision_.versions.at(side) = record.version;
  }

  Values image_of(const store::InboxRow& row, Side side) const {
    return unpack_image(row.image, setting_.numbers.fields.at(side));
  }

  core::Result<std::optional<Decision>> end(Class outcome, std::string reason) {
    decision_.outcome = outcome;
    decision_.reason = std::move(reason);
    return std::optional(std::move(decision_));
  }

  core::Result<std::optional<Decision>> decided(const LinkedPair& pair) {
    decide_pair(setting_, pair, decision_);
    for (const Side side : both_sides)
      if (decision_.writes_to(side))
        decision_.planned.at(side) = observation_hash(
            setting_.mapping, pack_image(pair.images.at(side), setting_.numbers.fields.at(side)),
            store::Life::live);
    return std::optional(std::move(decision_));
  }

  core::Result<std::optional<store::InboxRow>> inbox_row(store::RecordNo record) const {
    const store::RecordNo no[] = {record};
    auto rows = TRY(setting_.store.inbox_of(setting_.mapping, no));
    if (rows.empty()) return std::optional<store::InboxRow>();
    return std::optional(std::move(rows.front()));
  }

  core::Result<store::RecordRow> record_row(store::RecordNo record) const {
    const store::RecordNo no[] = {record};
    auto rows = TRY(setting_.store.records(no));
    if (rows.empty()) return core::fail(core::ErrorKind::machine, "the state has lost a linked record");
    return std::move(rows.front());
  }

  // --- Linked
  // ------------------------------------------------------------------------------------------------

  core::Result<std::optional<Decision>> linked(const store::LinkRow& link) {
    const Side other = abi::other(side_);
    const auto partner_no = link.at(stored(other));
    decision_.link = link.no;
    if (!partner_no) return end(Class::excluded, "its partner is gone: " + link.reason);
    const auto partner_row = TRY(inbox_row(*partner_no));
    if (partner_row && side_ == Side::right) return std::optional<Decision>();
    const store::RecordRow partner = TRY(record_row(*partner_no));
    put(other, partner);
    if (partner_row) decision_.inbox.push_back(*partner_no);
    const store::LinkNo no[] = {link.no};
    const auto bases = TRY(setting_.store.bases(setting_.mapping, no));
    LinkedPair pair;
    pair.state =
        bases.empty() ? fresh_state(setting_.numbers) : unpack_state(bases.front(), setting_.numbers);
    pair.first_meeting = bases.empty();
    pair.status = link.status;
    pair.lives.at(side_) = seen_.record.life;
    pair.lives.at(other) = partner.life;
    pair.images.at(side_) = image_of(*seen_.inbox, side_);
    pair.images.at(other) = partner_row ? image_of(*partner_row, other) : pair.state.images.at(other);
    if (bases.empty() && !partner_row) {
      decision_.keep_inbox = true;
      return end(Class::waiting, "its partner has not been read yet");
    }
    pair.taken = TRY(taken_choices(link.no));
    return decided(pair);
  }

  // What persons chose in open conflicts of this link.
  core::Result<std::vector<std::optional<Side>>> taken_choices(store::LinkNo link) const {
    std::vector<std::optional<Side>> taken(setting_.program.rules.size());
    const auto choice =
        TRY(setting_.store.meta(fmt::format("taken:{}:{}", setting_.mapping.value, link.value)));
    if (!choice) return taken;
    Unpacker unpacker(*choice);
    while (!unpacker.done()) {
      const std::uint64_t rule = unpacker.number();
      const Side side = unpacker.number() == 0 ? Side::left : Side::right;
      for (std::size_t i = 0; i < taken.size(); ++i)
        if (setting_.numbers.rules[i].value == rule) taken[i] = side;
    }
    return taken;
  }

  // --- Not linked
  // --------------------------------------------------------------------------------------------

  core::Result<std::optional<Decision>> matched_one(const Matched& matched) {
    const Side other = abi::other(side_);
    const auto partner_row = TRY(inbox_row(*matched.partner));
    if (partner_row && side_ == Side::right) return std::optional<Decision>();
    if (!partner_row) {
      decision_.keep_inbox = true;
      return end(Class::waiting, "its partner has not been read yet");
    }
    const store::RecordRow partner = TRY(record_row(*matched.partner));
    put(other, partner);
    decision_.inbox.push_back(partner.no);
    LinkedPair pair;
    pair.state = fresh_state(setting_.numbers);
    pair.first_meeting = true;
    pair.images.at(side_) = image_of(*seen_.inbox, side_);
    pair.images.at(other) = image_of(*partner_row, other);
    if (!keys_agree(pair.images, matched.rule)) {
      decision_.keep_inbox = true;
      return end(Class::conflict, "equal hashes of different keys");
    }
    pair.taken.resize(setting_.program.rules.size());
    decision_.new_link = true;
    decision_.reason = "matched by " + rule_words(setting_, matched.rule);
    return decided(pair);
  }

  // The index holds hashes; equal ones are verified on the keys themselves.
  bool keys_agree(const Sides<Values>& images, store::MatchRule rule) const {
    if (rule.value == 0) return true;
    Sides<Value> keys;
    for (const Side side : both_sides) {
      const auto operands = views(images.at(side));
      keys.at(side) =
          Value::from(abi::judge_one(setting_.evaluator, side, operands).keys[store::place_of(rule) - 1]);
    }
    return keys.left == keys.right;
  }

  core::Result<std::optional<Decision>> ambiguous(const Matched& matched) {
    const bool reject = setting_.program.policies.ambiguous == abi::OnAmbiguous::reject;
    decision_.keep_inbox = true;
    decision_.category = "ambiguous";
    return end(reject ? Class::failed : Class::conflict, matched.words);
  }

  core::Result<std::optional<Decision>> without_partner() {
    const Side target = abi::other(side_);
    const Values image = image_of(*seen_.inbox, side_);
    const auto operands = views(image);
    const abi::Judgement judged = abi::judge_one(setting_.evaluator, side_, operands);
    if (judged.where[0] != abi::Verdict::yes)
      return end(Class::excluded, "not of the kind that `where` says");
    if (judged.scope[0] == abi::Verdict::no) return end(Class::excluded, "out of scope");
    if (judged.scope[0] == abi::Verdict::unknown)
      return end(Class::excluded, "scope undecided: a field is unknown");
    if (!setting_.program.shape(target).create_allowed)
      return end(Class::excluded, "no partner, and nothing creates one");
    for (const abi::Operand& key : judged.keys)
      if (value::is_unknown(key.state)) {
        decision_.keep_inbox = true;
        return end(Class::waiting, "a match key is unknown");
      }
    decision_.target = target;
    decision_.marker = marker_of(setting_, side_, seen_.record.id);
    decide_creation(setting_, image, decision_);
    return std::optional(std::move(decision_));
  }

  const Setting& setting_;
  const Seen& seen_;
  Side side_ = Side::left;
  Decision decision_;
};

}  // namespace

core::Result<std::optional<Decision>> decide(const Setting& setting, const Seen& seen) {
  return Deciding(setting, seen).run();
}

}  // namespace parley::sync
