// Decision: what a plan says of one record or one pair, and everything that applying it needs. A plan row
// holds it packed. Plain data; the order of fields in the bytes is engine/sync's own affair.
#pragma once

#include <string>
#include <vector>

#include "engine/sync/merge.hpp"
#include "engine/sync/pack.hpp"

namespace parley::sync {

// The class of a record in a run, the worst last: the counters partition by it.
enum class Class : std::uint8_t {
  unchanged,
  excluded,
  updated,
  created,
  deleted,
  waiting,
  conflict,
  failed,
};
inline constexpr Class classes[] = {Class::unchanged, Class::excluded, Class::updated,  Class::created,
                                    Class::deleted,   Class::waiting,  Class::conflict, Class::failed};
std::string_view class_word(Class c);

enum class Action : std::uint8_t {
  none,     // nothing to record but that it was looked at
  settle,   // bases advance, no write
  update,   // writes to one side or both
  create,   // a partner on `target`
  freeze,   // the link is kept, no more updates
  unlink,   // the link ends, and no partner is made again
  archive,  // the partner on `target` is archived
  remove,   // it is deleted
};

// One field of a decision, as plan and why print it. What stays as it is has no line.
struct FieldLine {
  store::RuleNo rule;
  What what = What::nothing;
  Why why = Why::same;
  std::optional<Standing> standing;
  std::string evidence;
  std::string failure;
  bool has_base = false;
  Sides<Values> base;
  Sides<Values> now;
  Sides<std::optional<Values>> writes;
};

struct Assigned {
  store::FieldNo field;
  Value value;
};

struct Decision {
  Class outcome = Class::unchanged;
  Action action = Action::none;
  std::string reason;              // excluded, waiting, failed …: why
  std::string category;            // of a failure
  Sides<store::RecordNo> records;  // 0: none on that side
  Sides<store::RemoteId> ids;
  Sides<std::optional<store::Version>> versions;  // as observed
  Sides<store::Hash> planned;                     // the images that are to be written to, as they were seen
  store::LinkNo link;                             // 0: a new one
  Side target = Side::right;                      // create, archive
  std::string marker;                             // create
  Sides<std::vector<Assigned>> assignments;
  Sides<std::string> state;  // packed link state after every write is acknowledged
  bool new_link = false;
  bool rule_changed = false;  // some field met again
  std::vector<FieldLine> lines;
  std::vector<store::RecordNo> inbox;  // rows that this decision answers
  bool keep_inbox = false;             // waiting and failing records stay
  std::uint64_t clears = 0;            // values that a write would erase

  bool ends_partner() const { return action == Action::archive || action == Action::remove; }
  bool writes() const { return action == Action::update || action == Action::create || ends_partner(); }
  bool writes_to(Side side) const {
    if (action == Action::update) return !assignments.at(side).empty();
    return writes() && target == side;
  }
};

// What an intent changes, as the journal keeps it: the lines that write.
std::string pack_lines(const std::vector<FieldLine>& lines);
std::vector<FieldLine> unpack_lines(std::string_view bytes);

std::string pack_decision(const Decision& decision);
Decision unpack_decision(std::string_view bytes);

}  // namespace parley::sync
