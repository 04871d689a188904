#include "engine/connector/hubspot/requests.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace parley::hubspot {

using value::Json;

namespace {

bool dated(const Settings& settings) {
  return !settings.api.starts_with('v');
}

http::Request post(const Settings& settings, std::string path, std::string body) {
  http::Request request;
  request.method = http::Method::post;
  request.url = settings.url + path;
  request.headers.add("Content-Type", "application/json");
  request.headers.add("Accept", "application/json");
  request.body = std::move(body);
  return request;
}

Json texts(const std::vector<std::string>& all) {
  Json array = Json::array();
  for (const auto& text : all) array.push(text);
  return array;
}

Json filter_json(const Filter& filter) {
  Json json = Json::object();
  json["propertyName"] = filter.property;
  json["operator"] = filter.op;
  if (!filter.values.empty()) {
    json["values"] = texts(filter.values);
  } else if (!filter.value.empty()) {
    json["value"] = filter.value;
  }
  if (!filter.high.empty()) json["highValue"] = filter.high;
  return json;
}

}  // namespace

std::string objects_path(const Settings& settings, std::string_view object) {
  const std::string name = http::percent_encoded(object);
  if (dated(settings)) return fmt::format("/crm/objects/{}/{}", settings.api, name);
  return fmt::format("/crm/{}/objects/{}", settings.api, name);
}

std::string properties_path(const Settings& settings, std::string_view object) {
  const std::string name = http::percent_encoded(object);
  if (dated(settings)) return fmt::format("/crm/properties/{}/{}", settings.api, name);
  return fmt::format("/crm/{}/properties/{}", settings.api, name);
}

std::string lists_path(const Settings& settings) {
  return dated(settings) ? fmt::format("/crm/lists/{}", settings.api)
                         : fmt::format("/crm/{}/lists", settings.api);
}

http::Request get(const Settings& settings, std::string path_and_query) {
  http::Request request;
  request.method = http::Method::get;
  request.url = settings.url + path_and_query;
  request.headers.add("Accept", "application/json");
  return request;
}

http::Request query(const Settings& settings, std::string path, const Json& body) {
  return post(settings, std::move(path), value::write_json(body));
}

http::Request command(const Settings& settings, std::string path, std::string body) {
  http::Request request = post(settings, std::move(path), std::move(body));
  request.repeat = http::Repeat::never;
  return request;
}

http::Request list_page(const Settings& settings, std::string_view object,
                        const std::vector<std::string>& properties, std::string_view after) {
  std::string target = fmt::format("{}?limit={}", objects_path(settings, object), list_page_max);
  if (!properties.empty()) {
    std::vector<std::string> encoded;
    for (const auto& property : properties) encoded.push_back(http::percent_encoded(property));
    target += fmt::format("&properties={}", fmt::join(encoded, ","));
  }
  if (!after.empty()) target += fmt::format("&after={}", http::percent_encoded(after));
  return get(settings, std::move(target));
}

http::Request batch_read(const Settings& settings, std::string_view object, const BatchRead& read) {
  Json body = Json::object();
  body["properties"] = texts(read.properties);
  if (!read.id_property.empty()) body["idProperty"] = read.id_property;
  Json inputs = Json::array();
  for (const auto& id : read.ids) inputs.push(Json::Object{{"id", id}});
  body["inputs"] = std::move(inputs);
  const std::string_view archived = read.archive == Archive::archived ? "?archived=true" : "";
  return query(settings, fmt::format("{}/batch/read{}", objects_path(settings, object), archived), body);
}

Json search_body(const Search& search) {
  Json filters = Json::array();
  for (const auto& filter : search.filters) filters.push(filter_json(filter));
  Json groups = Json::array();
  if (!search.filters.empty()) groups.push(Json::Object{{"filters", std::move(filters)}});
  Json body = Json::object();
  body["filterGroups"] = std::move(groups);
  body["sorts"] = Json::Array{Json::Object{{"propertyName", "hs_object_id"}, {"direction", "ASCENDING"}}};
  body["properties"] = texts(search.properties);
  body["limit"] = search.limit;
  return body;
}

http::Request search(const Settings& settings, std::string_view object, const Search& search) {
  return query(settings, objects_path(settings, object) + "/search", search_body(search));
}

}  // namespace parley::hubspot
