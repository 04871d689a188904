#include "engine/sandbox/suiteql_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "stdlib/core/text.hpp"

namespace parley::sandbox {

namespace {

bool is_row_number(const SqlNode& node) {
  return node.kind == SqlKind::column && node.text == "rownum";
}

bool is_constant(const SqlNode& node) {
  if (node.kind == SqlKind::column || node.kind == SqlKind::all) return false;
  return std::ranges::all_of(node.children, is_constant);
}

std::optional<double> number_of(const SqlValue& value) {
  double number = 0;
  auto [end, error] = std::from_chars(value.text.data(), value.text.data() + value.text.size(), number);
  bool whole = error == std::errc() && end == value.text.data() + value.text.size();
  return whole && !value.text.empty() ? std::optional(number) : std::nullopt;
}

std::string_view mirrored(std::string_view op) {
  if (op == "<") return ">";
  if (op == "<=") return ">=";
  if (op == ">") return "<";
  if (op == ">=") return "<=";
  return op;
}

// LIKE with % and _; the pattern is walked once for each start, which is enough for short patterns.
bool like(std::string_view text, std::string_view pattern) {
  std::size_t t = 0;
  std::size_t p = 0;
  std::size_t star = std::string_view::npos;
  std::size_t resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '%') {
      star = p++;
      resume = t;
    } else if (p < pattern.size() && (pattern[p] == '_' || pattern[p] == text[t])) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '%') ++p;
  return p == pattern.size();
}

}  // namespace

SqlValue SqlValue::of_text(std::string text) {
  if (text.empty()) return {};
  return {.kind = Kind::text, .text = std::move(text)};
}

SqlValue SqlValue::of_number(std::string digits) {
  if (digits.empty()) return {};
  return {.kind = Kind::number, .text = std::move(digits)};
}

SqlValue SqlValue::of_time(core::Instant local) {
  return {.kind = Kind::time, .text = {}, .local = local};
}

std::expected<std::vector<std::int64_t>, std::string> SqlRun::select(core::Random& random) {
  for (const SqlColumn& column : query_.columns) check(column.value);
  if (query_.where) check(*query_.where);
  for (const SqlOrder& one : query_.order) check(one.value);
  if (!complaint_.empty()) return std::unexpected(complaint_);
  std::vector<SqlBound> bounds;
  std::optional<std::size_t> limit;
  if (query_.where) {
    collect_bounds(*query_.where, bounds);
    limit = row_limit(*query_.where);
  }
  std::vector<std::int64_t> rows;
  for (std::int64_t row : table_.rows(bounds)) {
    if (limit && rows.size() >= *limit) break;
    if (!query_.where || truth(*query_.where, row).value_or(false)) rows.push_back(row);
    if (!complaint_.empty()) return std::unexpected(complaint_);
  }
  if (query_.order.empty()) {
    for (std::size_t i = rows.size(); i > 1; --i) std::swap(rows[i - 1], rows[random.below(i)]);
  } else {
    order(rows);
  }
  if (!complaint_.empty()) return std::unexpected(complaint_);
  return rows;
}

bool SqlRun::counts() const {
  return query_.columns.size() == 1 && query_.columns[0].value.kind == SqlKind::call &&
         query_.columns[0].value.text == "count";
}

SqlRow SqlRun::row(std::int64_t number) {
  SqlRow out;
  auto add = [&](const std::string& name, const SqlValue& value) {
    if (value.kind != SqlValue::Kind::null) out.emplace_back(name, shown(value));
  };
  for (const SqlColumn& column : query_.columns) {
    if (column.value.kind == SqlKind::all) {
      for (const std::string& name : table_.columns()) add(name, table_.value(number, name));
    } else {
      add(column.name, value(column.value, number));
    }
  }
  return out;
}

SqlRow SqlRun::count(std::size_t rows) {
  return {{query_.columns[0].name, std::to_string(rows)}};
}

void SqlRun::complain(std::string words) {
  if (complaint_.empty()) complaint_ = std::move(words);
}

// Every name is known and every call is one that is served.
void SqlRun::check(const SqlNode& node) {
  if (node.kind == SqlKind::column && node.text != "rownum" && node.text != "sessiontimezone" &&
      !table_.has(node.text)) {
    complain(
        fmt::format("Search error occurred: Unknown identifier '{}'. Available identifiers are: {{{}={}}}",
                    node.text, query_.alias, query_.table));
  }
  if (node.kind == SqlKind::call) {
    constexpr std::array<std::string_view, 8> served = {"to_char", "to_date", "to_timestamp", "upper",
                                                        "lower",   "trim",    "nvl",          "count"};
    if (std::ranges::find(served, node.text) == served.end()) {
      complain(
          fmt::format("Search error occurred: Invalid or unsupported search. The function {} is not served "
                      "by this sandbox",
                      node.text));
    } else if (node.children.empty() || (node.text == "nvl" && node.children.size() != 2) ||
               (node.text == "count" && &node != &query_.columns[0].value)) {
      complain(
          fmt::format("Search error occurred: Invalid or unsupported search. Wrong use of {}", node.text));
    }
  }
  for (const SqlNode& child : node.children) check(child);
}

// Comparisons of a bare column with constants that stand in the conjunction at the top.
void SqlRun::collect_bounds(const SqlNode& node, std::vector<SqlBound>& bounds) {
  if (node.kind == SqlKind::conjunction) {
    for (const SqlNode& child : node.children) collect_bounds(child, bounds);
    return;
  }
  bool list = node.kind == SqlKind::in_list;
  if (!list && node.kind != SqlKind::compare) return;
  bool turned = !list && node.children[0].kind != SqlKind::column;
  const SqlNode& column = node.children[turned ? 1 : 0];
  if (column.kind != SqlKind::column || is_row_number(column)) return;
  SqlBound bound{.column = column.text,
                 .op = list ? "in" : std::string(turned ? mirrored(node.text) : node.text),
                 .values = {}};
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    if (i == (turned ? 1U : 0U)) continue;
    if (!is_constant(node.children[i])) return;
    bound.values.push_back(value(node.children[i], 0));
  }
  if (bound.op != "<>") bounds.push_back(std::move(bound));
}

std::optional<std::size_t> SqlRun::row_limit(const SqlNode& node) {
  if (node.kind == SqlKind::conjunction) {
    for (const SqlNode& child : node.children) {
      if (auto limit = row_limit(child)) return limit;
    }
  }
  if (node.kind != SqlKind::compare || !is_row_number(node.children[0])) return std::nullopt;
  double number = number_of(value(node.children[1], 0)).value_or(0);
  if (node.text == "<") number -= 1;
  if (node.text != "<" && node.text != "<=")
    complain("Search error occurred: Invalid or unsupported search. ROWNUM is served with < and <=");
  return number > 0 ? static_cast<std::size_t>(number) : 0;
}

SqlRun::Truth SqlRun::truth(const SqlNode& node, std::int64_t row) {
  switch (node.kind) {
    case SqlKind::conjunction:
    case SqlKind::disjunction: {
      bool decisive = node.kind == SqlKind::disjunction;
      Truth result = !decisive;
      for (const SqlNode& child : node.children) {
        Truth one = truth(child, row);
        if (one == decisive) return decisive;
        if (!one) result = std::nullopt;
      }
      return result;
    }
    case SqlKind::negation: {
      Truth inner = truth(node.children[0], row);
      return inner ? Truth(!*inner) : std::nullopt;
    }
    case SqlKind::compare:
      if (is_row_number(node.children[0])) return true;  // row_limit has seen to it
      return compare(node.text, value(node.children[0], row), value(node.children[1], row));
    case SqlKind::in_list: {
      SqlValue tested = value(node.children[0], row);
      Truth result = false;
      for (std::size_t i = 1; i < node.children.size(); ++i) {
        Truth one = compare("=", tested, value(node.children[i], row));
        if (one == true) return true;
        if (!one) result = std::nullopt;
      }
      return result;
    }
    case SqlKind::is_null:
      return value(node.children[0], row).kind == SqlValue::Kind::null;
    case SqlKind::like: {
      SqlValue tested = value(node.children[0], row);
      SqlValue pattern = value(node.children[1], row);
      if (tested.kind == SqlValue::Kind::null || pattern.kind == SqlValue::Kind::null) return std::nullopt;
      return like(shown(tested), pattern.text);
    }
    case SqlKind::column:
    case SqlKind::text:
    case SqlKind::number:
    case SqlKind::call:
    case SqlKind::all:
      break;
  }
  complain("Search error occurred: Invalid or unsupported search.");
  return std::nullopt;
}

SqlRun::Truth SqlRun::compare(const std::string& op, const SqlValue& left, const SqlValue& right) {
  using Kind = SqlValue::Kind;
  if (left.kind == Kind::null || right.kind == Kind::null) return std::nullopt;
  std::partial_ordering sign = std::partial_ordering::equivalent;
  if (left.kind == Kind::time || right.kind == Kind::time) {
    SqlValue a = as_time(left, settings_.date_format);
    SqlValue b = as_time(right, settings_.date_format);
    if (a.kind == Kind::null || b.kind == Kind::null) return std::nullopt;
    sign = a.local.microseconds <=> b.local.microseconds;
  } else if (left.kind == Kind::number || right.kind == Kind::number) {
    auto a = number_of(left);
    auto b = number_of(right);
    if (!a || !b) {
      complain("Search error occurred: Invalid number");
      return std::nullopt;
    }
    sign = *a <=> *b;
  } else {
    sign = left.text <=> right.text;
  }
  if (op == "=") return sign == 0;
  if (op == "<>") return sign != 0;
  if (op == "<") return sign < 0;
  if (op == "<=") return sign <= 0;
  if (op == ">") return sign > 0;
  return sign >= 0;
}

SqlValue SqlRun::value(const SqlNode& node, std::int64_t row) {
  switch (node.kind) {
    case SqlKind::column:
      if (node.text == "sessiontimezone") return SqlValue::of_text(settings_.zone_name);
      return table_.value(row, node.text);
    case SqlKind::text:
      return SqlValue::of_text(node.text);
    case SqlKind::number:
      return SqlValue::of_number(node.text);
    case SqlKind::call:
      return call(node, row);
    case SqlKind::all:
    case SqlKind::conjunction:
    case SqlKind::disjunction:
    case SqlKind::negation:
    case SqlKind::compare:
    case SqlKind::in_list:
    case SqlKind::is_null:
    case SqlKind::like:
      break;
  }
  complain("Search error occurred: Invalid or unsupported search.");
  return {};
}

SqlValue SqlRun::call(const SqlNode& node, std::int64_t row) {
  SqlValue first = value(node.children[0], row);
  std::string second = node.children.size() > 1 ? value(node.children[1], row).text : std::string();
  if (node.text == "nvl") return first.kind == SqlValue::Kind::null ? value(node.children[1], row) : first;
  if (first.kind == SqlValue::Kind::null) return first;
  if (node.text == "to_date" || node.text == "to_timestamp") {
    return as_time(first, second.empty() ? settings_.date_format : second);
  }
  if (node.text == "to_char") {
    if (first.kind != SqlValue::Kind::time) return SqlValue::of_text(shown(first));
    return SqlValue::of_text(
        write_pattern(civil_from(first.local), second.empty() ? settings_.date_format : second));
  }
  std::string text = shown(first);
  if (node.text == "trim") return SqlValue::of_text(std::string(core::trim_ascii(text)));
  if (node.text == "lower") return SqlValue::of_text(core::lower_ascii(text));
  for (char& c : text) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  return SqlValue::of_text(std::move(text));
}

SqlValue SqlRun::as_time(const SqlValue& value, const std::string& pattern) {
  if (value.kind == SqlValue::Kind::time || value.kind == SqlValue::Kind::null) return value;
  auto time = read_pattern(value.text, pattern);
  if (time) return SqlValue::of_time(instant_from(*time));
  complain(fmt::format("Parse of date/time \"{}\" failed with date format \"{}\" in time zone {}", value.text,
                       pattern, settings_.zone_name));
  return {};
}

std::string SqlRun::shown(const SqlValue& value) const {
  if (value.kind != SqlValue::Kind::time) return value.text;
  return write_pattern(civil_from(value.local), settings_.date_format);
}

// NULL is greater than any value.
void SqlRun::order(std::vector<std::int64_t>& rows) {
  struct Keyed {
    std::vector<SqlValue> keys;
    std::int64_t row;
  };
  std::vector<Keyed> keyed;
  for (std::int64_t row : rows) {
    Keyed one{.keys = {}, .row = row};
    for (const SqlOrder& part : query_.order) one.keys.push_back(value(part.value, row));
    keyed.push_back(std::move(one));
  }
  std::ranges::sort(keyed, [&](const Keyed& a, const Keyed& b) {
    for (std::size_t i = 0; i < query_.order.size(); ++i) {
      bool a_null = a.keys[i].kind == SqlValue::Kind::null;
      bool b_null = b.keys[i].kind == SqlValue::Kind::null;
      if (a_null && b_null) continue;
      bool descending = query_.order[i].descending;
      if (a_null || b_null) return descending ? a_null : b_null;
      if (compare("<", a.keys[i], b.keys[i]) == true) return !descending;
      if (compare(">", a.keys[i], b.keys[i]) == true) return descending;
    }
    return a.row < b.row;
  });
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = keyed[i].row;
}

}  // namespace parley::sandbox
