// The scan: HubSpot's list, ascending by id, the only strongly consistent way to see every record. Where the
// property list would make the URL too long, a page lists ids only and a batch read brings the records.
#include <algorithm>

#include "engine/connector/cursor_text.hpp"
#include "engine/connector/hubspot/read.hpp"
#include "engine/connector/hubspot/record.hpp"
#include "engine/connector/hubspot/refusal.hpp"
#include "engine/connector/hubspot/requests.hpp"

namespace parley::hubspot {

using namespace connector;
using value::Json;

namespace {

struct ScanPlace {
  std::string after;       // HubSpot's own cursor
  std::string last;        // the highest id delivered
  std::uint64_t seen = 0;  // distinct records delivered
  bool finished = false;
  std::optional<std::uint64_t> counted;
};

StreamKey scan_key(const ObjectName& object) {
  return {"hubspot", "scan", object.value};
}

std::uint64_t whole(const Json* json) {
  const auto n = json ? json->integer() : std::nullopt;
  return n && *n > 0 ? static_cast<std::uint64_t>(*n) : 0;
}

std::expected<ScanPlace, Fault> read_scan_place(const ObjectName& object, const Cursor& cursor) {
  if (cursor.empty()) return ScanPlace{};
  auto json = read_cursor(scan_key(object), cursor);
  if (!json) return std::unexpected(json.error());
  ScanPlace place{.after = text_of(json->find("after")),
                  .last = text_of(json->find("last")),
                  .seen = whole(json->find("seen"))};
  place.finished = json->find("finished") != nullptr;
  if (const Json* counted = json->find("counted")) place.counted = whole(counted);
  return place;
}

Cursor write_scan_place(const ObjectName& object, const ScanPlace& place) {
  Json json = Json::object();
  json["after"] = place.after;
  json["last"] = place.last;
  json["seen"] = static_cast<std::size_t>(place.seen);
  if (place.finished) json["finished"] = true;
  if (place.counted) json["counted"] = static_cast<std::size_t>(*place.counted);
  return write_cursor(scan_key(object), std::move(json));
}

// Ids are decimal texts without leading zeros.
bool id_less(std::string_view a, std::string_view b) {
  return a.size() != b.size() ? a.size() < b.size() : a < b;
}

// A record that comes again because pages shifted is delivered again and counted once.
void add(const Asked& asked, const Json& record, Rows& rows, ScanPlace& place) {
  Item item = item_of(asked.settings, record);
  if (item.id.value.empty()) return;
  if (id_less(place.last, item.id.value)) {
    place.last = item.id.value;
    ++place.seen;
  }
  rows.add(std::move(item), value::write_json(record));
}

Page page_of(const Asked& asked, const Rows& rows, const ScanPlace& place) {
  Page page{.object = asked.object, .asked = asked.fields, .strength = Strength::authoritative};
  page.items = rows.items();
  page.next = write_scan_place(asked.object, place);
  if (place.finished) page.complete = Certificate{place.seen, place.counted};
  return page;
}

}  // namespace

Script scan(Asked asked, Cursor cursor) {
  auto start = read_scan_place(asked.object, cursor);
  if (!start) co_return start.error();
  ScanPlace place = *std::move(start);
  const auto properties = projection(asked.settings, asked.object.value, asked.fields);
  const std::size_t url_bytes =
      list_page(asked.settings, asked.object.value, properties, place.after).url.size() +
      32;  // a later `after`
  const bool by_ids = url_bytes > url_bytes_max;
  Rows rows;
  while (!place.finished) {
    auto reply = read_reply(co_await Send{list_page(
        asked.settings, asked.object.value, by_ids ? std::vector<std::string>{} : properties, place.after)});
    if (!reply) co_return reply.error();
    const std::string after = text_of(reply->at_path("paging.next.after"));
    rows.clear();
    if (by_ids && !results_of(*reply).empty()) {
      BatchRead read{.properties = properties, .ids = {}};
      for (const Json* record : results_of(*reply)) read.ids.push_back(text_of(record->find("id")));
      auto batch = read_reply(co_await Send{batch_read(asked.settings, asked.object.value, read)});
      if (!batch) co_return batch.error();
      if (auto fault = fault_in_errors(*batch)) co_return *fault;
      *reply = *std::move(batch);
    }
    auto records = results_of(*reply);
    std::ranges::sort(records, id_less, [](const Json* record) { return text_of(record->find("id")); });
    for (const Json* record : records) add(asked, *record, rows, place);
    if (!after.empty() && after == place.after) {
      co_return Fault{Fault::Kind::malformed, "HubSpot's list does not go on from " + after, {}};
    }
    place.after = after;
    if (after.empty()) {
      auto count =
          read_reply(co_await Send{search(asked.settings, asked.object.value, {.limit = 1}), "search"});
      if (!count) co_return count.error();
      place.finished = true;
      if (const Json* total = count->find("total")) place.counted = whole(total);
      break;
    }
    co_await page_of(asked, rows, place);
  }
  co_await page_of(asked, rows, place);
  co_return Done{};
}

}  // namespace parley::hubspot
