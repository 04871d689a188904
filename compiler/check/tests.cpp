// `test` blocks: their records as typed values, their expectations as rules and fields.
#include <algorithm>

#include <fmt/format.h>

#include "compiler/check/fold.hpp"
#include "compiler/check/work.hpp"
#include "compiler/resolve/suggest.hpp"

namespace parley::check {

namespace {

class TestCheck {
 public:
  TestCheck(Work& work, const ast::File& file, const ast::Test& node, Test& out, Mapping& mapping)
      : work_(work),
        file_(file),
        node_(node),
        out_(out),
        mapping_(mapping),
        builder_(scratch_, work.types, work.out.tables),
        typer_(file.expressions, Scene{}, builder_, work.sink) {}

  void run() {
    for (const ast::TestRecord& record : node_.bases) add(out_.bases, record);
    for (const ast::TestRecord& record : node_.givens) add(out_.givens, record);
    for (const ast::Expectation& expectation : node_.expectations) expect(expectation);
  }

 private:
  std::optional<abi::Side> side(const ast::Name& name) {
    if (name.text == "left" || name.text == mapping_.program.left.alias) return abi::Side::left;
    if (name.text == "right" || name.text == mapping_.program.right.alias) return abi::Side::right;
    work_.report("P101", name.span, fmt::format("no side of the mapping is called `{}`", name.text));
    return std::nullopt;
  }

  void add(std::vector<Test::Input>& inputs, const ast::TestRecord& record) {
    const auto of = side(record.side);
    if (!of || mapping_.side(*of).object == nullptr) return;
    Test::Input input{*of, {}, record.span};
    cells(input.cells, *of, record.record, "", false);
    inputs.push_back(std::move(input));
  }

  void cells(std::vector<Test::Cell>& out, abi::Side of, const ast::RecordLiteral& record,
             const std::string& prefix, bool expected) {
    for (const ast::RecordField& field : record.fields) {
      std::string path = prefix;
      for (const ast::Name& name : field.path) path += (path.empty() ? "" : ".") + name.text;
      if (field.kind == ast::RecordField::Kind::record)
        cells(out, of, field.record, path, expected);
      else if (auto cell = this->cell(of, field, path, expected))
        out.push_back(std::move(*cell));
    }
  }

  std::optional<abi::FieldNo> number(abi::Side of, const std::string& path, Span span) {
    const Side& own = mapping_.side(of);
    const schema::Field* field = own.object->find(path);
    if (field == nullptr) {
      const auto near = resolve::nearest_field(path, *own.object, std::nullopt);
      work_.report("P101", span,
                   fmt::format("`{}.{}` has no field `{}`", own.object->system, own.object->name, path),
                   near ? fmt::format("did you mean `{}`?", *near) : "");
      return std::nullopt;
    }
    const auto place = std::ranges::find(own.fields, field);
    if (place == own.fields.end()) {
      work_.report("P116", span, fmt::format("the mapping neither reads nor writes `{}`", path),
                   "leave it out: it cannot change what happens");
      return std::nullopt;
    }
    return abi::FieldNo(static_cast<std::uint32_t>(place - own.fields.begin()));
  }

  std::optional<Test::Cell> cell(abi::Side of, const ast::RecordField& field, const std::string& path,
                                 bool expected) {
    const Span name_span = field.path.empty() ? field.span : field.path.front().span;
    const auto no = number(of, path, name_span);
    if (!no) return std::nullopt;
    const Type& type = mapping_.side(of).fields[no->value]->type;
    switch (field.kind) {
      case ast::RecordField::Kind::absent:
        return Test::Cell{*no, value::Value::none(value::State::absent), field.span};
      case ast::RecordField::Kind::unreadable:
        return Test::Cell{*no, value::Value::none(value::State::unreadable), field.span};
      case ast::RecordField::Kind::clear:
        return Test::Cell{*no, value::Value::none(value::State::null), field.span};
      case ast::RecordField::Kind::record:
      case ast::RecordField::Kind::expression:
        break;
    }
    const ExpressionId made = typer_.expect(field.value, type, "`" + path + "`");
    if (builder_.is_poison(made)) return std::nullopt;
    const auto value = constant_value(scratch_, made);
    if (!value) {
      work_.report("P110", field.span, "a test's record holds constants");
      return std::nullopt;
    }
    const bool blank = !expected && type.kind == TypeKind::text && is_empty(*value);
    return Test::Cell{*no, blank ? value::Value::none(value::State::blank) : *value, field.span};
  }

  static bool is_empty(const value::Value& value) {
    const auto* text = value.as<std::string>();
    return text != nullptr && text->empty();
  }

  void expect(const ast::Expectation& node) {
    Test::Expectation made;
    made.span = node.span;
    switch (node.kind) {
      case ast::Expectation::Kind::no_writes:
        made.kind = Test::Expectation::Kind::no_writes;
        break;
      case ast::Expectation::Kind::rejected:
        made.kind = Test::Expectation::Kind::rejected;
        break;
      case ast::Expectation::Kind::excluded:
        made.kind = Test::Expectation::Kind::excluded;
        break;
      case ast::Expectation::Kind::conflict:
        made.kind = Test::Expectation::Kind::conflict;
        if (!name_rules(node, made)) return;
        break;
      case ast::Expectation::Kind::update:
      case ast::Expectation::Kind::create:
        made.kind = node.kind == ast::Expectation::Kind::create ? Test::Expectation::Kind::create
                                                                : Test::Expectation::Kind::update;
        const auto of = side(node.side);
        if (!of || mapping_.side(*of).object == nullptr) return;
        made.side = *of;
        cells(made.cells, *of, node.record, "", true);
        break;
    }
    out_.expectations.push_back(std::move(made));
  }

  bool name_rules(const ast::Expectation& node, Test::Expectation& made) {
    Typer typer(file_.expressions,
                Scene{&mapping_, mapping_.program.left.alias, mapping_.program.right.alias}, builder_,
                work_.sink);
    const auto path = typer.path(node.path);
    if (!path) return false;
    const auto no = number(path->side, path->field->name, typer.syntax(node.path).span);
    if (!no) return false;
    for (std::size_t i = 0; i < mapping_.program.rules.size(); ++i) {
      const abi::Rule& rule = mapping_.program.rules[i];
      const auto& fields = path->side == abi::Side::left ? rule.left : rule.right;
      if (std::ranges::find(fields, *no) != fields.end())
        made.rules.push_back(abi::RuleNo(static_cast<std::uint32_t>(i)));
    }
    return true;
  }

  Work& work_;
  const ast::File& file_;
  const ast::Test& node_;
  Test& out_;
  Mapping& mapping_;
  Expressions scratch_;
  Builder builder_;
  Typer typer_;
};

}  // namespace

void check_test(Work& work, const ast::File& file, const ast::Test& test) {
  for (std::size_t i = 0; i < work.out.mappings.size(); ++i) {
    Mapping& mapping = work.out.mappings[i];
    if (mapping.program.mapping != test.mapping.text) continue;
    Test made;
    made.title = test.title.text;
    made.mapping = i;
    made.span = test.span;
    TestCheck(work, file, test, made, mapping).run();
    work.out.tests.push_back(std::move(made));
    return;
  }
  std::vector<std::string> known;
  for (const Mapping& mapping : work.out.mappings) known.push_back(mapping.program.mapping);
  const auto near = resolve::nearest(test.mapping.text, known);
  work.report("P101", test.mapping.span, fmt::format("this file has no mapping `{}`", test.mapping.text),
              near ? fmt::format("did you mean `{}`?", *near) : "");
}

}  // namespace parley::check
