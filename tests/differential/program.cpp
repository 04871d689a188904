#include "tests/differential/program.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "tests/differential/expressions.hpp"

namespace parley::differential {

namespace {

using schema::TypeKind;
using schema::Wire;

struct Form {
  std::string_view type;  // as a schema writes it
  TypeKind kind;
  std::string_view wire_name;
  Wire wire;
};

// Every type in every wire form that it has.
const std::vector<Form> forms = {
    {"text", TypeKind::text, "json", Wire::json},
    {"text(8)", TypeKind::text, "json", Wire::json},
    {"\"text(12, utf16)\"", TypeKind::text, "json", Wire::json},
    {"\"text(20, bytes)\"", TypeKind::text, "json", Wire::json},
    {"bool", TypeKind::boolean, "json", Wire::json},
    {"bool", TypeKind::boolean, "text", Wire::text},
    {"bool", TypeKind::boolean, "letter", Wire::letter},
    {"int", TypeKind::integer, "json", Wire::json},
    {"int", TypeKind::integer, "text", Wire::text},
    {"decimal", TypeKind::decimal, "json", Wire::json},
    {"decimal", TypeKind::decimal, "text", Wire::text},
    {"\"decimal(12,2)\"", TypeKind::decimal, "json", Wire::json},
    {"\"decimal(6,3)\"", TypeKind::decimal, "text", Wire::text},
    {"date", TypeKind::date, "json", Wire::json},
    {"date", TypeKind::date, "us_date", Wire::us_date},
    {"date", TypeKind::date, "midnight_utc_ms", Wire::midnight_utc_ms},
    {"time", TypeKind::time, "json", Wire::json},
    {"datetime", TypeKind::datetime, "json", Wire::json},
    {"instant", TypeKind::instant, "json", Wire::json},
    {"instant", TypeKind::instant, "epoch_ms", Wire::epoch_ms},
    {"instant", TypeKind::instant, "epoch_ms_text", Wire::epoch_ms_text},
    {"instant", TypeKind::instant, "epoch_s", Wire::epoch_s},
    {"enum", TypeKind::enumeration, "json", Wire::json},
    {"id", TypeKind::id, "json", Wire::json},
    {"ref<shop.source>", TypeKind::reference, "json", Wire::json},
    {"ref<shop.source>", TypeKind::reference, "reference", Wire::reference},
    {"\"money(12,2)\"", TypeKind::money, "json", Wire::json},
    {"money", TypeKind::money, "text", Wire::text},
};

// Lists, sets and objects take other ways through both engines, and are rarer.
struct Holder {
  std::string_view type;  // with what it holds
  TypeKind kind;
  TypeKind element;
  std::string_view wire_name;
  Wire wire;
};
const std::vector<Holder> holders = {
    {"list, of: text", TypeKind::list, TypeKind::text, "json", Wire::json},
    {"list, of: int", TypeKind::list, TypeKind::integer, "json", Wire::json},
    {"set, of: text", TypeKind::set, TypeKind::text, "json", Wire::json},
    {"set, of: text", TypeKind::set, TypeKind::text, "semicolons", Wire::semicolons},
    {"object, of: {x: text, y: int}", TypeKind::object, TypeKind::text, "json", Wire::json},
};

// Two-way pairs: the kinds of both sides, and lenses between them. A lens is declared where it has a body.
struct Pair {
  TypeKind left;
  TypeKind right;
  std::string_view via;
  std::string_view lens;
};
const std::vector<Pair> pairs = {
    {TypeKind::text, TypeKind::text, "", ""},
    {TypeKind::text, TypeKind::text, "email", ""},
    {TypeKind::text, TypeKind::text, "trim, lower", ""},
    {TypeKind::text, TypeKind::text, "phone(\"US\")", ""},
    {TypeKind::text, TypeKind::integer, "digits", "text <-> int {\n  -> int(x)\n  <- text(x)\n}"},
    {TypeKind::text, TypeKind::decimal, "hundreds",
     "text <-> decimal {\n  -> decimal(x) * 100\n  <- text(x / 100)\n}"},
    {TypeKind::boolean, TypeKind::boolean, "", ""},
    {TypeKind::boolean, TypeKind::boolean, "opposite", "bool <-> bool {\n  -> !x\n  <- !x\n}"},
    {TypeKind::integer, TypeKind::integer, "more(7)", "int <-> int {\n  -> x + by\n  <- x - by\n}"},
    {TypeKind::decimal, TypeKind::decimal, "", ""},
    {TypeKind::decimal, TypeKind::money, "", ""},
    {TypeKind::decimal, TypeKind::integer, "cents",
     "decimal <-> int {\n  -> int(x * 100)\n  <- decimal(x) / 100\n}"},
    {TypeKind::date, TypeKind::date, "", ""},
    {TypeKind::instant, TypeKind::instant, "", ""},
    {TypeKind::date, TypeKind::instant, "days",
     "date <-> instant {\n  -> midnight(x, \"Europe/Berlin\")\n  <- dateOf(x, \"Europe/Berlin\")\n}"},
};

// Literals that are constants by themselves, without a function that might fail.
bool has_plain_literals(TypeKind kind) {
  return kind == TypeKind::text || kind == TypeKind::boolean || kind == TypeKind::integer ||
         kind == TypeKind::decimal;
}

// One side while it is made.
struct Side {
  std::string alias;   // "a"
  std::string object;  // "source"
  std::string letter;  // of its fields' names
  std::vector<schema::Field> fields = {};
  std::string yaml = {};
};

constexpr std::uint64_t update_every = 7;

class Maker {
 public:
  // Code takes long to make for deep expressions, so most programs are small and there are more of them.
  explicit Maker(std::uint64_t seed)
      : dice_(seed),
        depth_(seed % 8 == 0   ? 3
               : seed % 2 == 0 ? 2
                               : 1),
        lines_max_(seed % 8 == 0 ? 7 : 3) {
    program_.direction = seed % 5 < 3 ? abi::Direction::to_right : abi::Direction::to_left;
    program_.kind = seed % update_every == 0 ? abi::BodyKind::update : abi::BodyKind::create;
  }

  Program make() {
    from().yaml = "    missing: " + std::string(dice_.percent(50) ? "null" : "unknown") + "\n    fields:\n";
    to().yaml = "    fields:\n      kind: {type: text}\n";
    std::size_t count = 5 + dice_.below(9);
    for (std::size_t i = 0; i < count; ++i) add_source();
    if (dice_.percent(10)) add_holder(from());
    for (std::size_t i = 0, lines = 1 + dice_.below(lines_max_); i < lines; ++i) add_line(i);
    program_.schema = "system: shop\nobjects:\n  source:\n" + left_.yaml + "  target:\n" + right_.yaml;
    program_.mapping = declarations_ + "mapping m {\n" + sides();
    if (dice_.percent(40))
      program_.mapping +=
          fmt::format("  scope {}: {}\n", from().alias, expressions().total_condition(depth_));
    program_.mapping += "  fields {\n" + lines_ + "  }\n}\n";
    program_.source = from().fields;
    return std::move(program_);
  }

 private:
  bool to_right() const { return program_.direction == abi::Direction::to_right; }
  Side& from() { return to_right() ? left_ : right_; }
  Side& to() { return to_right() ? right_ : left_; }
  Expressions expressions() { return Expressions(dice_, from().alias, from().fields); }

  std::string sides() {
    const std::string where = dice_.percent(20) ? fmt::format(" where {}.kind == \"k\"", to().alias) : "";
    return fmt::format("  left  a = shop.source{}\n  right b = shop.target{}\n", to_right() ? "" : where,
                       to_right() ? where : "");
  }

  static std::string picklist() {
    return R"(, values: [{value: "1", label: One}, {value: two, label: Two}, {value: "th\"ree", label: Three}, {value: "", label: None}])";
  }

  std::string declaration(const Form& form, const std::string& path) {
    std::string text = fmt::format("{{type: {}, wire: {}, at: {}", form.type, form.wire_name, path);
    if (form.kind == TypeKind::enumeration)
      text += picklist() + (dice_.percent(30) ? ", restricted: false" : "");
    return text;
  }

  std::string path(const std::string& letter, std::size_t number) {
    static const std::vector<std::string> folders = {"", "", "p.", "p.q.", "deep.er."};
    return fmt::format("{}{}{}", dice_.pick(folders), letter, number);
  }

  // A field that records may have, and its name.
  std::string add_field(Side& side, const Form& form, const std::string& attributes, bool nullable) {
    const std::size_t number = side.fields.size();
    schema::Field field{.name = fmt::format("{}{}", side.letter, number), .path = path(side.letter, number)};
    field.wire = form.wire;
    field.type.kind = form.kind;
    field.nullable = nullable;
    side.yaml += fmt::format("      {}: {}{}}}\n", field.name, declaration(form, field.path), attributes);
    side.fields.push_back(field);
    return field.name;
  }

  void add_source() {
    const bool nullable = !dice_.percent(15);
    add_field(from(), dice_.pick(forms), nullable ? "" : ", nullable: false", nullable);
  }

  std::string add_target(const Form& form) {
    return add_field(to(), form, dice_.percent(15) ? ", create: required" : "", true);
  }

  const schema::Field& add_holder(Side& side) { return add_holder(side, dice_.pick(holders)); }
  const schema::Field& add_holder(Side& side, const Holder& holder) {
    const std::size_t number = side.fields.size();
    schema::Field field{.name = fmt::format("{}{}", side.letter, number), .path = path(side.letter, number)};
    field.wire = holder.wire;
    field.type.kind = holder.kind;
    schema::Type element;
    element.kind = holder.element;
    field.type.element = std::make_shared<const schema::Type>(std::move(element));
    side.yaml += fmt::format("      {}: {{type: {}, wire: {}, at: {}}}\n", field.name, holder.type,
                             holder.wire_name, field.path);
    side.fields.push_back(std::move(field));
    return side.fields.back();
  }

  // One line that writes the target, with the arrow of the half.
  void line(const std::string& value, const std::string& target, const std::string& clauses) {
    const std::string field = to().alias + "." + target;
    lines_ += to_right() ? fmt::format("    {} -> {}{}\n", value, field, clauses)
                         : fmt::format("    {} <- {}{}\n", field, value, clauses);
  }

  void add_line(std::size_t number) {
    if (dice_.percent(25)) return add_pair(number);
    if (dice_.percent(3)) return add_holder_line();
    const Form& form = target_form();
    const std::string name = add_target(form);
    Expressions made = expressions();
    std::string clauses;
    if (form.kind == TypeKind::enumeration) {
      declarations_ += table(number, name);
      clauses += fmt::format(" via table{}", number);
    }
    const std::string value = source_of(form, made);
    line(value, name, clauses + " " + answer(form, made) + ending(form, made));
  }

  std::string ending(const Form& form, Expressions& made) {
    std::string text;
    const std::string arrow = to_right() ? "->" : "<-";
    if (has_plain_literals(form.kind) && dice_.percent(25))
      text += fmt::format(" default {} {}", arrow, made.literal(form.kind));
    if (dice_.percent(10)) text += dice_.percent(50) ? " once" : " fill";
    if (dice_.percent(20)) text += " when " + made.total_condition(depth_ - 1);
    if (dice_.percent(25)) text += " blank clear";
    return text;
  }

  // A list, set or object, as it is or made by a macro.
  void add_holder_line() {
    const Holder& holder = dice_.pick(holders);
    const std::string name = add_holder(to(), holder).name;
    std::string value = from().alias + "." + add_holder(from(), holder).name;
    if (holder.kind == TypeKind::list && dice_.percent(50))
      value = expressions().list(holder.element, depth_);
    line(value, name, " else keep");
  }

  const Form& form_of(TypeKind kind) {
    for (;;) {
      const Form& form = dice_.pick(forms);
      if (form.kind == kind) return form;
    }
  }

  // A `<->` line with its lenses; both halves of it run, each in programs of its direction.
  void add_pair(std::size_t number) {
    const Pair& pair = dice_.pick(pairs);
    const auto add = [&](Side& side, TypeKind kind) {
      return side.alias + "." + add_field(side, form_of(kind), "", true);
    };
    const std::string left = add(left_, pair.left);
    const std::string right = add(right_, pair.right);
    std::string text = fmt::format("    {} <-> {}", left, right);
    std::string via(pair.via);
    if (!pair.lens.empty()) {
      const std::size_t bracket = via.find('(');
      const std::string name = fmt::format("{}{}", via.substr(0, bracket), number);
      declarations_ +=
          fmt::format("lens {}{}: {}\n", name, bracket < via.size() ? "(by: int)" : "", pair.lens);
      via = name + (bracket < via.size() ? via.substr(bracket) : "");
    }
    if (!via.empty()) text += " via " + via;
    static const std::vector<std::string> answers = {"keep", "reject", "skip", "-> keep, <- reject"};
    text += " else " + dice_.pick(answers);
    if (dice_.percent(20) && has_plain_literals(pair.right))
      text += fmt::format(" default -> {}", expressions().literal(pair.right));
    text += dice_.percent(50) ? " conflict prefer a" : " conflict newest";
    if (dice_.percent(25)) text += " blank clear";
    lines_ += text + "\n";
  }

  // References and ids are only copied, so some field must have them.
  const Form& target_form() {
    for (;;) {
      const Form& form = dice_.pick(forms);
      bool only_copied = form.kind == TypeKind::id || form.kind == TypeKind::reference;
      if (!only_copied || std::ranges::any_of(from().fields, [&](const schema::Field& f) {
            return f.type.kind == form.kind;
          }))
        return form;
    }
  }

  std::string source_of(const Form& form, Expressions& made) {
    // Copies are what mappings do most.
    bool only_copied = form.kind == TypeKind::id || form.kind == TypeKind::reference;
    for (const schema::Field& field : from().fields)
      if (field.type.kind == form.kind && (only_copied || dice_.percent(30)))
        return from().alias + "." + field.name;
    const TypeKind kind = form.kind == TypeKind::money ? TypeKind::decimal : form.kind;
    return Expressions::has_literals(kind) ? made.of(kind, depth_) : made.of(TypeKind::text, depth_);
  }

  std::string answer(const Form& form, Expressions& made) {
    static const std::vector<std::string> words = {"reject", "skip", "keep", "keep", "keep"};
    if (has_plain_literals(form.kind) && dice_.percent(25)) return "else " + made.literal(form.kind);
    return "else " + dice_.pick(words);
  }

  // From any text to the target's picklist, whichever side that is.
  std::string table(std::size_t number, const std::string& field) {
    static const std::vector<std::string> answers = {"reject", "keep", "skip", "\"two\""};
    const std::string type = fmt::format("shop.{}.{}", to().object, field);
    const std::string arrow = to_right() ? "->" : "<-";
    std::string text = to_right() ? fmt::format("table table{}: text -> {} {{\n", number, type)
                                  : fmt::format("table table{}: {} <- text {{\n", number, type);
    const auto row = [&](const std::string& text_side, const std::string& listed) {
      text += to_right() ? fmt::format("  {} -> {}\n", text_side, listed)
                         : fmt::format("  {} <- {}\n", listed, text_side);
    };
    row("\"x\"", "\"1\"");
    row("\"Ana\"", "\"two\"");
    row("\"1\"", "\"1\"");
    row("\"a\\\"b\"", "\"th\\\"ree\"");
    if (dice_.percent(60)) text += fmt::format("  else {} {}\n", arrow, dice_.pick(answers));
    return text + "}\n";
  }

  Dice dice_;
  int depth_;
  std::size_t lines_max_;
  Program program_;
  Side left_ = {"a", "source", "s"};
  Side right_ = {"b", "target", "t"};
  std::string declarations_;
  std::string lines_;
};

}  // namespace

Program make_program(std::uint64_t seed) {
  return Maker(seed).make();
}

}  // namespace parley::differential
