#include "tests/differential/expressions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "stdlib/functions/registry.hpp"

namespace parley::differential {

namespace {

using schema::TypeKind;

bool is_textual(TypeKind kind) {
  return kind == TypeKind::text || kind == TypeKind::enumeration || kind == TypeKind::id ||
         kind == TypeKind::reference;
}

// What a parameter that must be a literal may be.
std::string literal_argument(Dice& dice, const abi::Function& function, const abi::Parameter& parameter) {
  static const std::vector<std::string> zones = {R"("Europe/Berlin")", R"("UTC")", R"("America/St_Johns")",
                                                 R"("+05:30")"};
  static const std::vector<std::string> regions = {R"("US")", R"("DE")", R"("CH")"};
  static const std::vector<std::string> patterns = {R"("dd.MM.yyyy")", R"("yyyy-MM-dd")", R"("M/d/yyyy")"};
  static const std::vector<std::string> expressions = {R"("^[a-z]+$")", R"("a|b")", R"("[0-9]{2,}")"};
  if (parameter.name == "zone") return dice.pick(zones);
  if (parameter.name == "region") return dice.pick(regions);
  if (function.name == "matches") return dice.pick(expressions);
  return dice.pick(patterns);
}

bool usable(const abi::Function& function, TypeKind kind) {
  if (function.result.kind != kind || !std::holds_alternative<abi::TypedBody>(function.body)) return false;
  return std::ranges::all_of(function.parameters, [](const abi::Parameter& p) {
    return !p.words.empty() || p.kind == TypeKind::list || Expressions::has_literals(p.kind);
  });
}

using ByResult = std::map<TypeKind, std::vector<const abi::Function*>>;

// Filled at once, so that threads may share it.
const std::vector<const abi::Function*>& functions_for(TypeKind kind) {
  static const ByResult known = [] {
    ByResult made;
    for (const abi::Function& function : functions::all())
      if (usable(function, function.result.kind)) made[function.result.kind].push_back(&function);
    return made;
  }();
  static const std::vector<const abi::Function*> none;
  auto found = known.find(kind);
  return found == known.end() ? none : found->second;
}

}  // namespace

bool Expressions::has_literals(TypeKind kind) {
  switch (kind) {
    case TypeKind::text:
    case TypeKind::boolean:
    case TypeKind::integer:
    case TypeKind::decimal:
    case TypeKind::date:
    case TypeKind::time:
    case TypeKind::datetime:
    case TypeKind::instant:
    case TypeKind::duration:
      return true;
    default:
      return false;
  }
}

std::string Expressions::literal(TypeKind kind) {
  static const std::vector<std::string> texts = {R"("")",          R"("x")",         R"("Ana")",
                                                 R"("a\"b\\c")",   R"(" padded ")",  R"("Grüße, Ωmega")",
                                                 R"("line\nend")", R"("12.50")",     R"("ana@acme.com")",
                                                 R"("🙂")",        R"("2026-11-22")"};
  static const std::vector<std::string> integers = {
      "0", "1", "-1", "7", "255", "100000", "9223372036854775807", "-9223372036854775808"};
  static const std::vector<std::string> decimals = {
      "0.0", "0.5", "-1.25", "100.10", "99999999999999999999.5", "0.000000001"};
  static const std::vector<std::string> dates = {R"(date("2024-02-29"))", R"(date("1969-12-31"))",
                                                 R"(date("9999-12-31"))"};
  static const std::vector<std::string> instants = {R"(instant("2026-03-29T01:30:00Z"))",
                                                    R"(instant("1969-12-31T23:59:59.999Z"))"};
  switch (kind) {
    case TypeKind::boolean:
      return dice_.percent(50) ? "true" : "false";
    case TypeKind::integer:
      return dice_.pick(integers);
    case TypeKind::decimal:
    case TypeKind::money:
      return dice_.pick(decimals);
    case TypeKind::date:
      return dice_.pick(dates);
    case TypeKind::time:
      return R"(time("09:30:00.5"))";
    case TypeKind::datetime:
      return R"(datetime("2026-10-25T02:30:00"))";
    case TypeKind::instant:
      return dice_.pick(instants);
    case TypeKind::duration:
      return dice_.percent(50) ? R"(duration("90m"))" : R"(duration("-1.5s"))";
    default:
      return dice_.pick(texts);
  }
}

std::string Expressions::field(TypeKind kind) {
  std::vector<const schema::Field*> fitting;
  for (const schema::Field& f : fields_)
    if (f.type.kind == kind || (kind == TypeKind::decimal && f.type.kind == TypeKind::money) ||
        (kind == TypeKind::text && is_textual(f.type.kind)))
      fitting.push_back(&f);
  return fitting.empty() ? std::string() : alias_ + "." + dice_.pick(fitting)->name;
}

std::string Expressions::leaf(TypeKind kind) {
  std::string name = dice_.percent(85) ? field(kind) : std::string();
  return name.empty() ? literal(kind) : name;
}

std::string Expressions::of(TypeKind kind, int depth) {
  if (depth == 0) return leaf(kind);
  if (dice_.percent(2)) return over_list(kind, depth);
  switch (dice_.below(10)) {
    case 0:
    case 1:
      return leaf(kind);
    case 2:
      return fmt::format("({} ? {} : {})", total_condition(depth - 1), of(kind, depth - 1),
                         of(kind, depth - 1));
    case 3:
      return no_none(kind, depth - 1);
    case 4:
      return fmt::format("try({}, {})", of(kind, depth - 1), of(kind, depth - 1));
    case 5:
    case 6:
      return operation(kind, depth);
    default:
      return call(kind, depth);
  }
}

std::string Expressions::no_none(TypeKind kind, int depth) {
  return fmt::format("({} ?? {})", of(kind, depth), literal(kind));
}

std::string Expressions::call(TypeKind kind, int depth) {
  const auto& candidates = functions_for(kind);
  if (candidates.empty()) return leaf(kind);
  const abi::Function& function = *dice_.pick(candidates);
  std::string text = fmt::format("{}(", function.name);
  for (std::size_t i = 0; i < function.parameters.size(); ++i) {
    const abi::Parameter& parameter = function.parameters[i];
    if (i > 0) text += ", ";
    if (!parameter.words.empty())
      text += dice_.pick(parameter.words);
    else if (parameter.literal)
      text += literal_argument(dice_, function, parameter);
    else if (parameter.kind == TypeKind::list)
      text += list(TypeKind::text, depth - 1);
    else if (parameter.kind == TypeKind::integer && i > 0)
      text += fmt::format("{}", dice_.below(12));
    else
      text += of(parameter.kind, depth - 1);
  }
  return text + ")";
}

std::string Expressions::literal_list(TypeKind element, int depth) {
  std::string text = "[";
  for (std::size_t i = 0, count = 1 + dice_.below(4); i < count; ++i)
    text += (i > 0 ? ", " : "") + of(element, depth);
  return text + "]";
}

std::string Expressions::list_field(TypeKind element) {
  std::vector<const schema::Field*> fitting;
  for (const schema::Field& f : fields_)
    if (f.type.kind == TypeKind::list && f.type.element->kind == element) fitting.push_back(&f);
  return fitting.empty() ? std::string() : alias_ + "." + dice_.pick(fitting)->name;
}

std::string Expressions::list(TypeKind element, int depth) {
  const std::string name = list_field(element);
  const bool short_one = depth <= 0 || !dice_.percent(25);
  if (short_one && (name.empty() || dice_.percent(40))) return literal_list(element, std::max(depth, 0));
  if (short_one) return "(" + name + " ?? [])";
  const std::string range = name.empty() ? literal_list(element, 0) : "(" + name + " ?? [])";
  switch (dice_.below(3)) {
    case 0:
      return fmt::format("{}.filter(x, {})", range, about_item(element, depth - 1));
    case 1:
      return fmt::format("{}.map(x, {})", range,
                         element == TypeKind::integer ? "try(x + 1, 0)" : "trim(x ?? \"-\")");
    default:
      return fmt::format("({} + {})", range, literal_list(element, 0));
  }
}

std::string Expressions::about_item(TypeKind element, int depth) {
  const std::string other = depth > 0 ? leaf(element) : literal(element);
  switch (dice_.below(4)) {
    case 0:
      return fmt::format("x == {}", other);
    case 1:
      return fmt::format("x != {} && {}", other, total_condition(0));
    case 2:
      return element == TypeKind::text ? "startsWith(x ?? \"\", \"x\")" : "(x ?? 0) > 1";
    default:
      return fmt::format("x in {}", literal_list(element, 0));
  }
}

// What a list comes to as a value of the kind.
std::string Expressions::over_list(TypeKind kind, int depth) {
  const TypeKind element = dice_.percent(60) ? TypeKind::text : TypeKind::integer;
  switch (kind) {
    case TypeKind::boolean: {
      static const std::vector<std::string> macros = {"exists", "all", "exists_one"};
      if (dice_.percent(30)) return fmt::format("({} in {})", leaf(element), list(element, depth - 1));
      return fmt::format("{}.{}(x, {})", list(element, depth - 1), dice_.pick(macros),
                         about_item(element, depth - 1));
    }
    case TypeKind::integer:
      if (dice_.percent(50)) return fmt::format("size({})", list(element, depth - 1));
      return fmt::format("({}[{}] ?? 0)", list(TypeKind::integer, depth - 1), dice_.below(3));
    case TypeKind::text:
      if (dice_.percent(50)) return fmt::format("join({}, \", \")", list(TypeKind::text, depth - 1));
      return fmt::format("({}[{}] ?? \"-\")", list(TypeKind::text, depth - 1), dice_.below(3));
    default:
      return leaf(kind);
  }
}

std::string Expressions::operation(TypeKind kind, int depth) {
  auto operand = [&] { return no_none(kind, depth - 1); };
  switch (kind) {
    case TypeKind::boolean:
      return condition(depth);
    case TypeKind::integer: {
      static const std::vector<std::string> operators = {"+", "-", "*", "/", "%"};
      if (dice_.percent(10)) return "(-" + operand() + ")";
      return fmt::format("({} {} {})", operand(), dice_.pick(operators), operand());
    }
    case TypeKind::decimal: {
      static const std::vector<std::string> operators = {"+", "-", "*"};
      if (dice_.percent(2)) return fmt::format("({} / 8)", operand());
      return fmt::format("({} {} {})", operand(), dice_.pick(operators), operand());
    }
    case TypeKind::text:
      if (!dice_.percent(40)) return leaf(kind);
      return fmt::format("({} + {})", operand(), operand());
    default:
      return leaf(kind);
  }
}

std::string Expressions::condition(int depth) {
  static const std::vector<TypeKind> kinds = {TypeKind::text,     TypeKind::integer, TypeKind::decimal,
                                              TypeKind::date,     TypeKind::instant, TypeKind::boolean,
                                              TypeKind::datetime, TypeKind::time};
  static const std::vector<std::string> orders = {"<", "<=", ">", ">="};
  TypeKind kind = dice_.pick(kinds);
  switch (dice_.below(7)) {
    case 0:
      return fmt::format("({} == {})", of(kind, depth - 1), of(kind, depth - 1));
    case 1:
      return fmt::format("({} != {})", of(kind, depth - 1), of(kind, depth - 1));
    case 2:
      if (kind == TypeKind::boolean) kind = TypeKind::integer;
      return fmt::format("({} {} {})", no_none(kind, depth - 1), dice_.pick(orders),
                         no_none(kind, depth - 1));
    case 3:
      return fmt::format("({} && {})", no_none(TypeKind::boolean, depth - 1),
                         no_none(TypeKind::boolean, depth - 1));
    case 4:
      return fmt::format("({} || {})", no_none(TypeKind::boolean, depth - 1),
                         no_none(TypeKind::boolean, depth - 1));
    case 5: {
      std::string name = field(kind);
      return name.empty() ? literal(TypeKind::boolean) : "has(" + name + ")";
    }
    default:
      return fmt::format("!{}", no_none(TypeKind::boolean, depth - 1));
  }
}

std::string Expressions::total_condition(int depth) {
  return fmt::format("(try({}, {}) ?? {})", of(TypeKind::boolean, depth), literal(TypeKind::boolean),
                     literal(TypeKind::boolean));
}

}  // namespace parley::differential
