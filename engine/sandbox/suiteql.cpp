#include "engine/sandbox/suiteql.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "stdlib/core/text.hpp"

namespace parley::sandbox {

namespace {

enum class TokenKind { word, text, number, symbol, end };

struct Token {
  TokenKind kind = TokenKind::end;
  std::string text;  // words in lower case
};

struct Complaint {
  std::string words;
};

bool starts_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::expected<std::vector<Token>, Complaint> tokens_of(std::string_view text) {
  std::vector<Token> out;
  std::size_t at = 0;
  auto take_while = [&](auto accepts) {
    std::size_t start = at;
    while (at < text.size() && accepts(text[at])) ++at;
    return text.substr(start, at - start);
  };
  while (at < text.size()) {
    char c = text[at];
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
      ++at;
    } else if (starts_word(c)) {
      auto word = take_while([](char x) { return starts_word(x) || is_digit(x) || x == '.' || x == '$'; });
      out.push_back({TokenKind::word, core::lower_ascii(word)});
    } else if (is_digit(c)) {
      out.push_back(
          {TokenKind::number, std::string(take_while([](char x) { return is_digit(x) || x == '.'; }))});
    } else if (c == '\'') {
      std::string literal;
      for (++at;; ++at) {
        if (at >= text.size()) return std::unexpected(Complaint{"a text is not closed"});
        if (text[at] == '\'' && (at + 1 >= text.size() || text[at + 1] != '\'')) break;
        if (text[at] == '\'') ++at;
        literal += text[at];
      }
      ++at;
      out.push_back({TokenKind::text, std::move(literal)});
    } else {
      std::string_view two = text.substr(at, 2);
      bool pair = two == "<=" || two == ">=" || two == "<>" || two == "!=" || two == "||";
      out.push_back({TokenKind::symbol, std::string(text.substr(at, pair ? 2 : 1))});
      at += pair ? 2 : 1;
    }
  }
  return out;
}

constexpr std::array<std::string_view, 10> not_served = {"join",  "group", "having",   "limit",  "with",
                                                         "union", "fetch", "distinct", "offset", "case"};

// Carries its first complaint along; from then on it sees only the end of the text.
class Parser {
 public:
  Parser(std::vector<Token> tokens, const std::vector<std::string>& parameters)
      : tokens_(std::move(tokens)), parameters_(parameters) {}

  std::expected<SqlQuery, std::string> query() {
    SqlQuery query;
    expect_word("select");
    do {
      query.columns.push_back(select_item());
    } while (take_symbol(","));
    expect_word("from");
    query.table = word();
    take_word("as");
    query.alias = at_clause() ? query.table : word();
    if (take_word("where")) query.where = disjunction();
    if (take_word("order")) {
      expect_word("by");
      do {
        SqlOrder order{.value = operand()};
        order.descending = take_word("desc");
        if (!order.descending) take_word("asc");
        query.order.push_back(std::move(order));
      } while (take_symbol(","));
    }
    if (peek().kind != TokenKind::end) complain(fmt::format("unexpected \"{}\"", peek().text));
    if (used_parameters_ != parameters_.size())
      complain("the number of parameters is not the number of question marks");
    name_columns(query);
    if (!complaint_.empty()) return std::unexpected(complaint_);
    return query;
  }

 private:
  const Token& peek() const {
    static const Token end;
    return at_ < tokens_.size() && complaint_.empty() ? tokens_[at_] : end;
  }

  void complain(std::string words) {
    if (complaint_.empty()) complaint_ = std::move(words);
  }

  bool take_word(std::string_view expected) {
    if (peek().kind != TokenKind::word || peek().text != expected) return false;
    ++at_;
    return true;
  }

  bool take_symbol(std::string_view expected) {
    if (peek().kind != TokenKind::symbol || peek().text != expected) return false;
    ++at_;
    return true;
  }

  void expect_word(std::string_view expected) {
    if (!take_word(expected)) complain(fmt::format("expected {} before \"{}\"", expected, peek().text));
  }

  void expect_symbol(std::string_view expected) {
    if (!take_symbol(expected)) complain(fmt::format("expected {} before \"{}\"", expected, peek().text));
  }

  std::string word() {
    if (peek().kind != TokenKind::word) {
      complain(fmt::format("expected a name before \"{}\"", peek().text));
      return {};
    }
    for (std::string_view banned : not_served) {
      if (peek().text == banned) complain(fmt::format("{} is not served by this sandbox", banned));
    }
    return complaint_.empty() ? tokens_[at_++].text : std::string();
  }

  bool at_clause() const {
    const Token& token = peek();
    return token.kind != TokenKind::word || token.text == "where" || token.text == "order";
  }

  SqlColumn select_item() {
    SqlColumn column{.value = operand(), .name = {}};
    bool named = take_word("as");
    bool alias_follows = peek().kind == TokenKind::word && peek().text != "from";
    if (named || alias_follows) column.name = word();
    return column;
  }

  static void name_columns(SqlQuery& query) {
    int unnamed = 0;
    for (SqlColumn& column : query.columns) {
      if (!column.name.empty()) continue;
      bool plain = column.value.kind == SqlKind::column || column.value.kind == SqlKind::all;
      column.name = plain ? column.value.text : fmt::format("expr{}", ++unnamed);
    }
  }

  // One child for each part, so that long chains stay flat.
  SqlNode disjunction() {
    SqlNode out{SqlKind::disjunction, {}, {conjunction()}};
    while (take_word("or")) out.children.push_back(conjunction());
    return out.children.size() == 1 ? SqlNode(out.children.front()) : out;
  }

  SqlNode conjunction() {
    SqlNode out{SqlKind::conjunction, {}, {condition()}};
    while (take_word("and")) out.children.push_back(condition());
    return out.children.size() == 1 ? SqlNode(out.children.front()) : out;
  }

  SqlNode condition() {
    if (++depth_ > sql_depth_max) complain("conditions are nested too deep");
    SqlNode out;
    if (take_word("not")) {
      out = {SqlKind::negation, {}, {condition()}};
    } else if (take_symbol("(")) {
      out = disjunction();
      expect_symbol(")");
    } else {
      out = comparison();
    }
    --depth_;
    return out;
  }

  SqlNode comparison() {
    SqlNode left = operand();
    if (take_word("is")) {
      bool negated = take_word("not");
      expect_word("null");
      return negate_if(negated, {SqlKind::is_null, {}, {std::move(left)}});
    }
    bool negated = take_word("not");
    if (take_word("in")) return negate_if(negated, list(std::move(left)));
    if (take_word("like")) return negate_if(negated, {SqlKind::like, {}, {std::move(left), operand()}});
    if (take_word("between")) {
      SqlNode low{SqlKind::compare, ">=", {left, operand()}};
      expect_word("and");
      SqlNode high{SqlKind::compare, "<=", {std::move(left), operand()}};
      return negate_if(negated, {SqlKind::conjunction, {}, {std::move(low), std::move(high)}});
    }
    for (std::string_view op : {"=", "<>", "!=", "<=", ">=", "<", ">"}) {
      if (take_symbol(op))
        return {SqlKind::compare, std::string(op == "!=" ? "<>" : op), {std::move(left), operand()}};
    }
    complain(fmt::format("expected a comparison before \"{}\"", peek().text));
    return left;
  }

  static SqlNode negate_if(bool negated, SqlNode node) {
    return negated ? SqlNode{SqlKind::negation, {}, {std::move(node)}} : node;
  }

  SqlNode list(SqlNode tested) {
    SqlNode out{SqlKind::in_list, {}, {std::move(tested)}};
    expect_symbol("(");
    do {
      out.children.push_back(operand());
    } while (take_symbol(","));
    expect_symbol(")");
    return out;
  }

  SqlNode operand() {
    if (take_symbol("*")) return {SqlKind::all, "*"};
    if (take_symbol("?")) return parameter();
    bool negative = take_symbol("-");
    Token token = peek();
    if (token.kind == TokenKind::number || token.kind == TokenKind::text) {
      ++at_;
      bool number = token.kind == TokenKind::number;
      return {number ? SqlKind::number : SqlKind::text, (negative ? "-" : "") + token.text};
    }
    std::string name = word();
    if (take_symbol("(")) return call(std::move(name));
    std::size_t dot = name.rfind('.');
    return {SqlKind::column, dot == std::string::npos ? name : name.substr(dot + 1)};
  }

  SqlNode call(std::string name) {
    SqlNode out{SqlKind::call, std::move(name)};
    if (++depth_ > sql_depth_max) complain("calls are nested too deep");
    if (!take_symbol(")")) {
      do {
        out.children.push_back(operand());
      } while (take_symbol(","));
      expect_symbol(")");
    }
    --depth_;
    return out;
  }

  SqlNode parameter() {
    if (used_parameters_ < parameters_.size()) return {SqlKind::text, parameters_[used_parameters_++]};
    complain("the number of parameters is not the number of question marks");
    return {};
  }

  std::vector<Token> tokens_;
  const std::vector<std::string>& parameters_;
  std::size_t used_parameters_ = 0;
  std::size_t at_ = 0;
  int depth_ = 0;
  std::string complaint_;
};

}  // namespace

std::expected<SqlQuery, std::string> parse_suiteql(std::string_view text,
                                                   const std::vector<std::string>& parameters) {
  if (text.size() > sql_length_max) return std::unexpected("the query is too long");
  auto tokens = tokens_of(text);
  if (!tokens) return std::unexpected(tokens.error().words);
  return Parser(std::move(*tokens), parameters).query();
}

}  // namespace parley::sandbox
