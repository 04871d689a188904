// Declared lenses: their types, and a check of each body as declared. Uses are inlined by via.cpp.
#include <fmt/format.h>

#include "compiler/check/composition.hpp"
#include "compiler/check/work.hpp"
#include "stdlib/core/text.hpp"

namespace parley::check {

namespace {

std::optional<std::uint32_t> number(const ast::Name& name) {
  const auto parsed = value::parse_decimal(name.text);
  const auto whole = parsed ? value::to_integer(*parsed) : std::nullopt;
  if (!whole || *whole < 0 || *whole > 1'000'000) return std::nullopt;
  return static_cast<std::uint32_t>(*whole);
}

bool read_text_arguments(const std::vector<ast::Name>& arguments, Type& type) {
  if (arguments.empty()) return true;
  const auto length = number(arguments[0]);
  if (!length || arguments.size() > 2) return false;
  type.length_max = *length;
  if (arguments.size() == 1) return true;
  if (arguments[1].text == "utf16")
    type.length_unit = schema::LengthUnit::utf16;
  else if (arguments[1].text == "bytes")
    type.length_unit = schema::LengthUnit::bytes;
  else
    return false;
  return true;
}

bool read_decimal_arguments(const std::vector<ast::Name>& arguments, Type& type) {
  if (arguments.empty()) return true;
  const auto precision = number(arguments[0]);
  const auto scale = arguments.size() == 2 ? number(arguments[1]) : std::optional(0U);
  if (!precision || !scale || *precision > 38 || *scale > *precision || arguments.size() > 2) return false;
  type.precision = static_cast<std::uint8_t>(*precision);
  type.scale = static_cast<std::uint8_t>(*scale);
  return true;
}

// A type as a lens names it; null, and reported, for one that it cannot name.
const Type* named_type(Work& work, const ast::TypeName& name) {
  static constexpr auto kinds = {TypeKind::text,    TypeKind::boolean, TypeKind::integer, TypeKind::decimal,
                                 TypeKind::money,   TypeKind::date,    TypeKind::time,    TypeKind::datetime,
                                 TypeKind::instant, TypeKind::duration};
  for (const TypeKind kind : kinds) {
    if (schema::to_text(plain(kind)) != name.name.text) continue;
    Type type = plain(kind);
    const bool sized = kind == TypeKind::text ? read_text_arguments(name.arguments, type)
                       : is_decimal(type)     ? read_decimal_arguments(name.arguments, type)
                                              : name.arguments.empty();
    if (!sized || !name.elements.empty()) break;
    return work.types.add(std::move(type));
  }
  if (name.name.text == "list" && name.elements.size() == 1) {
    const Type* element = named_type(work, name.elements[0]);
    return element != nullptr ? work.types.list_of(*element) : nullptr;
  }
  work.report("P101", name.span, fmt::format("a lens cannot have the type `{}`", name.name.text),
              "it may be text, bool, int, decimal, money, date, time, datetime, instant, duration, list<…>");
  return nullptr;
}

// Both bodies as declared, over the same parameters; the class of the pair.
class BodyCheck {
 public:
  BodyCheck(Work& work, const DeclaredLens& lens)
      : lens_(lens),
        builder_(scratch_, work.types, work.out.tables),
        typer_(lens.file->expressions, Scene{}, builder_, work.sink) {
    for (std::size_t i = 0; i < lens.parameters.size(); ++i)
      typer_.push({lens.node->parameters[i].name.text, builder_.fresh(), lens.parameters[i], false});
  }

  LawClass run() {
    const auto forward = body(lens_.node->forward, *lens_.left, *lens_.right);
    const auto backward = body(lens_.node->backward, *lens_.right, *lens_.left);
    if (!forward || !backward) return LawClass::one_way;
    if (builder_.is_poison(forward->result) || builder_.is_poison(backward->result))
      return LawClass::unproved;
    return pair_law(scratch_, *forward, *backward);
  }

 private:
  std::optional<LensBody> body(const std::optional<ast::ExpressionId>& written, const Type& from,
                               const Type& to) {
    if (!written) return std::nullopt;
    LensBody made;
    made.x = builder_.fresh();
    typer_.push({"x", made.x, &from, false});
    made.result = typer_.expect(*written, to, "the lens's result");
    typer_.pop();
    return made;
  }

  const DeclaredLens& lens_;
  Expressions scratch_;
  Builder builder_;
  Typer typer_;
};

abi::Arrow declared_arrow(const ast::Lens& lens) {
  if (lens.forward && !lens.backward) return abi::Arrow::right;
  if (lens.backward && !lens.forward) return abi::Arrow::left;
  return abi::Arrow::both;
}

}  // namespace

const DeclaredLens* find_lens(Work& work, std::string_view name) {
  if (const auto known = work.lenses.find(name); known != work.lenses.end()) return &known->second;
  const auto found = work.names.lenses.find(name);
  if (found == work.names.lenses.end()) return nullptr;
  const auto& [file, node, imported] = found->second;
  const std::size_t errors = work.sink.error_count();
  DeclaredLens lens{file, node, work.out.lenses.size()};
  lens.left = named_type(work, node->left);
  lens.right = named_type(work, node->right);
  for (const auto& parameter : node->parameters) lens.parameters.push_back(named_type(work, parameter.type));
  lens.sound = lens.left != nullptr && lens.right != nullptr;
  for (const Type* parameter : lens.parameters) lens.sound &= parameter != nullptr;
  if (lens.sound) {
    lens.law = BodyCheck(work, lens).run();
    lens.sound = work.sink.error_count() == errors;
  }
  work.out.lenses.push_back({found->first, lens.left, lens.right, declared_arrow(*node), lens.law, imported,
                             node->name.span, node->span});
  return &work.lenses.emplace(found->first, std::move(lens)).first->second;
}

}  // namespace parley::check
