// SuiteQL as far as a connector needs it, as a tree:
//   SELECT id, email, TO_CHAR(lastmodifieddate, 'YYYY-MM-DD HH24:MI:SS') AS modified FROM customer c
//   WHERE c.isperson = 'T' AND id IN (1, 2) ORDER BY lastmodifieddate, id DESC
// The parser takes one table, no joins, groups or sub-queries. Pure; threads may share the trees.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parley::sandbox {

enum class SqlKind {
  column,  // text: its name, lower case, without the table
  text,    // text
  number,  // text: its digits
  call,    // text: the function, lower case; children: arguments
  all,     // * (also in COUNT(*))
  conjunction,
  disjunction,
  negation,
  compare,  // text: = <> < <= > >=; children: left, right
  in_list,  // children: the tested, then the list
  is_null,  // children: the tested
  like,     // children: the tested, the pattern
};

struct SqlNode {
  SqlKind kind = SqlKind::text;
  std::string text;
  std::vector<SqlNode> children = {};
};

struct SqlColumn {
  SqlNode value;
  std::string
      name;  // of the member in the answer: the alias or the column in lower case, else expr1, expr2 …
};

struct SqlOrder {
  SqlNode value;
  bool descending = false;
};

struct SqlQuery {
  std::vector<SqlColumn> columns;
  std::string table;  // lower case
  std::string alias;  // lower case; the table where none is written
  std::optional<SqlNode> where;
  std::vector<SqlOrder> order;
};

constexpr std::size_t sql_length_max = 65'536;
constexpr int sql_depth_max = 100;

// `parameters` stand for the question marks, in order. The error says what is wrong in NetSuite's words where
// those are known, and what this sandbox does not serve.
std::expected<SqlQuery, std::string> parse_suiteql(std::string_view text,
                                                   const std::vector<std::string>& parameters);

}  // namespace parley::sandbox
