// Records by id and by value.
#include <algorithm>
#include <set>

#include "engine/connector/hubspot/read.hpp"
#include "engine/connector/hubspot/record.hpp"
#include "engine/connector/hubspot/refusal.hpp"
#include "engine/connector/hubspot/requests.hpp"
#include "stdlib/core/text.hpp"

namespace parley::hubspot {

using namespace connector;
using value::Json;

namespace {

// The next `count` of `all` from `at`, which moves on.
std::vector<std::string> take(const std::vector<std::string>& all, std::size_t& at, std::size_t count) {
  const std::size_t end = std::min(all.size(), at + count);
  std::vector<std::string> some(all.begin() + static_cast<std::ptrdiff_t>(at),
                                all.begin() + static_cast<std::ptrdiff_t>(end));
  at = end;
  return some;
}

void add_results(const Asked& asked, const Json& reply, Rows& rows) {
  for (const Json* record : results_of(reply)) {
    rows.add(item_of(asked.settings, *record), value::write_json(*record));
  }
}

// Takes from `open` what a reply answered: under the record's own id, or among the ids merged into it.
void strike_answered(const Rows& rows, std::vector<std::string>& open) {
  std::set<std::string, std::less<>> answered;
  for (const Item& item : rows.items()) {
    answered.insert(item.id.value);
    for (const RecordId& alias : item.aliases) answered.insert(alias.value);
  }
  std::erase_if(open, [&](const std::string& id) { return answered.contains(id); });
}

Page page_of(const Asked& asked, const Rows& rows, Strength strength) {
  Page page{.object = asked.object, .asked = asked.fields, .strength = strength};
  page.items = rows.items();
  return page;
}

http::Request read_one(const Asked& asked, const std::string& id) {
  std::string target = objects_path(asked.settings, asked.object.value) + "/" + http::percent_encoded(id);
  char separator = '?';
  for (const auto& property : projection(asked.settings, asked.object.value, asked.fields)) {
    const std::string part = "properties=" + http::percent_encoded(property);
    if (asked.settings.url.size() + target.size() + part.size() >= url_bytes_max) break;
    target += separator + part;
    separator = '&';
  }
  return get(asked.settings, std::move(target));
}

void add_one(const Asked& asked, const std::string& id, const Json& record, Rows& rows) {
  Item item = item_of(asked.settings, record);
  const bool known = std::ranges::find(item.aliases, RecordId(id)) != item.aliases.end();
  if (item.id.value != id && !known) item.aliases.emplace_back(id);
  rows.add(std::move(item), value::write_json(record));
}

bool is_not_found(const http::Answer& answer) {
  const auto* response = std::get_if<http::Response>(&answer);
  return response && response->status == 404;
}

}  // namespace

// A batch of live records, what is missing among the archived ones, and what is still missing one by one:
// only a read of a single record follows an id that was merged away.
Script get_records(Asked asked, std::vector<std::string> ids) {
  const auto properties = projection(asked.settings, asked.object.value, asked.fields);
  Rows rows;
  for (std::size_t at = 0; at < ids.size();) {
    std::vector<std::string> open = take(ids, at, batch_max);
    rows.clear();
    for (const Archive archive : {Archive::live, Archive::archived}) {
      if (open.empty()) break;
      const BatchRead read{.properties = properties, .ids = open, .archive = archive};
      auto reply = read_reply(co_await Send{batch_read(asked.settings, asked.object.value, read)});
      if (!reply) co_return reply.error();
      if (auto fault = fault_in_errors(*reply)) co_return *fault;
      add_results(asked, *reply, rows);
      strike_answered(rows, open);
    }
    for (const std::string& id : open) {
      const http::Answer& answer = co_await Send{read_one(asked, id)};
      if (is_not_found(answer)) {
        rows.add(Item{.id = RecordId(id), .life = Life::invisible}, "");
        continue;
      }
      auto record = read_reply(answer);
      if (!record) co_return record.error();
      add_one(asked, id, *record, rows);
    }
    co_await page_of(asked, rows, Strength::authoritative);
  }
  co_return Done{};
}

Script find_unique(Asked asked, std::string property, std::vector<std::string> values, Archives archives) {
  const auto properties = projection(asked.settings, asked.object.value, asked.fields);
  Rows rows;
  for (std::size_t at = 0; at < values.size();) {
    std::vector<std::string> some = take(values, at, batch_max);
    rows.clear();
    for (const Archive archive : {Archive::live, Archive::archived}) {
      if (archive == Archive::archived && archives == Archives::live_only) break;
      const BatchRead read{
          .properties = properties, .ids = some, .id_property = property, .archive = archive};
      auto reply = read_reply(co_await Send{batch_read(asked.settings, asked.object.value, read)});
      if (!reply) co_return reply.error();
      if (auto fault = fault_in_errors(*reply)) co_return *fault;
      add_results(asked, *reply, rows);
    }
    co_await page_of(asked, rows, Strength::authoritative);
  }
  co_return Done{};
}

// IN on texts wants lower case. The values are cut so that a search's body keeps its limit, and each cut is
// read by "id greater than the last".
Script find_anywhere(Asked asked, std::string property, std::vector<std::string> values) {
  std::vector<std::string> properties = projection(asked.settings, asked.object.value, asked.fields);
  Rows rows;
  for (std::size_t at = 0; at < values.size();) {
    Search wanted{.filters = {{.property = property, .op = "IN"}}, .properties = properties};
    std::size_t bytes = 0;
    while (at < values.size() && wanted.filters[0].values.size() < batch_max &&
           bytes < search_body_bytes_max / 3) {
      wanted.filters[0].values.push_back(core::lower_ascii(values[at++]));
      bytes += wanted.filters[0].values.back().size() + 3;
    }
    if (value::write_json(search_body(wanted)).size() > search_body_bytes_max) {
      co_return Fault{Fault::Kind::refused, "HubSpot takes no search this long: ask for fewer fields", {}};
    }
    for (std::string last;;) {
      Search next = wanted;
      if (!last.empty()) next.filters.push_back({.property = "hs_object_id", .op = "GT", .value = last});
      auto reply = read_reply(co_await Send{search(asked.settings, asked.object.value, next), "search"});
      if (!reply) co_return reply.error();
      rows.clear();
      add_results(asked, *reply, rows);
      co_await page_of(asked, rows, Strength::index);
      if (rows.size() == 0 || !reply->at_path("paging.next.after")) break;
      const std::string end = rows.items().back().id.value;
      if (end == last) co_return Fault{Fault::Kind::malformed, "HubSpot's search does not go on", {}};
      last = end;
    }
  }
  co_return Done{};
}

}  // namespace parley::hubspot
