#include "compiler/schema/load.hpp"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <initializer_list>

#include "compiler/schema/load_type.hpp"
#include "stdlib/core/text.hpp"

namespace parley::schema {

namespace {

using diagnostics::make;

// What an object says once for all its fields.
struct FieldDefaults {
  std::string under;
  Wire wire = Wire::json;
  std::string source;
};

class Loader {
 public:
  Loader(const source::SourceFile& file, diagnostics::Sink& sink) : file_(file), sink_(sink) {}

  std::optional<System> system(const YAML::Node& root);

 private:
  Object object(const std::string& system, const std::string& name, const YAML::Node& node);
  void field(Object& object, const std::string& name, const YAML::Node& node, const FieldDefaults& defaults);
  void attributes(Field& field, const YAML::Node& node);
  void rights(Field& field, const YAML::Node& node);
  bool type(Type& type, const YAML::Node& node, int depth);
  void picklist(Type& type, const YAML::Node& values);
  void members(Type& type, const YAML::Node& node, int depth);
  void flatten(Object& object, const Field& parent);

  void fail(const YAML::Node& node, std::string message) {
    sink_.add(make("P021", span(node), std::move(message)));
  }
  // Keys that nobody knows are mistakes, not comments.
  void only(const YAML::Node& node, std::initializer_list<std::string_view> known) {
    for (const auto& member : node) {
      std::string key = member.first.as<std::string>();
      if (std::ranges::find(known, key) == known.end())
        fail(member.first, fmt::format("`{}` is not known here", key));
    }
  }
  std::string text(const YAML::Node& node, const char* key, std::string otherwise = {}) {
    const YAML::Node value = node[key];
    if (!value) return otherwise;
    if (value.IsScalar()) return value.Scalar();
    fail(value, fmt::format("`{}` is a text", key));
    return otherwise;
  }
  bool flag(const YAML::Node& node, const char* key, bool otherwise) {
    const YAML::Node value = node[key];
    if (!value) return otherwise;
    bool result = otherwise;
    if (!YAML::convert<bool>::decode(value, result)) fail(value, fmt::format("`{}` is true or false", key));
    return result;
  }
  source::Span span(const YAML::Node& node) const {
    YAML::Mark mark = node.Mark();
    if (mark.is_null()) return {file_.id(), 0, 0};
    auto begin = static_cast<std::uint32_t>(mark.pos);
    auto length = node.IsScalar() ? static_cast<std::uint32_t>(node.Scalar().size()) : 1U;
    return {file_.id(), begin, begin + length};
  }

  const source::SourceFile& file_;
  diagnostics::Sink& sink_;
};

constexpr int nesting_max = 16;

std::optional<System> Loader::system(const YAML::Node& root) {
  if (!root.IsMap() || !root["system"] || !root["objects"] || !root["objects"].IsMap()) {
    fail(root, "a schema has `system: NAME` and `objects:`");
    return std::nullopt;
  }
  only(root, {"system", "objects"});
  System system{.name = text(root, "system")};
  for (const auto& member : root["objects"])
    system.objects.push_back(object(system.name, member.first.as<std::string>(), member.second));
  return system;
}

Object Loader::object(const std::string& system, const std::string& name, const YAML::Node& node) {
  Object object{.system = system, .name = name, .file = file_.name()};
  if (!node.IsMap() || !node["fields"] || !node["fields"].IsMap()) {
    fail(node, fmt::format("object `{}` has `fields:`", name));
    return object;
  }
  only(node, {"id", "modified", "marker", "missing", "under", "wire", "source", "fields"});
  object.id_path = text(node, "id", "id");
  if (node["modified"]) object.modified = text(node, "modified");
  if (node["marker"]) object.marker = text(node, "marker");
  if (const YAML::Node missing = node["missing"]) {
    if (missing.IsNull() || missing.Scalar() == "null") {
      object.missing = Missing::null;
    } else if (!missing.IsScalar() || missing.Scalar() != "unknown") {
      fail(missing, "`missing` is null or unknown");
    }
  }
  FieldDefaults defaults{.under = text(node, "under"), .source = text(node, "source")};
  if (const YAML::Node wire = node["wire"]) {
    if (auto parsed = parse_wire(text(node, "wire"))) {
      defaults.wire = *parsed;
    } else {
      fail(wire, parsed.error());
    }
  }
  for (const auto& member : node["fields"]) {
    auto field_name = member.first.as<std::string>();
    if (object.find(field_name) != nullptr) {
      fail(member.first, fmt::format("field `{}` stands twice", field_name));
      continue;
    }
    field(object, field_name, member.second, defaults);
  }
  return object;
}

void Loader::field(Object& object, const std::string& name, const YAML::Node& node,
                   const FieldDefaults& defaults) {
  Field field{.name = name, .wire = defaults.wire, .source = defaults.source};
  field.path = defaults.under.empty() ? name : defaults.under + "." + name;
  field.line = static_cast<std::uint32_t>(node.Mark().line + 1);
  if (!type(field.type, node, 0)) return;
  if (node.IsMap()) attributes(field, node);
  object.fields.push_back(field);
  if (field.type.kind == TypeKind::object) flatten(object, field);
}

// Members of a nested object are fields of their own, with dotted names: `address.city`.
void Loader::flatten(Object& object, const Field& parent) {
  for (const Member& member : parent.type.members) {
    Field field = parent;
    field.name = parent.name + "." + member.name;
    field.path = parent.path + "." + member.name;
    field.label.clear();
    field.create = OnCreate::optional;
    field.type = *member.type;
    object.fields.push_back(field);
    if (field.type.kind == TypeKind::object) flatten(object, field);
  }
}

void Loader::attributes(Field& field, const YAML::Node& node) {
  only(node, {"type", "of", "values", "restricted", "at", "wire", "label", "nullable", "create", "update",
              "unique", "calculated", "personal", "deprecated", "history", "default", "query", "source"});
  field.path = text(node, "at", field.path);
  field.label = text(node, "label");
  field.source = text(node, "source", field.source);
  if (const YAML::Node wire = node["wire"]) {
    if (auto parsed = parse_wire(text(node, "wire"))) {
      field.wire = *parsed;
    } else {
      fail(wire, parsed.error());
    }
  }
  if (node["default"]) field.default_value = text(node, "default");
  if (const YAML::Node query = node["query"]) {
    only(query, {"column", "wire"});
    auto wire = parse_wire(text(query, "wire", "json"));
    if (!wire) fail(query, wire.error());
    field.query = QueryForm{.column = text(query, "column", field.name), .wire = wire.value_or(Wire::json)};
  }
  rights(field, node);
}

void Loader::rights(Field& field, const YAML::Node& node) {
  field.nullable = flag(node, "nullable", true);
  field.updateable = flag(node, "update", true);
  field.unique = flag(node, "unique", false);
  field.calculated = flag(node, "calculated", false);
  field.personal = flag(node, "personal", false);
  field.deprecated = flag(node, "deprecated", false);
  field.has_history = flag(node, "history", false);
  std::string create = text(node, "create", "optional");
  if (create == "required") {
    field.create = OnCreate::required;
  } else if (create == "refused") {
    field.create = OnCreate::refused;
  } else if (create != "optional") {
    fail(node["create"], "`create` is required, optional or refused");
  }
}

// A scalar is a type's name; a map says `type`, and `of` or `values` where the type has parts.
bool Loader::type(Type& type, const YAML::Node& node, int depth) {
  if (depth > nesting_max) {
    fail(node, fmt::format("nested more than {} deep", nesting_max));
    return false;
  }
  const YAML::Node name = node.IsMap() ? node["type"] : node;
  if (!name || !name.IsScalar()) {
    fail(node, "a field has a `type`");
    return false;
  }
  auto parsed = parse_type(name.Scalar());
  if (!parsed) {
    fail(name, parsed.error());
    return false;
  }
  type = *std::move(parsed);
  if (type.kind == TypeKind::enumeration) {
    if (!node.IsMap() || !node["values"] || !node["values"].IsSequence()) {
      fail(node, "an enum lists its `values`");
      return false;
    }
    type.restricted = flag(node, "restricted", true);
    picklist(type, node["values"]);
  }
  bool has_parts = type.kind == TypeKind::list || type.kind == TypeKind::set || type.kind == TypeKind::object;
  if (!has_parts) return true;
  if (!node.IsMap() || !node["of"]) {
    fail(node, fmt::format("`{}` says what it holds by `of`", name.Scalar()));
    return false;
  }
  members(type, node["of"], depth);
  return true;
}

void Loader::members(Type& parent, const YAML::Node& node, int depth) {
  Type made;
  if (parent.kind == TypeKind::object || (node.IsMap() && !node["type"])) {
    made.kind = TypeKind::object;
    if (!node.IsMap()) fail(node, "an object's `of` lists its members");
    for (const auto& member : node) {
      Type member_type;
      if (type(member_type, member.second, depth + 1))
        made.members.push_back(
            {member.first.as<std::string>(), std::make_shared<Type>(std::move(member_type))});
    }
  } else if (!type(made, node, depth + 1)) {
    return;
  }
  if (parent.kind == TypeKind::object) {
    parent.members = std::move(made.members);
  } else {
    parent.element = std::make_shared<Type>(std::move(made));
  }
}

void Loader::picklist(Type& type, const YAML::Node& values) {
  for (const auto& node : values) {
    if (node.IsScalar()) {
      type.picklist.push_back({.value = node.Scalar(), .label = node.Scalar()});
    } else if (node.IsMap() && node["value"]) {
      only(node, {"value", "label", "active"});
      std::string value = text(node, "value");
      type.picklist.push_back(
          {.value = value, .label = text(node, "label", value), .active = flag(node, "active", true)});
    } else {
      fail(node, "a picklist's value is a text, or {value: …, label: …}");
    }
  }
}

}  // namespace

std::optional<System> load(const source::SourceFile& file, diagnostics::Sink& sink) {
  if (!core::is_valid_utf8(file.text())) {
    sink.add(make("P002", {file.id(), 0, 0}, "the schema is not valid UTF-8"));
    return std::nullopt;
  }
  try {
    return Loader(file, sink).system(YAML::Load(std::string(file.text())));
  } catch (const YAML::Exception& error) {
    auto at = error.mark.is_null() ? 0U : static_cast<std::uint32_t>(error.mark.pos);
    sink.add(
        make("P020", {file.id(), at, at}, fmt::format("the schema does not read as YAML: {}", error.msg)));
    return std::nullopt;
  }
}

}  // namespace parley::schema
