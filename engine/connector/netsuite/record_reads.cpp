// Reads by the record service: one GET a record, the truth of this moment, in the record form itself.
#include <algorithm>

#include "engine/connector/netsuite/read.hpp"
#include "engine/connector/netsuite/record.hpp"
#include "engine/connector/netsuite/refusal.hpp"
#include "engine/connector/netsuite/requests.hpp"
#include "stdlib/value/time.hpp"

namespace parley::netsuite {

using namespace connector;
using value::Json;

namespace {

constexpr std::size_t page_records = 50;

Page page_of(const Asked& asked, const Rows& rows, const FieldSet& unreadable) {
  Page page{.object = asked.object, .asked = asked.fields, .unreadable = unreadable};
  page.missing = missing_of(asked.settings, asked.object);
  page.strength = Strength::authoritative;
  page.items = rows.items();
  return page;
}

bool drop(std::vector<std::string>& fields, const std::string& name, const Asked& asked,
          FieldSet& unreadable) {
  const auto at = std::ranges::find(fields, name);
  if (at == fields.end()) return false;
  fields.erase(at);
  for (const FieldName& field : asked.fields.names) {
    if (field.value == name) unreadable.names.push_back(field);
  }
  return true;
}

}  // namespace

Script get_records(Asked asked, std::vector<std::string> keys) {
  auto fields = body_fields(asked.settings, asked.object, asked.fields);
  FieldSet unreadable;
  Rows rows;
  for (std::size_t at = 0; at < keys.size();) {
    const http::Answer& answer =
        co_await Send{get_record(asked.settings, asked.object.value, keys[at], fields)};
    if (const auto name = refused_name(answer); name && drop(fields, *name, asked, unreadable)) continue;
    if (is_not_shown(answer)) {
      rows.add(Item{.id = RecordId(keys[at]), .life = Life::invisible}, "");
    } else {
      auto record = read_reply(answer);
      if (!record) co_return record.error();
      Item item = item_of(asked.settings, *record);
      if (item.id.value != keys[at]) item.aliases.emplace_back(keys[at]);
      rows.add(std::move(item), value::write_json(*record));
    }
    if (++at == keys.size() || rows.size() == page_records) {
      co_await page_of(asked, rows, unreadable);
      rows.clear();
    }
  }
  co_return Done{};
}

Script find_external(Asked asked, std::vector<std::string> markers) {
  auto fields = body_fields(asked.settings, asked.object, asked.fields);
  FieldSet unreadable;
  Rows rows;
  for (std::size_t at = 0; at < markers.size();) {
    const http::Answer& answer =
        co_await Send{get_record(asked.settings, asked.object.value, "eid:" + markers[at], fields)};
    if (const auto name = refused_name(answer); name && drop(fields, *name, asked, unreadable)) continue;
    if (!is_not_shown(answer)) {
      auto record = read_reply(answer);
      if (!record) co_return record.error();
      Item item = item_of(asked.settings, *record);
      item.marker = Marker(markers[at]);
      rows.add(std::move(item), value::write_json(*record));
    }
    if (++at == markers.size() || rows.size() == page_records) {
      co_await page_of(asked, rows, unreadable);
      rows.clear();
    }
  }
  co_return Done{};
}

// No answer names the account. But requests are signed for a realm, and a token of another account is
// refused: an answer proves that the realm is where we are.
Script identity(Settings settings) {
  const http::Answer& answer =
      co_await Send{get_plain(settings, "/services/rest/system/v1/serverTime", "application/json")};
  auto reply = read_reply(answer);
  if (!reply) co_return reply.error();
  Account account{.name = settings.account,
                  .clock = value::parse_instant(text_of(reply->find("serverTime")))};
  account.label = settings.account;
  if (!account.clock) co_return Fault{Fault::Kind::malformed, "NetSuite: no serverTime in the answer", {}};
  co_await account;
  co_return Done{};
}

Script describe(Settings settings, ObjectName object) {
  const std::string path = "/services/rest/record/v1/metadata-catalog/" + http::percent_encoded(object.value);
  auto reply = read_reply(co_await Send{get_plain(settings, path, "application/schema+json")});
  if (!reply) co_return reply.error();
  const Json* properties = reply->find("properties");
  if (!properties || !properties->is_object()) {
    co_return Fault{Fault::Kind::malformed, "NetSuite: a record description without properties", {}};
  }
  Schema schema{.object = object, .fields = {}};
  for (const auto& [name, property] : properties->members()) {
    FieldRights rights{.field = FieldName(name), .type = text_of(property.find("type"))};
    const Json* read_only = property.find("readOnly");
    if (read_only && read_only->is_bool() && read_only->boolean())
      rights.creatable = rights.updatable = false;
    if (const Json* values = property.find("enum"); values && values->is_array()) {
      for (const Json& value : values->items())
        rights.options.push_back({value.text_or(""), value.text_or("")});
    }
    schema.fields.push_back(std::move(rights));
  }
  std::ranges::sort(schema.fields, {}, &FieldRights::field);
  co_await schema;
  co_return Done{};
}

}  // namespace parley::netsuite
