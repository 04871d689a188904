// The requests of the CRM API, as values. Two families of paths carry the same bodies:
// /crm/v3/objects/contacts and the dated /crm/objects/2026-09/contacts.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/connector/hubspot/hubspot.hpp"
#include "engine/http/message.hpp"
#include "stdlib/value/json.hpp"

namespace parley::hubspot {

constexpr std::size_t url_bytes_max = 8'000;          // longer ones may be answered 414
constexpr std::size_t search_body_bytes_max = 3'000;  // longer ones are refused
constexpr std::size_t list_page_max = 100;
constexpr std::size_t search_page_max = 200;
constexpr std::size_t batch_max = 100;
constexpr std::size_t history_batch_max = 50;

enum class Archive { live, archived };

std::string objects_path(const Settings& settings, std::string_view object);
std::string properties_path(const Settings& settings, std::string_view object);
std::string lists_path(const Settings& settings);

http::Request get(const Settings& settings, std::string path_and_query);
// A POST that only reads: it may be sent again.
http::Request query(const Settings& settings, std::string path, const value::Json& body);
// A POST that writes: a lost answer is the connector's to judge.
http::Request command(const Settings& settings, std::string path, std::string body);

// One page of the list by id; properties may be none.
http::Request list_page(const Settings& settings, std::string_view object,
                        const std::vector<std::string>& properties, std::string_view after);

struct BatchRead {
  std::vector<std::string> properties;
  std::vector<std::string> ids;
  std::string id_property = {};  // empty: record ids
  Archive archive = Archive::live;
};
http::Request batch_read(const Settings& settings, std::string_view object, const BatchRead& read);

struct Filter {
  std::string property;
  std::string op;  // "EQ", "BETWEEN", "IN" ...
  std::string value = {};
  std::string high = {};                 // BETWEEN
  std::vector<std::string> values = {};  // IN
};
// All filters must hold; ascending by id.
struct Search {
  std::vector<Filter> filters;
  std::vector<std::string> properties;
  std::size_t limit = search_page_max;
};
value::Json search_body(const Search& search);
http::Request search(const Settings& settings, std::string_view object, const Search& search);

}  // namespace parley::hubspot
