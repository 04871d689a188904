// The SuiteQL call: the request's checks, pages and links around a run of the query.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "engine/sandbox/netsuite_account.hpp"
#include "engine/sandbox/netsuite_tables.hpp"
#include "stdlib/core/text.hpp"

namespace parley::sandbox {

using value::Json;

namespace {

constexpr std::int64_t query_page_max = 1'000;
constexpr std::int64_t rows_max = 100'000;
constexpr std::size_t query_answers_max = 8;

struct Page {
  std::int64_t limit = query_page_max;
  std::int64_t offset = 0;
};

std::int64_t number_in(const Target& target, const char* name, std::int64_t otherwise) {
  const std::string* text = target.parameter(name);
  if (text == nullptr) return otherwise;
  std::int64_t number = -1;
  auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
  return error == std::errc() && end == text->data() + text->size() ? number : -1;
}

NetsuiteRefusal invalid_query(const std::string& words) {
  return {.status = 400,
          .code = "INVALID_PARAMETER",
          .detail = "Invalid search query. Detailed unprocessed description follows. " + words,
          .path = {},
          .parameter = "q"};
}

std::optional<NetsuiteRefusal> check_page(const Page& page) {
  auto refuse = [](const char* parameter, std::string words) {
    return NetsuiteRefusal{.status = 400,
                           .code = "INVALID_PARAMETER",
                           .detail = std::move(words),
                           .path = {},
                           .parameter = parameter};
  };
  if (page.limit < 1 || page.limit > query_page_max)
    return refuse("limit", fmt::format("The limit must be between 1 and {}.", query_page_max));
  if (page.offset < 0 || page.offset % page.limit != 0)
    return refuse("offset", "The offset must be divisible by the limit.");
  if (page.offset + page.limit > rows_max)
    return refuse("offset", fmt::format("A query pages through at most {} rows.", rows_max));
  return std::nullopt;
}

Json page_links(const NetsuiteCall& call, const Page& page, std::int64_t total) {
  auto link = [&](const char* rel, std::int64_t offset) {
    return Json::Object{
        {"rel", rel},
        {"href", fmt::format("{}{}?limit={}&offset={}", call.origin, call.target.path, page.limit, offset)}};
  };
  Json links = Json::array();
  if (page.offset > 0) {
    links.push(link("previous", page.offset - page.limit));
    links.push(link("first", 0));
  }
  if (page.offset + page.limit < total) {
    links.push(link("next", page.offset + page.limit));
    links.push(link("last", (total - 1) / page.limit * page.limit));
  }
  links.push(link("self", page.offset));
  return links;
}

Json item_of(const SqlRow& row) {
  Json item = Json::object();
  item["links"] = Json::array();
  for (const auto& [name, text] : row) item[name] = text;
  return item;
}

}  // namespace

Response NetsuiteAccount::suiteql(const NetsuiteCall& call) {
  const std::string* prefer = find_header(call.request.headers, "Prefer");
  if (prefer == nullptr || core::lower_ascii(*prefer).find("transient") == std::string::npos) {
    return refuse({.code = "INVALID_HEADER",
                   .detail = "The required request header 'Prefer' is missing or not set to 'transient'."});
  }
  Page page{number_in(call.target, "limit", query_page_max), number_in(call.target, "offset", 0)};
  if (auto refusal = check_page(page)) return refuse(*refusal);
  auto body = value::parse_json(call.request.body);
  const Json* text = body ? body->find("q") : nullptr;
  if (text == nullptr || !text->is_text()) {
    return refuse(
        {.code = "INVALID_CONTENT", .detail = "Invalid content in the request body. q is missing."});
  }
  std::vector<std::string> parameters;
  if (const Json* list = body->find("params"); list != nullptr && list->is_array()) {
    for (const Json& one : list->items())
      parameters.push_back(one.is_number() ? one.digits() : one.text_or(""));
  }
  auto query = parse_suiteql(text->text(), parameters);
  if (!query)
    return refuse(invalid_query("Search error occurred: Invalid or unsupported search. " + query.error()));
  auto table = open_table(query->table, store_, sql_.zone);
  if (!table) return refuse(invalid_query(fmt::format("Invalid search type: {}.", query->table)));
  SqlRun run(*query, *table, sql_);
  auto found = rows_of(run, *query, write_json(*body));
  if (auto* refusal = std::get_if<NetsuiteRefusal>(&found)) return refuse(*refusal);
  const auto& rows = std::get<std::vector<std::int64_t>>(found);
  auto total = run.counts() ? std::int64_t{1} : static_cast<std::int64_t>(rows.size());
  Json items = Json::array();
  for (std::int64_t i = page.offset; i < std::min(total, page.offset + page.limit); ++i) {
    items.push(item_of(run.counts() ? run.count(rows.size()) : run.row(rows[static_cast<std::size_t>(i)])));
  }
  Json answer = Json::object();
  answer["links"] = page_links(call, page, total);
  answer["count"] = items.items().size();
  answer["hasMore"] = page.offset + page.limit < total;
  answer["items"] = std::move(items);
  answer["offset"] = page.offset;
  answer["totalResults"] = total;
  return {.status = 200,
          .headers = {{"Content-Type", "application/vnd.oracle.resource+json; type=collection"}},
          .body = write_json(answer)};
}

std::variant<std::vector<std::int64_t>, NetsuiteRefusal> NetsuiteAccount::rows_of(SqlRun& run,
                                                                                  const SqlQuery& query,
                                                                                  const std::string& key) {
  if (answers_revision_ != store_.revision()) {
    answers_.clear();
    answers_revision_ = store_.revision();
  }
  auto known = std::ranges::find(answers_, key, &Rows::key);
  if (known != answers_.end()) return known->rows;
  auto rows = run.select(random_);
  if (!rows) return invalid_query(rows.error());
  // Unordered rows are not kept: each page of such a query may see another order.
  if (query.order.empty()) return *rows;
  if (answers_.size() >= query_answers_max) answers_.pop_front();
  answers_.push_back({key, *rows});
  return *rows;
}

}  // namespace parley::sandbox
