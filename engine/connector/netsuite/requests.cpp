#include "engine/connector/netsuite/requests.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "stdlib/core/text.hpp"
#include "stdlib/value/json.hpp"

namespace parley::netsuite {

std::string url_of(std::string_view account) {
  std::string host = core::lower_ascii(account);
  for (char& c : host) {
    if (c == '_') c = '-';
  }
  return fmt::format("https://{}.suitetalk.api.netsuite.com", host);
}

http::Request suiteql(const Settings& settings, std::string_view query) {
  http::Request request;
  request.method = http::Method::post;
  request.url =
      fmt::format("{}/services/rest/query/v1/suiteql?limit={}&offset=0", settings.url, settings.page_rows);
  request.headers.add("Content-Type", "application/json");
  request.headers.add("Accept", "application/json");
  request.headers.add("Prefer", "transient");
  request.body = value::write_json(value::Json::Object{{"q", query}});
  return request;
}

std::string literal(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text) {
    quoted += c;
    if (c == '\'') quoted += c;
  }
  return quoted + "'";
}

// The colon of "eid:" stays as it is; what follows is encoded.
std::string record_path(std::string_view object, std::string_view key) {
  std::string path = fmt::format("/services/rest/record/v1/{}", http::percent_encoded(object));
  if (key.empty()) return path;
  constexpr std::string_view external = "eid:";
  if (key.starts_with(external)) {
    return fmt::format("{}/{}{}", path, external, http::percent_encoded(key.substr(external.size())));
  }
  return fmt::format("{}/{}", path, http::percent_encoded(key));
}

http::Request get_record(const Settings& settings, std::string_view object, std::string_view key,
                         const std::vector<std::string>& fields) {
  std::string path = record_path(object, key);
  if (!fields.empty()) {
    std::vector<std::string> encoded;
    for (const auto& field : fields) encoded.push_back(http::percent_encoded(field));
    const std::string query = fmt::format("?fields={}", fmt::join(encoded, ","));
    if (settings.url.size() + path.size() + query.size() <= url_bytes_max) path += query;
  } else {
    path += "?expandSubResources=true";
  }
  return get_plain(settings, path, "application/json");
}

http::Request get_plain(const Settings& settings, std::string_view path, std::string_view accept) {
  http::Request request;
  request.method = http::Method::get;
  request.url = fmt::format("{}{}", settings.url, path);
  request.headers.add("Accept", std::string(accept));
  return request;
}

http::Request change_record(const Settings& settings, http::Method method, std::string path,
                            std::string body) {
  http::Request request;
  request.method = method;
  request.url = settings.url + path;
  request.headers.add("Content-Type", "application/json");
  request.headers.add("Accept", "application/json");
  request.headers.add("X-NetSuite-PropertyNameValidation", "Error");
  request.headers.add("X-NetSuite-PropertyValueValidation", "Error");
  request.body = std::move(body);
  request.repeat = http::Repeat::never;
  request.expects = http::Expects::anything;
  return request;
}

}  // namespace parley::netsuite
