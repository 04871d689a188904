// Tables: their two types, their rows as constants, their answers.
#include <algorithm>

#include <fmt/format.h>

#include "compiler/check/fold.hpp"
#include "compiler/check/work.hpp"
#include "compiler/resolve/suggest.hpp"

namespace parley::check {

namespace {

std::string joined(const std::vector<ast::Name>& names, std::size_t from) {
  std::string text;
  for (std::size_t i = from; i < names.size(); ++i) text += (i > from ? "." : "") + names[i].text;
  return text;
}

const Type* plain_type(const std::string& word) {
  for (const TypeKind kind : {TypeKind::text, TypeKind::boolean, TypeKind::integer, TypeKind::decimal,
                              TypeKind::date, TypeKind::instant})
    if (schema::to_text(plain(kind)) == word) return &plain(kind);
  return nullptr;
}

// `hubspot.contacts.lifecyclestage`, or a plain type. Null, and reported, for anything else.
const Type* side_type(Work& work, const std::vector<ast::Name>& names) {
  if (names.empty()) return nullptr;
  const ast::Name& first = names.front();
  if (names.size() == 1) {
    if (const Type* type = plain_type(first.text)) return type;
    work.report("P101", first.span, fmt::format("there is no type `{}`", first.text),
                "a table's side is a field, `system.object.field`, or text, int, decimal, bool, date");
    return nullptr;
  }
  const schema::System* system = work.around.schemas.system(first.text);
  if (system == nullptr) {
    const auto near = resolve::nearest(first.text, work.around.schemas.system_names());
    work.report("P101", first.span, fmt::format("there is no system `{}`", first.text),
                near ? fmt::format("did you mean `{}`?", *near) : "");
    return nullptr;
  }
  const schema::Object* object = system->find(names[1].text);
  if (object == nullptr || names.size() == 2) {
    work.report("P101", names[1].span, fmt::format("`{}` has no object `{}`", system->name, names[1].text));
    return nullptr;
  }
  const std::string field_name = joined(names, 2);
  if (const schema::Field* field = object->find(field_name)) return &field->type;
  const auto near = resolve::nearest_field(field_name, *object, TypeKind::enumeration);
  work.report("P101", names.back().span,
              fmt::format("`{}.{}` has no field `{}`", system->name, object->name, field_name),
              near ? fmt::format("did you mean `{}`?", *near) : "");
  return nullptr;
}

class TableCheck {
 public:
  TableCheck(Work& work, const resolve::Declared<ast::Table>& declared, Table& out)
      : work_(work),
        node_(*declared.node),
        out_(out),
        builder_(scratch_, work.types, work.out.tables),
        typer_(declared.file->expressions, Scene{}, builder_, work.sink) {}

  void run() {
    out_.left = side_type(work_, node_.left);
    out_.right = side_type(work_, node_.right);
    const bool sound = out_.left != nullptr && out_.right != nullptr;
    if (out_.left == nullptr) out_.left = &plain(TypeKind::null);
    if (out_.right == nullptr) out_.right = &plain(TypeKind::null);
    if (!sound) return;
    for (const ast::Table::Row& row : node_.rows) add_row(row);
    if (const ast::Answer* answer = node_.failure.toward_right())
      out_.otherwise_forward = otherwise(*answer, *out_.right);
    if (const ast::Answer* answer = node_.failure.toward_left())
      out_.otherwise_backward = otherwise(*answer, *out_.left);
  }

 private:
  void add_row(const ast::Table::Row& row) {
    const auto left = constant(row.left, *out_.left, "`" + joined(node_.left, 0) + "`");
    const auto right = constant(row.right, *out_.right, "`" + joined(node_.right, 0) + "`");
    if (!left || !right) return;
    const abi::Arrow arrow = arrow_of(row.arrow);
    out_.rows.push_back({*left, *right, arrow, row.span});
    if (arrow != abi::Arrow::left) add(out_.forward, *left, *right);
    if (arrow != abi::Arrow::right) add(out_.backward, *right, *left);
  }

  static void add(std::vector<std::pair<value::Value, value::Value>>& rows, const value::Value& from,
                  const value::Value& to) {
    const bool known = std::ranges::any_of(rows, [&](const auto& row) { return equal(row.first, from); });
    if (!known) rows.emplace_back(from, to);
  }

  std::optional<value::Value> constant(ast::ExpressionId id, const Type& type, const std::string& what) {
    const ExpressionId made = typer_.expect(id, type, what);
    if (builder_.is_poison(made)) return std::nullopt;
    auto value = constant_value(scratch_, made);
    if (value && value->has_value()) return value;
    work_.report("P110", typer_.syntax(id).span, "a table's row holds constants");
    return std::nullopt;
  }

  std::optional<Table::Otherwise> otherwise(const ast::Answer& answer, const Type& type) {
    switch (answer.kind) {
      case ast::Answer::Kind::reject:
        return Table::Otherwise{Answer::Kind::reject, {}, answer.span};
      case ast::Answer::Kind::skip:
        return Table::Otherwise{Answer::Kind::skip, {}, answer.span};
      case ast::Answer::Kind::keep:
        return Table::Otherwise{Answer::Kind::keep, {}, answer.span};
      case ast::Answer::Kind::value:
        break;
    }
    const auto value = constant(answer.value, type, "the answer");
    if (!value) return Table::Otherwise{Answer::Kind::reject, {}, answer.span};
    return Table::Otherwise{Answer::Kind::value, *value, answer.span};
  }

  Work& work_;
  const ast::Table& node_;
  Table& out_;
  Expressions scratch_;
  Builder builder_;
  Typer typer_;
};

}  // namespace

std::optional<TableNo> find_table(Work& work, std::string_view name) {
  if (const auto known = work.tables.find(name); known != work.tables.end()) return known->second;
  const auto declared = work.names.tables.find(name);
  if (declared == work.names.tables.end()) return std::nullopt;
  const TableNo no(static_cast<std::uint32_t>(work.out.tables.size()));
  Table table;
  table.name = declared->first;
  table.arrow = arrow_of(declared->second.node->arrow);
  table.imported = declared->second.imported;
  table.span = declared->second.node->name.span;
  table.body_span = declared->second.node->span;
  TableCheck(work, declared->second, table).run();
  work.out.tables.push_back(std::move(table));
  work.tables.emplace(declared->first, no);
  return no;
}

}  // namespace parley::check
