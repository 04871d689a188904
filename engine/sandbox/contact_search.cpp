#include "engine/sandbox/contact_search.hpp"

#include <algorithm>
#include <charconv>
#include <limits>

#include "engine/sandbox/calendar.hpp"
#include "stdlib/core/text.hpp"

namespace parley::sandbox {

namespace {

constexpr std::size_t search_answers_max = 8;

// A value in the order of its property's type: numbers and times by size, text without case.
struct Ordered {
  bool numeric = false;
  double number = 0;
  std::string text;
  friend auto operator<=>(const Ordered&, const Ordered&) = default;
};

bool is_time(const Property& property) {
  return property.type == "datetime" || property.type == "date";
}

std::optional<double> as_number(const Property& property, const std::string& text) {
  double number = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc() && end == text.data() + text.size()) return number;
  if (!is_time(property)) return std::nullopt;
  auto at = parse_iso(text);
  return at ? std::optional(static_cast<double>(at->microseconds / 1'000)) : std::nullopt;
}

Ordered ordered(const Property& property, const std::string& text) {
  if (property.type == "number" || is_time(property)) {
    if (auto number = as_number(property, text)) return {.numeric = true, .number = *number, .text = {}};
  }
  return {.numeric = false, .number = 0, .text = core::lower_ascii(text)};
}

bool same(const Property& property, const std::string& held, const std::string& asked) {
  if (property.type == "enumeration" || property.type == "bool") return held == asked;
  return ordered(property, held) == ordered(property, asked);
}

// The words of a text, as CONTAINS_TOKEN sees them; "*" at either end of the wanted word stands for anything.
bool has_token(const std::string& held, const std::string& asked) {
  std::string text = core::lower_ascii(held);
  std::string token = core::lower_ascii(asked);
  bool open_front = token.starts_with('*');
  if (open_front) token.erase(0, 1);
  bool open_back = token.ends_with('*');
  if (open_back) token.pop_back();
  auto in_word = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || (c & 0x80) != 0; };
  for (std::size_t at = text.find(token); at != std::string::npos; at = text.find(token, at + 1)) {
    bool front = open_front || at == 0 || !in_word(text[at - 1]);
    bool back = open_back || at + token.size() == text.size() || !in_word(text[at + token.size()]);
    if (front && back) return true;
  }
  return false;
}

// IN compares the lower-cased value with the list as it was sent: what was sent in upper case never matches.
bool in_list(const Property& property, const std::string& held, const std::vector<std::string>& list) {
  bool exact = property.type != "string";
  std::string text = exact ? held : core::lower_ascii(held);
  return std::ranges::find(list, text) != list.end();
}

bool passes(const SearchFilter& filter, const Image& image) {
  const Property& property = contact_properties()[filter.property];
  const std::string* held = image.find(filter.property);
  bool empty = held == nullptr || held->empty();
  if (filter.op == "HAS_PROPERTY") return !empty;
  if (filter.op == "NOT_HAS_PROPERTY") return empty;
  if (filter.op == "NEQ") return empty || !same(property, *held, filter.value);
  if (filter.op == "NOT_IN") return empty || !in_list(property, *held, filter.values);
  if (filter.op == "NOT_CONTAINS_TOKEN") return empty || !has_token(*held, filter.value);
  if (empty) return false;
  if (filter.op == "EQ") return same(property, *held, filter.value);
  if (filter.op == "IN") return in_list(property, *held, filter.values);
  if (filter.op == "CONTAINS_TOKEN") return has_token(*held, filter.value);
  auto order = ordered(property, *held) <=> ordered(property, filter.value);
  if (filter.op == "LT") return order < 0;
  if (filter.op == "LTE") return order <= 0;
  if (filter.op == "GT") return order > 0;
  if (filter.op == "GTE") return order >= 0;
  return order >= 0 && ordered(property, *held) <= ordered(property, filter.high);  // BETWEEN
}

bool mentions(const Image& image, const std::string& wanted) {
  for (const char* name : {"firstname", "lastname", "email", "phone", "company"}) {
    const std::string* held = image.find(property_number(name));
    if (held != nullptr && core::lower_ascii(*held).find(wanted) != std::string::npos) return true;
  }
  return false;
}

bool matches(const SearchQuery& query, const Image& image) {
  if (!query.text.empty() && !mentions(image, core::lower_ascii(query.text))) return false;
  if (query.groups.empty()) return true;
  return std::ranges::any_of(query.groups, [&](const auto& group) {
    return std::ranges::all_of(group, [&](const SearchFilter& filter) { return passes(filter, image); });
  });
}

struct Bounds {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
};

// What the filters of a group say about one numeric property; `narrowed` stays false where they say nothing.
Bounds bounds_of(const std::vector<SearchFilter>& group, FieldNumber property, bool& narrowed) {
  Bounds bounds;
  const Property& definition = contact_properties()[property];
  for (const SearchFilter& filter : group) {
    if (filter.property != property) continue;
    auto value = as_number(definition, filter.value);
    if (!value) continue;
    bool both = filter.op == "EQ" || filter.op == "BETWEEN";
    if (both || filter.op == "GT" || filter.op == "GTE") {
      bounds.low = std::max(bounds.low, *value);
      narrowed = true;
    }
    auto high = filter.op == "BETWEEN" ? as_number(definition, filter.high) : value;
    if (high && (both || filter.op == "LT" || filter.op == "LTE")) {
      bounds.high = std::min(bounds.high, *high);
      narrowed = true;
    }
  }
  return bounds;
}

std::int64_t whole(double bound) {
  constexpr double limit = 9.0e15;
  return static_cast<std::int64_t>(std::clamp(bound, -limit, limit));
}

}  // namespace

void ContactIndex::schedule(const Contact& contact, core::Instant due) {
  if (!pending_.empty() && due < pending_.back().due) due = pending_.back().due;
  pending_.push_back({due, contact.id, {contact.modified, contact.archived ? nullptr : contact.image}});
}

void ContactIndex::refresh(core::Instant now) {
  while (!pending_.empty() && pending_.front().due <= now) {
    show(pending_.front());
    pending_.pop_front();
    answers_.clear();
  }
}

void ContactIndex::show(const Pending& pending) {
  auto keys_of = [](const Image& image) {
    std::vector<std::pair<FieldNumber, std::string>> keys;
    for (const Image::Cell& cell : image.cells()) {
      if (contact_properties()[cell.field].unique && !cell.text.empty())
        keys.emplace_back(cell.field, cell.text);
    }
    return keys;
  };
  if (auto old = entries_.find(pending.id); old != entries_.end()) {
    by_modified_.erase({old->second.modified, pending.id});
    for (auto& key : keys_of(*old->second.image)) by_unique_.erase({std::move(key), pending.id});
    entries_.erase(old);
  }
  if (pending.entry.image == nullptr) return;
  entries_.emplace(pending.id, pending.entry);
  by_modified_.insert({pending.entry.modified, pending.id});
  for (auto& key : keys_of(*pending.entry.image)) by_unique_.insert({std::move(key), pending.id});
}

const std::vector<ContactId>& ContactIndex::search(const SearchQuery& query, const std::string& key) {
  auto known = std::ranges::find(answers_, key, &Answer::key);
  if (known != answers_.end()) return known->ids;
  if (answers_.size() >= search_answers_max) answers_.pop_front();
  answers_.push_back({key, evaluate(query)});
  return answers_.back().ids;
}

std::vector<ContactId> ContactIndex::candidates(const SearchQuery& query) const {
  std::vector<ContactId> ids;
  if (query.groups.size() == 1) {
    const auto& group = query.groups.front();
    for (const SearchFilter& filter : group) {
      if (!contact_properties()[filter.property].unique || (filter.op != "EQ" && filter.op != "IN")) continue;
      std::vector<std::string> values = filter.op == "IN" ? filter.values : std::vector{filter.value};
      for (const std::string& value : values) {
        // Held values of both unique properties are lower case, or are asked for as they are held.
        for (const std::string& form : std::set<std::string>{value, core::lower_ascii(value)}) {
          auto key = std::make_pair(filter.property, form);
          for (auto at = by_unique_.lower_bound({key, 0}); at != by_unique_.end() && at->first == key; ++at) {
            ids.push_back(at->second);
          }
        }
      }
      std::ranges::sort(ids);
      ids.erase(std::ranges::unique(ids).begin(), ids.end());
      return ids;
    }
    for (const char* name : {"lastmodifieddate", "hs_lastmodifieddate"}) {
      bool narrowed = false;
      Bounds bounds = bounds_of(group, property_number(name), narrowed);
      if (!narrowed) continue;
      auto at = by_modified_.lower_bound({core::Instant{whole(bounds.low) * 1'000}, 0});
      core::Instant last{whole(bounds.high) * 1'000 + 999};
      for (; at != by_modified_.end() && at->first <= last; ++at) ids.push_back(at->second);
      std::ranges::sort(ids);
      return ids;
    }
    bool narrowed = false;
    Bounds bounds = bounds_of(group, property_number("hs_object_id"), narrowed);
    if (narrowed) {
      auto at = entries_.lower_bound(whole(bounds.low));
      for (; at != entries_.end() && at->first <= whole(bounds.high); ++at) ids.push_back(at->first);
      return ids;
    }
  }
  for (const auto& [id, entry] : entries_) ids.push_back(id);
  return ids;
}

std::vector<ContactId> ContactIndex::evaluate(const SearchQuery& query) const {
  std::vector<ContactId> ids;
  for (ContactId id : candidates(query)) {
    if (matches(query, *entries_.at(id).image)) ids.push_back(id);
  }
  if (!query.sort) return ids;
  const Property& property = contact_properties()[*query.sort];
  struct Row {
    bool empty;
    Ordered value;
    ContactId id;
  };
  std::vector<Row> rows;
  for (ContactId id : ids) {
    const std::string* held = entries_.at(id).image->find(*query.sort);
    bool empty = held == nullptr || held->empty();
    rows.push_back({empty, empty ? Ordered{} : ordered(property, *held), id});
  }
  std::ranges::sort(rows, [&](const Row& a, const Row& b) {
    if (a.empty != b.empty) return b.empty;
    if (a.value == b.value) return a.id < b.id;
    return query.descending ? a.value > b.value : a.value < b.value;
  });
  for (std::size_t i = 0; i < rows.size(); ++i) ids[i] = rows[i].id;
  return ids;
}

}  // namespace parley::sandbox
