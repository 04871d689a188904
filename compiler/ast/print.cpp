#include "compiler/ast/print.hpp"

#include <fmt/format.h>

namespace parley::ast {

namespace {

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\')
      out += fmt::format("\\{}", c);
    else if (static_cast<unsigned char>(c) < 0x20)
      out += fmt::format("\\x{:02x}", static_cast<unsigned>(c));
    else
      out += c;
  }
  return out + '"';
}

std::string head(const Expression& expression) {
  switch (expression.kind) {
    case ExpressionKind::list:
      return "list";
    case ExpressionKind::map:
      return "map";
    case ExpressionKind::select:
      return "select";
    case ExpressionKind::index:
      return "index";
    case ExpressionKind::call:
      return fmt::format("call {}", expression.text);
    case ExpressionKind::macro:
      return fmt::format("{} {}", macro_text(expression.macro), expression.text);
    case ExpressionKind::has:
      return "has";
    case ExpressionKind::attempt:
      return "try";
    case ExpressionKind::unary:
    case ExpressionKind::binary:
      return operator_text(expression.op);
    case ExpressionKind::conditional:
      return "?";
    default:
      return "";
  }
}

std::string leaf(const Expression& expression) {
  switch (expression.kind) {
    case ExpressionKind::null_literal:
      return "null";
    case ExpressionKind::bool_literal:
      return expression.integer != 0 ? "true" : "false";
    case ExpressionKind::int_literal:
      return std::to_string(expression.integer);
    case ExpressionKind::decimal_literal:
      return expression.text + "d";
    case ExpressionKind::text_literal:
      return quoted(expression.text);
    case ExpressionKind::name:
      return expression.text;
    case ExpressionKind::invalid:
      return "invalid";
    default:
      return "";
  }
}

class Printer {
 public:
  explicit Printer(const File& file) : file_(file) {}

  std::string print() {
    for (const Import& import : file_.imports) line(0, "import {}", quoted(import.path.text));
    for (const PoliciesDeclaration& declaration : file_.policies) {
      line(0, "policies {}", declaration.name.text);
      print_policies(1, declaration.policies);
      for (const EventRule& rule : declaration.events) print_event(rule);
    }
    for (const Mapping& mapping : file_.mappings) print_mapping(mapping);
    for (const Table& table : file_.tables) print_table(table);
    for (const Lens& lens : file_.lenses) print_lens(lens);
    for (const Test& test : file_.tests) print_test(test);
    for (const Comment& comment : file_.comments)
      line(0, "comment {} {}", static_cast<int>(comment.place), quoted(comment.text));
    return std::move(out_);
  }

 private:
  template <class... Arguments>
  void line(int depth, fmt::format_string<Arguments...> format, Arguments&&... arguments) {
    out_.append(static_cast<std::size_t>(depth) * 2, ' ');
    fmt::format_to(std::back_inserter(out_), format, std::forward<Arguments>(arguments)...);
    out_ += '\n';
  }
  std::string text(ExpressionId id) const { return ast::print(file_.expressions, id); }
  std::string text(const Answer& answer) const {
    switch (answer.kind) {
      case Answer::Kind::reject:
        return "reject";
      case Answer::Kind::skip:
        return "skip";
      case Answer::Kind::keep:
        return "keep";
      case Answer::Kind::value:
        return text(answer.value);
    }
    return "";
  }
  template <class T>
  void print_directed(int depth, const char* word, const Directed<T>& directed) {
    if (directed.both) line(depth, "{} {}", word, text(*directed.both));
    if (directed.forward) line(depth, "{} -> {}", word, text(*directed.forward));
    if (directed.backward) line(depth, "{} <- {}", word, text(*directed.backward));
  }
  static std::string path(const std::vector<Name>& names) {
    std::string out;
    for (const Name& name : names) out += fmt::format("{}{}", out.empty() ? "" : ".", name.text);
    return out;
  }

  void print_policies(int depth, const Policies& policies);
  void print_event(const EventRule& rule);
  void print_mapping(const Mapping& mapping);
  void print_side(const char* word, const Side& side);
  void print_block(const FieldBlock& block);
  void print_rule(const FieldRule& rule);
  void print_table(const Table& table);
  void print_lens(const Lens& lens);
  std::string type(const TypeName& type) const;
  void print_test(const Test& test);
  void print_record(int depth, const RecordLiteral& record);

  const File& file_;
  std::string out_;
};

void Printer::print_policies(int depth, const Policies& policies) {
  print_directed(depth, "else", policies.failure);
  if (const auto& rule = policies.conflict)
    line(depth, "conflict {} {} {}", static_cast<int>(rule->kind), static_cast<int>(rule->merge),
         rule->side.text);
  if (policies.blank) line(depth, "blank {}", static_cast<int>(policies.blank->blank));
  if (const auto& rule = policies.first)
    line(depth, "first {} {}", static_cast<int>(rule->kind), rule->side.text);
  if (policies.drift) line(depth, "drift {}", static_cast<int>(policies.drift->drift));
}

void Printer::print_event(const EventRule& rule) {
  line(1, "on {} in {}: {}", static_cast<int>(rule.event), rule.side ? rule.side->text : "both",
       static_cast<int>(rule.action));
  if (rule.limit && rule.limit->percent) line(2, "at most {}%", *rule.limit->percent);
  if (rule.limit && rule.limit->count) line(2, "at most {}", *rule.limit->count);
}

void Printer::print_mapping(const Mapping& mapping) {
  line(0, "mapping {} was {}", mapping.name.text, mapping.was ? mapping.was->text : "-");
  for (const Name& name : mapping.uses) line(1, "uses {}", name.text);
  print_side("left", mapping.left);
  print_side("right", mapping.right);
  for (const Scope& scope : mapping.scopes) line(1, "scope {}: {}", scope.side.text, text(scope.condition));
  for (const MatchRule& match : mapping.matches) {
    line(1, "match");
    for (const MatchRule::Pair& pair : match.pairs) line(2, "{} == {}", text(pair.left), text(pair.right));
  }
  print_policies(1, mapping.policies);
  for (const EventRule& rule : mapping.events) print_event(rule);
  for (FieldBlockId block : mapping.blocks) {
    print_block(file_[block]);
    for (FieldRuleId rule : mapping.fields)
      if (file_[rule].block == block) print_rule(file_[rule]);
  }
}

void Printer::print_side(const char* word, const Side& side) {
  line(1, "{} {} = {}.{}", word, side.alias.text, side.system.text, side.object.text);
  if (side.where) line(2, "where {}", text(*side.where));
}

void Printer::print_block(const FieldBlock& block) {
  line(1, "block{}", block.parent ? fmt::format(" in {}", block.parent->value) : "");
  if (block.when) line(2, "when {}", text(*block.when));
  print_policies(2, block.policies);
}

void Printer::print_rule(const FieldRule& rule) {
  std::string sides;
  for (ExpressionId id : rule.left) sides += text(id) + " ";
  sides += arrow_text(rule.arrow);
  for (ExpressionId id : rule.right) sides += " " + text(id);
  line(2, "{}{}", rule.label ? rule.label->text + ": " : "", sides);
  for (LensUseId use : rule.via) {
    std::string arguments;
    for (ExpressionId id : file_[use].arguments) arguments += " " + text(id);
    line(3, "via {}{}", file_[use].name.text, arguments);
  }
  print_directed(3, "default", rule.default_value);
  if (rule.timing != Timing::always) line(3, "{}", rule.timing == Timing::once ? "once" : "fill");
  if (rule.when) line(3, "when {}", text(*rule.when));
  print_policies(3, rule.policies);
  if (rule.lossy) line(3, "lossy");
  if (rule.was) line(3, "was {}", rule.was->text);
}

void Printer::print_table(const Table& table) {
  line(0, "table {}: {} {} {}", table.name.text, path(table.left), arrow_text(table.arrow),
       path(table.right));
  for (const Table::Row& row : table.rows)
    line(1, "{} {} {}", text(row.left), arrow_text(row.arrow), text(row.right));
  print_directed(1, "else", table.failure);
}

void Printer::print_lens(const Lens& lens) {
  line(0, "lens {}: {} {} {}", lens.name.text, type(lens.left), arrow_text(lens.arrow), type(lens.right));
  for (const Lens::Parameter& parameter : lens.parameters)
    line(1, "{}: {}", parameter.name.text, type(parameter.type));
  if (lens.forward) line(1, "-> {}", text(*lens.forward));
  if (lens.backward) line(1, "<- {}", text(*lens.backward));
}

std::string Printer::type(const TypeName& type) const {
  std::string out = type.name.text;
  for (const Name& argument : type.arguments) out += fmt::format(" ({})", argument.text);
  for (const TypeName& element : type.elements) out += fmt::format(" <{}>", this->type(element));
  return out;
}

void Printer::print_test(const Test& test) {
  line(0, "test {} in {}", quoted(test.title.text), test.mapping.text);
  for (const TestRecord& record : test.bases) {
    line(1, "base {}", record.side.text);
    print_record(2, record.record);
  }
  for (const TestRecord& record : test.givens) {
    line(1, "given {}", record.side.text);
    print_record(2, record.record);
  }
  for (const Expectation& expectation : test.expectations) {
    line(1, "expect {} {}", static_cast<int>(expectation.kind), expectation.side.text);
    if (expectation.kind == Expectation::Kind::conflict) line(2, "{}", text(expectation.path));
    print_record(2, expectation.record);
  }
}

void Printer::print_record(int depth, const RecordLiteral& record) {
  for (const RecordField& field : record.fields) {
    switch (field.kind) {
      case RecordField::Kind::expression:
        line(depth, "{}: {}", path(field.path), text(field.value));
        break;
      case RecordField::Kind::absent:
        line(depth, "{}: absent", path(field.path));
        break;
      case RecordField::Kind::unreadable:
        line(depth, "{}: unreadable", path(field.path));
        break;
      case RecordField::Kind::clear:
        line(depth, "{}: clear", path(field.path));
        break;
      case RecordField::Kind::record:
        line(depth, "{}:", path(field.path));
        print_record(depth + 1, field.record);
        break;
    }
  }
}

}  // namespace

std::string print(const std::vector<Expression>& expressions, ExpressionId id) {
  const Expression& expression = expressions[id.value];
  const std::string opening = head(expression);
  if (opening.empty()) return leaf(expression);
  std::string out = "(" + opening;
  for (ExpressionId child : expression.children) out += " " + print(expressions, child);
  if (expression.kind == ExpressionKind::select)
    out += " " + (expression.quoted ? quoted(expression.text) : expression.text);
  return out + ")";
}

std::string print(const File& file) {
  return Printer(file).print();
}

}  // namespace parley::ast
