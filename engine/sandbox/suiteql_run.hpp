// Runs a SuiteQL tree over a table: three-valued conditions, dates in the account's zone and format, ROWNUM
// cut before ORDER BY, COUNT(*). Rows without ORDER BY come in an order that changes from call to call, as
// NetSuite promises none. Not shared between threads.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/sandbox/calendar.hpp"
#include "engine/sandbox/suiteql.hpp"
#include "stdlib/core/random.hpp"

namespace parley::sandbox {

struct SqlValue {
  enum class Kind { null, text, number, time };
  Kind kind = Kind::null;
  std::string text;       // text; the digits of a number
  core::Instant local{};  // time: the account's local time as if it were UTC

  static SqlValue of_text(std::string text);  // '' is NULL
  static SqlValue of_number(std::string digits);
  static SqlValue of_time(core::Instant local);
};

// A column between two constants, which every row of the result must satisfy.
struct SqlBound {
  std::string column;
  std::string op;  // = < <= > >= in
  std::vector<SqlValue> values;
};

// The rows of one table, named by a number.
class SqlTable {
 public:
  virtual ~SqlTable() = default;
  virtual std::vector<std::string> columns() const = 0;
  virtual bool has(std::string_view column) const = 0;
  // The rows that may satisfy all bounds, ascending; more than needed is allowed.
  virtual std::vector<std::int64_t> rows(const std::vector<SqlBound>& bounds) const = 0;
  virtual SqlValue value(std::int64_t row, std::string_view column) const = 0;
};

struct SqlSettings {
  Zone zone;
  std::string zone_name;
  std::string date_format;
};

using SqlRow = std::vector<std::pair<std::string, std::string>>;  // absent: NULL

class SqlRun {
 public:
  SqlRun(const SqlQuery& query, const SqlTable& table, const SqlSettings& settings)
      : query_(query), table_(table), settings_(settings) {}

  // The rows of the result, in order; shuffled by `random` where no order is asked for.
  std::expected<std::vector<std::int64_t>, std::string> select(core::Random& random);
  bool counts() const;  // the query is a COUNT(*): one row, of `count`
  SqlRow row(std::int64_t number);
  SqlRow count(std::size_t rows);

 private:
  using Truth = std::optional<bool>;

  void check(const SqlNode& node);
  void collect_bounds(const SqlNode& node, std::vector<SqlBound>& bounds);
  std::optional<std::size_t> row_limit(const SqlNode& node);
  Truth truth(const SqlNode& node, std::int64_t row);
  Truth compare(const std::string& op, const SqlValue& left, const SqlValue& right);
  SqlValue value(const SqlNode& node, std::int64_t row);
  SqlValue call(const SqlNode& node, std::int64_t row);
  SqlValue as_time(const SqlValue& value, const std::string& pattern);
  std::string shown(const SqlValue& value) const;
  void order(std::vector<std::int64_t>& rows);
  void complain(std::string words);

  const SqlQuery& query_;
  const SqlTable& table_;
  const SqlSettings& settings_;
  std::string complaint_;
};

}  // namespace parley::sandbox
