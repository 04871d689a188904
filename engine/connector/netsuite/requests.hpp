// The requests of the record service and of SuiteQL, as values.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/connector/netsuite/netsuite.hpp"
#include "engine/http/message.hpp"

namespace parley::netsuite {

constexpr std::size_t in_list_max = 500;  // the database takes 1,000 literals
constexpr std::size_t url_bytes_max = 8'000;

// The first page of a query; callers page by "id > the last one", never by offset, so no cap on rows applies.
http::Request suiteql(const Settings& settings, std::string_view query);
// '' is how a quote stands inside a literal.
std::string literal(std::string_view text);

std::string record_path(std::string_view object, std::string_view key);  // key: an id, or "eid:..."
http::Request get_record(const Settings& settings, std::string_view object, std::string_view key,
                         const std::vector<std::string>& fields);
http::Request get_plain(const Settings& settings, std::string_view path, std::string_view accept);
// POST, PUT or PATCH. Unknown properties are refused instead of dropped in silence.
http::Request change_record(const Settings& settings, http::Method method, std::string path,
                            std::string body);

}  // namespace parley::netsuite
