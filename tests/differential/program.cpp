#include "tests/differential/program.hpp"

#include <fmt/format.h>

#include <algorithm>

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
};

// Literals that are constants by themselves, without a function that might fail.
bool has_plain_literals(TypeKind kind) {
  return kind == TypeKind::text || kind == TypeKind::boolean || kind == TypeKind::integer ||
         kind == TypeKind::decimal;
}

class Maker {
 public:
  // Code takes long to make for deep expressions, so most programs are small and there are more of them.
  explicit Maker(std::uint64_t seed)
      : dice_(seed),
        depth_(seed % 8 == 0   ? 3
               : seed % 2 == 0 ? 2
                               : 1),
        lines_max_(seed % 8 == 0 ? 7 : 3) {}

  Program make() {
    Program program;
    sources_ = "    missing: " + std::string(dice_.percent(50) ? "null" : "unknown") + "\n    fields:\n";
    targets_ = "    fields:\n      kind: {type: text}\n";
    std::size_t count = 5 + dice_.below(9);
    for (std::size_t i = 0; i < count; ++i) add_source(program.source, i);
    Expressions expressions(dice_, program.source);
    for (std::size_t i = 0, lines = 1 + dice_.below(lines_max_); i < lines; ++i)
      add_line(expressions, program.source, i);
    program.schema = "system: shop\nobjects:\n  source:\n" + sources_ + "  target:\n" + targets_;
    program.mapping = tables_ + "mapping m {\n  left  a = shop.source\n  right b = shop.target" +
                      (dice_.percent(20) ? " where b.kind == \"k\"\n" : "\n");
    if (dice_.percent(40))
      program.mapping += fmt::format("  scope a: {}\n", expressions.total_condition(depth_));
    program.mapping += "  fields {\n" + lines_ + "  }\n}\n";
    return program;
  }

 private:
  static std::string picklist() {
    return R"(, values: [{value: "1", label: One}, {value: two, label: Two}, {value: "th\"ree", label: Three}, {value: "", label: None}])";
  }

  std::string declaration(const Form& form, const std::string& path) {
    std::string text = fmt::format("{{type: {}, wire: {}, at: {}", form.type, form.wire_name, path);
    if (form.kind == TypeKind::enumeration)
      text += picklist() + (dice_.percent(30) ? ", restricted: false" : "");
    return text;
  }

  std::string path(const char* letter, std::size_t number) {
    static const std::vector<std::string> folders = {"", "", "p.", "p.q.", "deep.er."};
    return fmt::format("{}{}{}", dice_.pick(folders), letter, number);
  }

  void add_source(std::vector<schema::Field>& fields, std::size_t number) {
    const Form& form = dice_.pick(forms);
    schema::Field field{.name = fmt::format("s{}", number), .path = path("s", number), .wire = form.wire};
    field.type.kind = form.kind;
    field.nullable = !dice_.percent(15);
    sources_ += fmt::format("      {}: {}{}}}\n", field.name, declaration(form, field.path),
                            field.nullable ? "" : ", nullable: false");
    fields.push_back(std::move(field));
  }

  void add_line(Expressions& expressions, const std::vector<schema::Field>& sources, std::size_t number) {
    const Form& form = target_form(sources);
    std::string name = fmt::format("t{}", number);
    std::string attributes = dice_.percent(15) ? ", create: required" : "";
    targets_ += fmt::format("      {}: {}{}}}\n", name, declaration(form, path("t", number)), attributes);
    std::string value = source_of(form, expressions, sources);
    bool by_table = form.kind == TypeKind::enumeration;
    if (by_table) tables_ += table(number);
    std::string line = fmt::format("    {} -> b.{}", value, name);
    if (by_table) line += fmt::format(" via table{}", number);
    line += " " + answer(form, expressions);
    if (has_plain_literals(form.kind) && dice_.percent(25))
      line += " default -> " + expressions.literal(form.kind);
    if (dice_.percent(20)) line += " when " + expressions.total_condition(depth_ - 1);
    lines_ += line + "\n";
  }

  // References and ids are only copied, so some field must have them.
  const Form& target_form(const std::vector<schema::Field>& sources) {
    for (;;) {
      const Form& form = dice_.pick(forms);
      bool only_copied = form.kind == TypeKind::id || form.kind == TypeKind::reference;
      if (!only_copied ||
          std::ranges::any_of(sources, [&](const schema::Field& f) { return f.type.kind == form.kind; }))
        return form;
    }
  }

  std::string source_of(const Form& form, Expressions& expressions,
                        const std::vector<schema::Field>& sources) {
    // Copies are what mappings do most.
    bool only_copied = form.kind == TypeKind::id || form.kind == TypeKind::reference;
    for (const schema::Field& field : sources)
      if (field.type.kind == form.kind && (only_copied || dice_.percent(30))) return "a." + field.name;
    return Expressions::has_literals(form.kind) ? expressions.of(form.kind, depth_)
                                                : expressions.of(TypeKind::text, depth_);
  }

  std::string answer(const Form& form, Expressions& expressions) {
    static const std::vector<std::string> words = {"reject", "skip", "keep", "keep", "keep"};
    if (has_plain_literals(form.kind) && dice_.percent(25)) return "else " + expressions.literal(form.kind);
    return "else " + dice_.pick(words);
  }

  std::string table(std::size_t number) {
    static const std::vector<std::string> answers = {"reject", "keep", "skip", "\"two\""};
    std::string text = fmt::format("table table{}: text -> shop.target.t{} {{\n", number, number);
    text += "  \"x\" -> \"1\"\n  \"Ana\" -> \"two\"\n  \"1\" -> \"1\"\n  \"a\\\"b\" -> \"th\\\"ree\"\n";
    if (dice_.percent(60)) text += "  else -> " + dice_.pick(answers) + "\n";
    return text + "}\n";
  }

  Dice dice_;
  int depth_;
  std::size_t lines_max_;
  std::string sources_;
  std::string targets_;
  std::string tables_;
  std::string lines_;
};

}  // namespace

Program make_program(std::uint64_t seed) {
  return Maker(seed).make();
}

}  // namespace parley::differential
