#include "engine/connector/netsuite/columns.hpp"

#include <algorithm>
#include <cctype>

#include "stdlib/core/text.hpp"

namespace parley::netsuite {

using connector::FieldName;
using schema::TypeKind;
using value::Json;

namespace {

constexpr std::string_view always[] = {"id", "externalId", "lastModifiedDate"};

// Names go into a query unquoted.
bool is_identifier(std::string_view name) {
  return !name.empty() && std::ranges::all_of(name, [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
  });
}

bool is_list(const schema::Field& field) {
  return field.type.kind == TypeKind::list || field.type.kind == TypeKind::set ||
         field.type.kind == TypeKind::object;
}

std::string column_name(const schema::Field& field) {
  return core::lower_ascii(field.query ? field.query->column : field.name);
}

// Without TO_CHAR a date comes in the user's own format, and without its time of day.
std::string expression(const schema::Field& field, const std::string& column) {
  if (field.type.kind == TypeKind::instant || field.type.kind == TypeKind::datetime) {
    return "TO_CHAR(" + column + ", 'YYYY-MM-DD HH24:MI:SS') AS " + column;
  }
  if (field.type.kind == TypeKind::date) return "TO_CHAR(" + column + ", 'YYYY-MM-DD') AS " + column;
  return column;
}

// ".5" and "-.5" are how the database writes numbers; JSON wants the zero.
std::string json_digits(std::string digits) {
  const std::size_t at = digits.starts_with('-') ? 1 : 0;
  if (at < digits.size() && digits[at] == '.') digits.insert(at, "0");
  return digits;
}

Json number(const std::string& text) {
  auto json = value::parse_json(json_digits(text));
  return json && json->is_number() ? *std::move(json) : Json(text);
}

Json value_of(const schema::Field& field, const std::string& text, const LocalTime& local) {
  if (field.wire == schema::Wire::reference) return Json::Object{{"id", text}};
  const TypeKind kind = field.type.kind;
  if (kind == TypeKind::instant) {
    const auto instant = local.instant(text);
    return instant ? Json(value::to_text(*instant)) : Json(text);
  }
  if (field.wire != schema::Wire::json) return text;
  if (kind == TypeKind::boolean && (text == "T" || text == "F")) return Json(text == "T");
  const bool numeric = kind == TypeKind::integer || kind == TypeKind::decimal || kind == TypeKind::money;
  return numeric ? number(text) : Json(text);
}

void put(Json& record, std::string_view path, Json value) {
  Json* place = &record;
  for (const auto part : core::split(path, '.')) place = &(*place)[part];
  *place = std::move(value);
}

}  // namespace

Columns::Columns(const Settings& settings, const connector::ObjectName& object,
                 const connector::FieldSet& asked) {
  for (const schema::Object& known : settings.objects) {
    if (known.name == object.value) fields_ = known.fields;
  }
  const auto wanted = [&](std::string_view name) {
    const bool ours = std::ranges::find(always, name) != std::end(always) || name == settings.marker;
    return ours || std::ranges::find(asked.names, FieldName(std::string(name))) != asked.names.end();
  };
  for (const schema::Field& field : fields_) {
    if (wanted(field.name)) add(field);
  }
  for (const FieldName& name : asked.names) {
    const bool known =
        std::ranges::any_of(fields_, [&](const auto& field) { return field.name == name.value; });
    if (!known) unreadable_.names.push_back(name);
  }
}

void Columns::add(const schema::Field& field) {
  const std::string name = column_name(field);
  if (is_list(field)) {
    need_records_ = true;
  } else if (!is_identifier(name)) {
    unreadable_.names.emplace_back(field.name);
  } else {
    columns_.push_back({&field, name});
  }
}

std::string Columns::select_list() const {
  std::string list;
  for (const Column& column : columns_) {
    if (!list.empty()) list += ", ";
    list += expression(*column.field, column.name);
  }
  return list;
}

std::optional<std::string> Columns::column_of(std::string_view field) const {
  for (const schema::Field& known : fields_) {
    if (known.name == field && is_identifier(column_name(known))) return column_name(known);
  }
  return std::nullopt;
}

bool Columns::drop(std::string_view column) {
  const std::string name = core::lower_ascii(column);
  if (name == "id" || name == "lastmodifieddate") return false;
  const auto at = std::ranges::find(columns_, name, &Column::name);
  if (at == columns_.end()) return false;
  unreadable_.names.emplace_back(at->field->name);
  columns_.erase(at);
  return true;
}

Json Columns::record_of(const Json& row, const LocalTime& local) const {
  Json record = Json::object();
  for (const Column& column : columns_) {
    const Json* cell = row.find(column.name);
    const bool none = !cell || cell->is_null();
    const std::string text = none ? "" : (cell->is_number() ? cell->digits() : cell->text_or(""));
    put(record, column.field->path, none ? Json() : value_of(*column.field, text, local));
  }
  return record;
}

}  // namespace parley::netsuite
