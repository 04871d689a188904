// ContactIndex: HubSpot's search as it answers: over an index that shows every change `lag` later than the
// record itself, with filter groups, one sort and pages of a result that is computed afresh whenever the
// index has moved. A window on the modified time, an id or a unique value is looked up, not scanned for. Not
// shared between threads.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "engine/sandbox/contact_store.hpp"

namespace parley::sandbox {

// One test of a filter group, as the request has it.
struct SearchFilter {
  FieldNumber property;
  std::string op;  // EQ, NEQ, LT …
  std::string value;
  std::string high;                 // BETWEEN
  std::vector<std::string> values;  // IN, NOT_IN
};

struct SearchQuery {
  std::vector<std::vector<SearchFilter>> groups;  // any group, all of its filters; none: every contact
  std::string text;                               // looked for in names, e-mail, phone and company
  std::optional<FieldNumber> sort;                // else by id
  bool descending = false;
};

class ContactIndex {
 public:
  struct Entry {
    core::Instant modified{};
    std::shared_ptr<const Image> image;
  };

  // The record's present state becomes visible at `due`; `due` never steps back.
  void schedule(const Contact& contact, core::Instant due);
  // Shows what is due by now.
  void refresh(core::Instant now);

  // Ids in order. `key` names the query: as long as the index has not moved, the same key is answered from
  // memory.
  const std::vector<ContactId>& search(const SearchQuery& query, const std::string& key);
  const Entry& entry(ContactId id) const { return entries_.at(id); }

 private:
  struct Pending {
    core::Instant due;
    ContactId id;
    Entry entry;  // no image: archived
  };
  struct Answer {
    std::string key;
    std::vector<ContactId> ids;
  };

  void show(const Pending& pending);
  std::vector<ContactId> candidates(const SearchQuery& query) const;
  std::vector<ContactId> evaluate(const SearchQuery& query) const;

  std::map<ContactId, Entry> entries_;
  std::set<std::pair<core::Instant, ContactId>> by_modified_;
  std::set<std::pair<std::pair<FieldNumber, std::string>, ContactId>> by_unique_;
  std::deque<Pending> pending_;
  std::deque<Answer> answers_;  // the newest few, for the index as it is
};

}  // namespace parley::sandbox
