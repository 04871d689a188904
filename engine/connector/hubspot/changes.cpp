// Changes: one window of modified stamps, read ascending by id with "id greater than the last one" instead of
// page numbers. No query then ever reaches the 10,000 rows that a search may page through, any number of
// records may share one stamp, and a record that moves while we read cannot push another one over a page's
// edge.
//
//   window [10:00, 10:20], records 3 5 9 12 ...: id > 0 → 3 5; id > 5 → 9 12; ...
//
// The index lags, so the next window starts `index_lag` before the end of this one and records come again.
#include <algorithm>

#include "engine/connector/cursor_text.hpp"
#include "engine/connector/hubspot/read.hpp"
#include "engine/connector/hubspot/record.hpp"
#include "engine/connector/hubspot/refusal.hpp"
#include "engine/connector/hubspot/requests.hpp"

namespace parley::hubspot {

using namespace connector;
using core::Instant;
using value::Json;

namespace {

constexpr std::int64_t earliest_ms = 86'400'000;  // a search from the very epoch has been answered with 500

struct ChangesPlace {
  Instant from;
  std::optional<Instant> until;  // of the window being read
  std::uint64_t last = 0;        // the highest id delivered in it
};

StreamKey changes_key(const ObjectName& object) {
  return {"hubspot", "changes", object.value};
}

std::int64_t ms(Instant instant) {
  return instant.microseconds / 1'000;
}

Instant at_ms(std::int64_t milliseconds) {
  return {milliseconds * 1'000};
}

std::uint64_t id_number(const Json& record) {
  const Json* id = record.find("id");
  const std::string digits = id ? (id->is_number() ? id->digits() : id->text_or("")) : "";
  std::uint64_t n = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9' || n > UINT64_MAX / 10 - 1) return 0;
    n = n * 10 + static_cast<std::uint64_t>(c - '0');
  }
  return n;
}

std::expected<ChangesPlace, Fault> read_changes_place(const ObjectName& object, const Cursor& cursor) {
  auto json = read_cursor(changes_key(object), cursor);
  if (!json) return std::unexpected(json.error());
  const auto number = [&](std::string_view name) {
    const Json* found = json->find(name);
    return found ? found->integer() : std::nullopt;
  };
  const auto from = number("from");
  if (!from)
    return std::unexpected(Fault{Fault::Kind::bad_cursor, "hubspot: a changes cursor without a start", {}});
  ChangesPlace place{at_ms(*from), {}, static_cast<std::uint64_t>(number("last").value_or(0))};
  if (const auto until = number("until")) place.until = at_ms(*until);
  return place;
}

Cursor write_changes_place(const ObjectName& object, const ChangesPlace& place) {
  Json json = Json::object();
  json["from"] = ms(place.from);
  if (place.until) {
    json["until"] = ms(*place.until);
    json["last"] = static_cast<std::size_t>(place.last);
  }
  return write_cursor(changes_key(object), std::move(json));
}

Search search_of(const Asked& asked, const ChangesPlace& place, std::vector<std::string> properties) {
  Search search;
  search.filters.push_back({.property = modified_property(asked.object.value),
                            .op = "BETWEEN",
                            .value = std::to_string(std::max(ms(place.from), earliest_ms)),
                            .high = std::to_string(ms(*place.until))});
  if (place.last > 0) {
    search.filters.push_back({.property = "hs_object_id", .op = "GT", .value = std::to_string(place.last)});
  }
  search.properties = std::move(properties);
  return search;
}

}  // namespace

Cursor changes_cursor(const ObjectName& object, Instant start) {
  return write_changes_place(object, ChangesPlace{.from = start, .until = {}});
}

Script changes(Asked asked, Cursor cursor, Instant until) {
  auto start = read_changes_place(asked.object, cursor);
  if (!start) co_return start.error();
  ChangesPlace place = *std::move(start);
  const auto properties = projection(asked.settings, asked.object.value, asked.fields);
  Rows rows;
  Page page{.object = asked.object, .asked = asked.fields};
  if (!place.until) place.until = std::max(until, place.from);
  for (;;) {
    Search window = search_of(asked, place, properties);
    // Too many properties for a search: it finds ids, and batch reads bring the records as they are now.
    const bool by_ids = value::write_json(search_body(window)).size() > search_body_bytes_max;
    if (by_ids) window.properties = {"hs_object_id"};
    auto reply = read_reply(co_await Send{search(asked.settings, asked.object.value, window), "search"});
    if (!reply) co_return reply.error();
    rows.clear();
    std::uint64_t last = place.last;
    const auto found = results_of(*reply);
    for (const Json* record : found) last = std::max(last, id_number(*record));
    if (!found.empty() && last == place.last) {
      co_return Fault{
          Fault::Kind::malformed, "HubSpot's search does not go on behind " + std::to_string(last), {}};
    }
    page.strength = by_ids ? Strength::authoritative : Strength::index;
    for (std::size_t at = 0; by_ids && at < found.size(); at += batch_max) {
      BatchRead read{.properties = properties, .ids = {}};
      for (std::size_t i = at; i < std::min(found.size(), at + batch_max); ++i) {
        read.ids.push_back(std::to_string(id_number(*found[i])));
      }
      auto batch = read_reply(co_await Send{batch_read(asked.settings, asked.object.value, read)});
      if (!batch) co_return batch.error();
      if (auto fault = fault_in_errors(*batch)) co_return *fault;
      for (const Json* record : results_of(*batch)) {
        rows.add(item_of(asked.settings, *record), value::write_json(*record));
      }
    }
    for (std::size_t i = 0; !by_ids && i < found.size(); ++i) {
      rows.add(item_of(asked.settings, *found[i]), value::write_json(*found[i]));
    }
    place.last = last;
    const bool window_read = found.empty() || !reply->at_path("paging.next.after");
    const bool again = window_read && *place.until < until;  // the cursor brought an older window: one more
    if (window_read) {
      const Instant behind = *place.until - asked.settings.index_lag;
      place = ChangesPlace{.from = std::max(place.from, behind), .until = {}};
    }
    page.items = rows.items();
    page.next = write_changes_place(asked.object, place);
    co_await page;
    if (window_read && !again) co_return Done{};
    if (again) place.until = until;
  }
}

}  // namespace parley::hubspot
