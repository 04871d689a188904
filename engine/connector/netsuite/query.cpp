// Scan, changes and find are one walk over SuiteQL: rows ascending by id, each page asked for as "id greater
// than the last one". Offsets are never used: they shift under our feet and end at 100,000 rows.
//
//   SELECT id, lastname, ... FROM customer WHERE (<condition>) AND id > 4711 ORDER BY id ASC
//
// Changes have a lower bound only: a record that is modified while we read is at worst read twice.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "engine/connector/cursor_text.hpp"
#include "engine/connector/netsuite/columns.hpp"
#include "engine/connector/netsuite/read.hpp"
#include "engine/connector/netsuite/record.hpp"
#include "engine/connector/netsuite/refusal.hpp"
#include "engine/connector/netsuite/requests.hpp"
#include "stdlib/core/text.hpp"

namespace parley::netsuite {

using namespace connector;
using core::Instant;
using value::Json;

namespace {

enum class Stream { scan, changes, find };

struct Walk {
  Stream stream = Stream::scan;
  std::uint64_t last = 0;  // the highest id delivered
  std::uint64_t seen = 0;  // scan: distinct records delivered
  bool finished = false;   // scan: a finished one's cursor
  std::optional<std::uint64_t> counted;
  Instant from;                         // changes: the window's start
  Instant pass;                         // changes: the `until` with which this pass over the ids began
  Instant until;                        // changes: asked now
  std::vector<std::string> conditions;  // find: each a walk of its own
};

StreamKey key_of(const Walk& walk, const ObjectName& object) {
  return {"netsuite", walk.stream == Stream::scan ? "scan" : "changes", object.value};
}

Cursor cursor_of(const Walk& walk, const ObjectName& object) {
  if (walk.stream == Stream::find) return {};
  Json json = Json::object();
  json["last"] = static_cast<std::size_t>(walk.last);
  if (walk.stream == Stream::scan) {
    json["seen"] = static_cast<std::size_t>(walk.seen);
    if (walk.finished) json["finished"] = true;
    if (walk.counted) json["counted"] = static_cast<std::size_t>(*walk.counted);
  } else {
    json["from"] = walk.from.microseconds / 1'000;
    if (walk.last > 0) json["pass"] = walk.pass.microseconds / 1'000;
  }
  return write_cursor(key_of(walk, object), std::move(json));
}

std::expected<Walk, Fault> walk_of(Stream stream, const ObjectName& object, const Cursor& cursor) {
  Walk walk{.stream = stream};
  if (stream == Stream::scan && cursor.empty()) return walk;
  auto json = read_cursor(key_of(walk, object), cursor);
  if (!json) return std::unexpected(json.error());
  const auto number = [&](std::string_view name) -> std::optional<std::int64_t> {
    const Json* found = json->find(name);
    return found ? found->integer() : std::nullopt;
  };
  walk.last = static_cast<std::uint64_t>(number("last").value_or(0));
  walk.seen = static_cast<std::uint64_t>(number("seen").value_or(0));
  walk.finished = json->find("finished") != nullptr;
  if (const auto counted = number("counted")) walk.counted = static_cast<std::uint64_t>(*counted);
  if (stream == Stream::scan) return walk;
  const auto from = number("from");
  if (!from)
    return std::unexpected(Fault{Fault::Kind::bad_cursor, "netsuite: a changes cursor without a start", {}});
  walk.from = {*from * 1'000};
  walk.pass = {number("pass").value_or(0) * 1'000};
  return walk;
}

std::string condition_of(const Walk& walk, std::size_t turn, const LocalTime& local) {
  switch (walk.stream) {
    case Stream::scan:
      return {};
    case Stream::changes:
      return fmt::format("lastmodifieddate >= TO_TIMESTAMP({}, 'YYYY-MM-DD HH24:MI:SS')",
                         literal(local.text_not_after(walk.from)));
    case Stream::find:
      return walk.conditions[turn];
  }
  std::abort();
}

std::string query_of(const Columns& columns, const ObjectName& object, const std::string& condition,
                     std::uint64_t last) {
  std::vector<std::string> all;
  if (!condition.empty()) all.push_back(condition);
  if (last > 0) all.push_back(fmt::format("id > {}", last));
  const std::string where = all.empty() ? "" : fmt::format(" WHERE {}", fmt::join(all, " AND "));
  return fmt::format("SELECT {} FROM {}{} ORDER BY id ASC", columns.select_list(),
                     core::lower_ascii(object.value), where);
}

// The one cell of a reply with one row; the column's name may be "expr1".
std::optional<std::string> only_cell(const Json& reply) {
  const Json* items = reply.find("items");
  if (!items || !items->is_array() || items->items().empty() || !items->items().front().is_object())
    return {};
  for (const auto& [name, cell] : items->items().front().members()) {
    if (name != "links" && (cell.is_text() || cell.is_number()))
      return cell.is_text() ? cell.text() : cell.digits();
  }
  return std::nullopt;
}

std::vector<const Json*> rows_of(const Json& reply) {
  std::vector<const Json*> rows;
  const Json* items = reply.find("items");
  if (!items || !items->is_array()) return rows;
  for (const Json& item : items->items()) rows.push_back(&item);
  return rows;
}

std::string id_of(const Json& row) {
  const Json* id = row.find("id");
  return id ? (id->is_number() ? id->digits() : id->text_or("")) : std::string();
}

bool has_more(const Json& reply) {
  const Json* more = reply.find("hasMore");
  return more && more->is_bool() && more->boolean();
}

void add(const Asked& asked, const Json& record, Rows& rows) {
  rows.add(item_of(asked.settings, record), value::write_json(record));
}

Page page_of(const Asked& asked, const Columns& columns, const Rows& rows, const Walk& walk) {
  Page page{.object = asked.object, .asked = asked.fields, .unreadable = columns.unreadable()};
  page.missing = missing_of(asked.settings, asked.object);
  page.strength = columns.need_records() ? Strength::authoritative : Strength::index;
  page.items = rows.items();
  page.next = cursor_of(walk, asked.object);
  if (walk.finished) page.complete = Certificate{walk.seen, walk.counted};
  return page;
}

Fault fault_of_zone(const std::string& zone) {
  return {Fault::Kind::refused,
          fmt::format(
              "SuiteQL shows times in the zone \"{}\", whose rules are not known here: set the integration "
              "user's time zone to UTC",
              zone),
          {}};
}

Script walk_rows(Asked asked, Walk walk) {
  auto zone =
      read_reply(co_await Send{suiteql(asked.settings, "SELECT SESSIONTIMEZONE AS timezone FROM DUAL")});
  if (!zone) co_return zone.error();
  const std::string zone_name = only_cell(*zone).value_or("");
  const auto local = LocalTime::of(zone_name, asked.settings.zones);
  if (!local) co_return fault_of_zone(zone_name);
  Columns columns(asked.settings, asked.object, asked.fields);
  Rows rows;
  const std::size_t turns = walk.stream == Stream::find ? walk.conditions.size() : 1;
  for (std::size_t turn = 0; turn < turns;) {
    const std::string query = query_of(columns, asked.object, condition_of(walk, turn, *local), walk.last);
    const http::Answer& answer = co_await Send{suiteql(asked.settings, query)};
    if (const auto name = refused_name(answer); name && columns.drop(*name)) continue;
    auto reply = read_reply(answer);
    if (!reply) co_return reply.error();
    rows.clear();
    const auto found = rows_of(*reply);
    for (const Json* row : found) {
      const std::string id = id_of(*row);
      if (id_number(id) <= walk.last) {
        co_return Fault{Fault::Kind::malformed, "SuiteQL: rows out of order at id " + id, {}};
      }
      walk.last = id_number(id);
      ++walk.seen;
      if (!columns.need_records()) {
        add(asked, columns.record_of(*row, *local), rows);
        continue;
      }
      const http::Answer& one = co_await Send{get_record(asked.settings, asked.object.value, id, {})};
      if (is_not_shown(one)) continue;
      auto record = read_reply(one);
      if (!record) co_return record.error();
      add(asked, *record, rows);
    }
    const bool pass_over = found.empty() || !has_more(*reply);
    bool again = false;
    if (pass_over && walk.stream == Stream::scan) {
      const std::string count =
          fmt::format("SELECT COUNT(*) AS total FROM {}", core::lower_ascii(asked.object.value));
      auto total = read_reply(co_await Send{suiteql(asked.settings, count)});
      if (!total) co_return total.error();
      walk.finished = true;
      if (const auto cell = only_cell(*total); cell && !cell->empty()) walk.counted = id_number(*cell);
    } else if (pass_over && walk.stream == Stream::changes) {
      again = walk.pass < walk.until;  // the cursor brought an older pass: one more
      walk.from = std::max(walk.from, walk.pass - asked.settings.overlap);
      walk.pass = walk.until;
    }
    if (pass_over && walk.stream != Stream::scan) walk.last = 0;
    co_await page_of(asked, columns, rows, walk);
    if (pass_over && !again) ++turn;
  }
  co_return Done{};
}

Script finished_scan(Asked asked, Walk walk) {
  Rows none;
  const Columns columns(asked.settings, asked.object, asked.fields);
  co_await page_of(asked, columns, none, walk);
  co_return Done{};
}

Script refusing(Fault fault) {
  co_return fault;
}

}  // namespace

Script scan(Asked asked, Cursor cursor) {
  auto walk = walk_of(Stream::scan, asked.object, cursor);
  if (!walk) return refusing(walk.error());
  return walk->finished ? finished_scan(std::move(asked), *walk) : walk_rows(std::move(asked), *walk);
}

Script changes(Asked asked, Cursor cursor, Instant until) {
  auto walk = walk_of(Stream::changes, asked.object, cursor);
  if (!walk) return refusing(walk.error());
  walk->until = std::max(until, walk->from);
  if (walk->last == 0) walk->pass = walk->until;
  return walk_rows(std::move(asked), *walk);
}

Cursor changes_cursor(const ObjectName& object, Instant start) {
  return cursor_of(Walk{.stream = Stream::changes, .from = start}, object);
}

Script find(Asked asked, std::string field, std::vector<std::string> values) {
  const Columns columns(asked.settings, asked.object, asked.fields);
  const auto column = columns.column_of(field);
  if (!column) return refusing({Fault::Kind::refused, "SuiteQL has no column for the field " + field, {}});
  Walk walk{.stream = Stream::find};
  for (std::size_t at = 0; at < values.size(); at += in_list_max) {
    std::vector<std::string> literals;
    for (std::size_t i = at; i < std::min(values.size(), at + in_list_max); ++i) {
      literals.push_back(literal(values[i]));
    }
    walk.conditions.push_back(fmt::format("{} IN ({})", *column, fmt::join(literals, ", ")));
  }
  return walk_rows(std::move(asked), std::move(walk));
}

}  // namespace parley::netsuite
