#include "compiler/ir/print.hpp"

#include <fmt/format.h>

#include "stdlib/value/json.hpp"

namespace parley::ir {

namespace {

class Printer {
 public:
  explicit Printer(const Module& module) : module_(module) {}

  std::string out;

  void module_text() {
    fmt::format_to(std::back_inserter(out), "module {}\n", module_.mapping);
    for (const auto& shape : module_.sides) side(shape);
    for (const Table& t : module_.tables) table(t);
    for (const auto& f : module_.where) optional_function(f);
    for (const auto& f : module_.scope) optional_function(f);
    for (const auto& pair : module_.keys)
      for (const Function& f : pair) function(f);
    for (const RuleFunctions& rule : module_.rules) rule_functions(rule);
    for (const auto& half : module_.maps)
      for (const Function& f : half)
        if (!f.name.empty()) function(f);
  }

  void function(const Function& f) {
    fmt::format_to(std::back_inserter(out), "\nfunction {} {{\n", f.name);
    for (const Instruction& i : f.instructions) instruction(i, 1);
    for (ValueId id : f.results) line(1, fmt::format("result {}", value(id)));
    for (std::uint32_t n = 0; n < f.stores.size(); ++n) store(n, f.stores[n]);
    if (!f.target.members.empty()) node(f.target, 1);
    out += "}\n";
  }

 private:
  void line(int depth, const std::string& text) {
    out.append(static_cast<std::size_t>(depth) * 2, ' ');
    out += text;
    out += '\n';
  }

  static std::string value(ValueId id) { return fmt::format("%{}", id.value); }

  std::string slot(SlotRef ref) const {
    const abi::SideShape& shape = module_.shape(ref.side);
    return fmt::format("{}.{}", shape.alias, shape.fields[ref.field.value].name);
  }

  void side(const abi::SideShape& shape) {
    fmt::format_to(std::back_inserter(out), "side {} = {}.{}\n", shape.alias, shape.system, shape.object);
    for (const abi::ProjectedField& f : shape.fields)
      line(1, fmt::format("slot {}: {} wire {} at {}", f.name, schema::to_text(f.field.type),
                          wire(f.field.wire), f.field.path));
  }

  static std::string_view wire(schema::Wire wire) {
    switch (wire) {
      case schema::Wire::json:
        return "json";
      case schema::Wire::text:
        return "text";
      case schema::Wire::epoch_ms:
        return "epoch_ms";
      case schema::Wire::epoch_ms_text:
        return "epoch_ms_text";
      case schema::Wire::epoch_s:
        return "epoch_s";
      case schema::Wire::midnight_utc_ms:
        return "midnight_utc_ms";
      case schema::Wire::reference:
        return "reference";
      case schema::Wire::letter:
        return "letter";
      case schema::Wire::semicolons:
        return "semicolons";
      case schema::Wire::us_date:
        return "us_date";
    }
    return "";
  }

 public:
  void table(const Table& t) {
    fmt::format_to(std::back_inserter(out), "\ntable {} {{\n", t.name);
    for (std::size_t d = 0; d < 2; ++d) {
      const char* arrow = d == 0 ? "->" : "<-";
      const Table::Way& way = t.ways[d];
      for (const TableRow& row : way.rows)
        line(1, fmt::format("{} {}: {}", arrow, constant(row.from), constant(row.to)));
      if (way.otherwise) line(1, fmt::format("{} else {}", arrow, constant(*way.otherwise)));
      if (way.answer) line(1, fmt::format("{} else {}", arrow, word(*way.answer)));
    }
    out += "}\n";
  }

 private:
  void optional_function(const std::optional<Function>& f) {
    if (f) function(*f);
  }

  void rule_functions(const RuleFunctions& rule) {
    optional_function(rule.guard);
    for (const auto& f : rule.carry) optional_function(f);
    for (const auto& components : rule.same)
      for (const auto& f : components) optional_function(f);
  }

  static std::string constant(const value::Value& v) {
    if (!v.has_value()) return "null";
    if (const auto* text = v.as<std::string>()) {
      std::string quoted;
      value::append_quoted(quoted, *text);
      return quoted;
    }
    return value::canonical(v);
  }

  std::string operands(const Instruction& i) const {
    std::string list;
    for (ValueId id : i.operands) list += (list.empty() ? "" : ", ") + value(id);
    return list;
  }

  std::string right_hand(const Instruction& i) const {
    if (const auto* ref = std::get_if<SlotRef>(&i.detail)) return "slot " + slot(*ref);
    if (const auto* v = std::get_if<value::Value>(&i.detail)) return "constant " + constant(*v);
    if (const auto* function = std::get_if<const abi::Function*>(&i.detail))
      return fmt::format("call {}({})", (*function)->name, operands(i));
    if (const auto* use = std::get_if<TableUse>(&i.detail))
      return fmt::format("table {} {}({})", module_.tables[use->table.value].name,
                         use->direction == abi::Direction::to_right ? "->" : "<-", operands(i));
    return fmt::format("{}({})", name(i.op), operands(i));
  }

  void instruction(const Instruction& i, int depth) {
    std::string text = fmt::format("{}: {}", value(i.id), schema::to_text(i.type));
    if (i.may_none || i.may_unknown || i.may_fail) text += ' ';
    if (i.may_none) text += '?';
    if (i.may_unknown) text += '~';
    if (i.may_fail) text += '!';
    if (const auto* c = std::get_if<Comprehension>(&i.detail)) {
      comprehension(text, i, *c, depth);
      return;
    }
    text += " = " + right_hand(i);
    if (i.under) text += "    under " + value(*i.under);
    line(depth, text);
  }

  static std::string_view macro(Macro macro) {
    switch (macro) {
      case Macro::all:
        return "all";
      case Macro::exists:
        return "exists";
      case Macro::exists_one:
        return "exists_one";
      case Macro::filter:
        return "filter";
      case Macro::map:
        return "map";
    }
    return "";
  }

  void comprehension(const std::string& left, const Instruction& i, const Comprehension& c, int depth) {
    line(depth, fmt::format("{} = {}({}) as {}{}", left, macro(c.macro), operands(i), value(c.element),
                            i.under ? "    under " + value(*i.under) : ""));
    if (c.condition) block("where", *c.condition, depth + 1);
    block("give", c.body, depth + 1);
  }

  void block(const char* word, const Block& b, int depth) {
    for (const Instruction& i : b.instructions) instruction(i, depth);
    line(depth, fmt::format("{} {}", word, value(b.result)));
  }

  static std::string_view word(Answer answer) {
    switch (answer) {
      case Answer::reject:
        return "reject";
      case Answer::skip:
        return "skip";
      case Answer::keep:
        return "keep";
      case Answer::value:
        return "value";
    }
    return "";
  }

  void store(std::uint32_t number, const Store& s) {
    std::string text = fmt::format("store {} {} = {}", number, slot(s.target), value(s.value));
    if (s.otherwise) text += " default " + value(*s.otherwise);
    text += fmt::format(" else {}", s.answer_value ? value(*s.answer_value) : word(s.answer));
    if (s.guard) text += " when " + value(*s.guard);
    if (s.required) text += " required";
    if (s.clear) text += " clear";
    line(1, text);
  }

  void node(const TargetNode& n, int depth) {
    for (const TargetNode& member : n.members) {
      std::string text = "\"" + member.key + "\":";
      for (std::uint32_t number : member.stores) text += fmt::format(" store {}", number);
      line(depth, text);
      node(member, depth + 1);
    }
  }

  const Module& module_;
};

}  // namespace

std::string print(const Module& module) {
  Printer printer(module);
  printer.module_text();
  return std::move(printer.out);
}

std::string print(const Table& table) {
  static const Module empty;
  Printer printer(empty);
  printer.table(table);
  return std::move(printer.out);
}

std::string print(const Module& module, const Function& function) {
  Printer printer(module);
  printer.function(function);
  return std::move(printer.out);
}

}  // namespace parley::ir
