#include "engine/sandbox/load.hpp"

#include <fmt/format.h>

#include <array>
#include <optional>

#include "engine/sandbox/netsuite_fields.hpp"
#include "stdlib/core/text.hpp"

namespace parley::sandbox {

using value::Json;

namespace {

struct Translation {
  std::string_view salesforce;  // lower case
  std::string_view hubspot;
  std::string_view netsuite;  // empty: nothing there takes it
};

constexpr std::array<Translation, 15> translations = {{{"firstname", "firstname", "firstName"},
                                                       {"lastname", "lastname", "lastName"},
                                                       {"email", "email", "email"},
                                                       {"phone", "phone", "phone"},
                                                       {"mobilephone", "mobilephone", "mobilePhone"},
                                                       {"fax", "fax", "fax"},
                                                       {"title", "jobtitle", "title"},
                                                       {"salutation", "salutation", "salutation"},
                                                       {"company", "company", "companyName"},
                                                       {"industry", "industry", "custentity_industry"},
                                                       {"street", "address", ""},
                                                       {"city", "city", ""},
                                                       {"state", "state", ""},
                                                       {"postalcode", "zip", ""},
                                                       {"country", "country", ""}}};

std::unexpected<core::Error> refuse(std::string_view name, std::string_view what, std::size_t number,
                                    std::string_view why) {
  return core::fail(core::ErrorKind::input, fmt::format("{}: {} {}: {}", name, what, number, why));
}

// A record of the tree format: what is known of a person is kept, the rest (references, bookkeeping) left
// out.
Json translated(ServedSystem system, const Json& record) {
  Json out = Json::object();
  if (system == ServedSystem::netsuite) out["isPerson"] = true;
  for (const auto& [member, value] : record.members()) {
    std::string name = core::lower_ascii(member);
    for (std::string_view prefix : {"mailing", "billing"}) {
      if (name.starts_with(prefix)) name.erase(0, prefix.size());
    }
    for (const Translation& one : translations) {
      std::string_view target = system == ServedSystem::hubspot ? one.hubspot : one.netsuite;
      if (one.salesforce == name && !target.empty() && value.is_text()) out[target] = value;
    }
  }
  return out;
}

core::Result<std::vector<Json>> read_tree(ServedSystem system, std::string_view name, std::string_view text) {
  auto tree = value::parse_json(text);
  if (!tree) return core::fail(core::ErrorKind::input, fmt::format("{}: {}", name, tree.error().message));
  const Json* records = tree->find("records");
  if (records == nullptr || !records->is_array()) {
    return core::fail(core::ErrorKind::input,
                      fmt::format("{}: no array \"records\" as in Salesforce's tree format", name));
  }
  std::vector<Json> out;
  for (const Json& record : records->items()) {
    if (!record.is_object()) return refuse(name, "record", out.size() + 1, "not an object");
    out.push_back(translated(system, record));
  }
  return out;
}

// {"id":…, "properties":{…}} as HubSpot shows a contact, or the properties alone.
core::Result<std::vector<Json>> read_lines(ServedSystem system, std::string_view name,
                                           std::string_view text) {
  std::vector<Json> out;
  std::size_t number = 0;
  for (std::string_view line : core::split(text, '\n')) {
    ++number;
    if (core::trim_ascii(line).empty()) continue;
    if (out.size() >= load_records_max)
      return refuse(name, "line", number, "more records than a sandbox takes");
    auto record = value::parse_json(line);
    if (!record) return refuse(name, "line", number, record.error().message);
    if (!record->is_object()) return refuse(name, "line", number, "not a JSON object");
    const Json* properties = record->find("properties");
    bool wrapped = system == ServedSystem::hubspot && properties != nullptr;
    out.push_back(wrapped ? *properties : std::move(*record));
  }
  return out;
}

// RFC 4180: fields of one row, from `at` to behind its line end. Nothing where a quote is not closed.
std::optional<std::vector<std::string>> take_row(std::string_view text, std::size_t& at) {
  std::vector<std::string> row(1);
  bool quoted = false;
  for (; at < text.size(); ++at) {
    char c = text[at];
    if (quoted && c == '"' && at + 1 < text.size() && text[at + 1] == '"') {
      row.back() += '"';
      ++at;
    } else if (c == '"') {
      quoted = !quoted;
    } else if (!quoted && c == ',') {
      row.emplace_back();
    } else if (!quoted && c == '\n') {
      ++at;
      break;
    } else if (quoted || c != '\r') {
      row.back() += c;
    }
  }
  return quoted ? std::nullopt : std::optional(std::move(row));
}

// A cell as the system's own JSON: NetSuite wants real booleans and numbers, HubSpot text.
Json cell_value(ServedSystem system, const std::string& name, const std::string& text) {
  if (system == ServedSystem::hubspot) return text;
  auto field = find_customer_field(name);
  if (!field) return text;
  FieldKind kind = customer_fields()[*field].kind;
  if (kind == FieldKind::boolean) return text == "T" || core::lower_ascii(text) == "true";
  if (kind != FieldKind::number && kind != FieldKind::integer) return text;
  auto number = value::parse_json(text);
  return number && number->is_number() ? *number : Json(text);
}

core::Result<std::vector<Json>> read_csv(ServedSystem system, std::string_view name, std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  std::size_t at = 0;
  auto header = take_row(text, at);
  if (!header) return refuse(name, "row", 1, "a quote is not closed");
  std::vector<Json> out;
  while (at < text.size()) {
    auto row = take_row(text, at);
    std::size_t number = out.size() + 2;
    if (!row) return refuse(name, "row", number, "a quote is not closed");
    if (row->size() == 1 && row->front().empty()) continue;
    if (row->size() != header->size()) {
      return refuse(name, "row", number,
                    fmt::format("{} cells, the header has {}", row->size(), header->size()));
    }
    if (out.size() >= load_records_max)
      return refuse(name, "row", number, "more records than a sandbox takes");
    Json record = Json::object();
    for (std::size_t i = 0; i < row->size(); ++i) {
      if (!(*row)[i].empty()) record[(*header)[i]] = cell_value(system, (*header)[i], (*row)[i]);
    }
    out.push_back(std::move(record));
  }
  return out;
}

}  // namespace

core::Result<std::vector<value::Json>> read_records(ServedSystem system, std::string_view name,
                                                    std::string_view text) {
  if (!core::is_valid_utf8(text))
    return core::fail(core::ErrorKind::input, fmt::format("{}: not valid UTF-8", name));
  if (name.ends_with(".csv")) return read_csv(system, name, text);
  if (name.ends_with(".ndjson") || name.ends_with(".jsonl")) return read_lines(system, name, text);
  if (name.ends_with(".json")) return read_tree(system, name, text);
  return core::fail(core::ErrorKind::input, fmt::format("{}: unknown kind of file", name),
                    "use .ndjson, .jsonl, .csv or .json");
}

}  // namespace parley::sandbox
