#include "engine/connector/netsuite/record.hpp"

#include <algorithm>

#include "stdlib/core/text.hpp"
#include "stdlib/value/time.hpp"

namespace parley::netsuite {

using connector::Item;
using value::Json;

namespace {

// Whole seconds: that is what SuiteQL can tell, and one state must have one token.
std::optional<connector::Version> version_of(const Json& record) {
  const std::string stamp = text_of(record.find("lastModifiedDate"));
  if (stamp.empty()) return std::nullopt;
  auto modified = value::parse_instant(stamp);
  if (!modified) return connector::Version{stamp, {}};
  modified->microseconds -= modified->microseconds % 1'000'000;
  return connector::Version{value::to_text(*modified), modified};
}

}  // namespace

const schema::Object* find_object(const Settings& settings, const connector::ObjectName& object) {
  const auto at = std::ranges::find(settings.objects, object.value, &schema::Object::name);
  return at == settings.objects.end() ? nullptr : &*at;
}

schema::Missing missing_of(const Settings& settings, const connector::ObjectName& object) {
  const schema::Object* known = find_object(settings, object);
  return known ? known->missing : schema::Missing::unknown;
}

Item item_of(const Settings& settings, const Json& record) {
  Item item;
  item.id.value = text_of(record.find("id"));
  item.version = version_of(record);
  if (const std::string marker = text_of(record.find(settings.marker)); !marker.empty()) {
    item.marker = connector::Marker(marker);
  }
  return item;
}

std::vector<std::string> body_fields(const Settings& settings, const connector::ObjectName& object,
                                     const connector::FieldSet& asked) {
  std::vector<std::string> names;
  const auto add = [&names](std::string name) {
    if (std::ranges::find(names, name) == names.end()) names.push_back(std::move(name));
  };
  for (const std::string_view name :
       {std::string_view("id"), std::string_view("lastModifiedDate"), std::string_view(settings.marker)}) {
    add(std::string(name));
  }
  const schema::Object* known = find_object(settings, object);
  for (const auto& name : asked.names) {
    const schema::Field* field = known ? known->find(name.value) : nullptr;
    if (!field) continue;
    const auto kind = field->type.kind;
    const bool nested = kind == schema::TypeKind::list || kind == schema::TypeKind::set;
    if (nested || kind == schema::TypeKind::object) return {};
    add(std::string(core::split(field->path, '.').front()));
  }
  return names;
}

std::optional<connector::RecordId> id_in_location(const http::Response& response) {
  const auto location = response.headers.find("Location");
  if (!location) return std::nullopt;
  const std::string id(location->substr(location->rfind('/') + 1));
  if (id_number(id) == 0) return std::nullopt;
  return connector::RecordId(id);
}

std::uint64_t id_number(std::string_view id) {
  constexpr std::size_t digits_max = 18;
  if (id.empty() || id.size() > digits_max) return 0;
  std::uint64_t n = 0;
  for (const char c : id) {
    if (c < '0' || c > '9') return 0;
    n = n * 10 + static_cast<std::uint64_t>(c - '0');
  }
  return n;
}

}  // namespace parley::netsuite
