#include "engine/cli/plan_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "stdlib/value/json.hpp"

namespace parley::cli {

namespace {

using sync::both_sides;

std::optional<abi::RuleNo> rule_of(const sync::Setting& setting, store::RuleNo no) {
  const auto& rules = setting.numbers.rules;
  const auto at = std::find(rules.begin(), rules.end(), no);
  if (at == rules.end()) return std::nullopt;
  return abi::RuleNo(static_cast<std::uint32_t>(at - rules.begin()));
}

std::string name_of(const sync::Setting& setting, const sync::Decision& decision, abi::Side side) {
  const abi::SideShape& shape = setting.program.shape(side);
  const std::string& id = decision.ids.at(side).value;
  return fmt::format("{}.{}/{}", shape.system, shape.object, id.empty() ? "(new)" : id);
}

std::string_view verb_of(const sync::Decision& decision) {
  switch (decision.action) {
    case sync::Action::create:
      return "create";
    case sync::Action::update:
      return "update";
    case sync::Action::archive:
      return "archive";
    case sync::Action::remove:
      return "delete";
    case sync::Action::freeze:
      return "freeze";
    case sync::Action::unlink:
      return "unlink";
    case sync::Action::settle:
      return decision.new_link ? "link" : "settle";
    case sync::Action::none:
      return sync::class_word(decision.outcome);
  }
  return "?";
}

bool says_something(const sync::Decision& decision) {
  return decision.writes() || !decision.lines.empty() || decision.new_link ||
         (decision.outcome != sync::Class::unchanged && decision.outcome != sync::Class::excluded);
}

std::string line_text(const sync::Setting& setting, const Masking& masking, const sync::FieldLine& line) {
  const auto rule = rule_of(setting, line.rule);
  if (!rule) return "";
  std::string text = fmt::format("    {}:", setting.program.rules[rule->value].name);
  if (line.has_base)
    text += fmt::format(" base {} | {};", masking.shown(*rule, abi::Side::left, line.base.left),
                        masking.shown(*rule, abi::Side::right, line.base.right));
  text += fmt::format(" now {} | {}", masking.shown(*rule, abi::Side::left, line.now.left),
                      masking.shown(*rule, abi::Side::right, line.now.right));
  for (const abi::Side side : both_sides)
    if (line.writes.at(side))
      text += fmt::format("; write {} to the {}", masking.shown(*rule, side, *line.writes.at(side)),
                          sync::side_word(side));
  if (line.what == sync::What::conflict) text += "; CONFLICT";
  if (line.what == sync::What::settle && line.standing)
    text += fmt::format("; listed as {}", sync::standing_word(*line.standing));
  text += fmt::format("  [{}]", sync::why_words(line.why));
  if (!line.evidence.empty()) text += " " + line.evidence;
  if (!line.failure.empty() && !masking.masked) text += " " + line.failure;
  return text + "\n";
}

// Classes that say what was written: both records of a pair are in it, whichever was written to.
bool of_pairs(sync::Class c) {
  return c == sync::Class::updated || c == sync::Class::created || c == sync::Class::deleted;
}

}  // namespace

std::string decision_text(const sync::Setting& setting, const Masking& masking,
                          const sync::Decision& decision) {
  if (!says_something(decision)) return "";
  std::string text = fmt::format("  {:8}", verb_of(decision));
  const bool left = decision.records.left.value != 0, right = decision.records.right.value != 0;
  if (left || decision.action == sync::Action::create)
    text += " " + name_of(setting, decision, abi::Side::left);
  if ((left && right) || decision.action == sync::Action::create) text += " <->";
  if (right || decision.action == sync::Action::create)
    text += " " + name_of(setting, decision, abi::Side::right);
  if (!decision.reason.empty()) text += "  (" + decision.reason + ")";
  text += "\n";
  for (const sync::FieldLine& line : decision.lines) text += line_text(setting, masking, line);
  return text;
}

std::string decision_json(const sync::Setting& setting, const Masking& masking,
                          const sync::Decision& decision) {
  value::Json json = value::Json::object();
  json["sync"] = setting.program.mapping;
  json["class"] = sync::class_word(decision.outcome);
  json["action"] = verb_of(decision);
  if (!decision.reason.empty()) json["reason"] = decision.reason;
  for (const abi::Side side : both_sides)
    if (!decision.ids.at(side).value.empty()) json[sync::side_word(side)] = decision.ids.at(side).value;
  value::Json fields = value::Json::array();
  for (const sync::FieldLine& line : decision.lines) {
    const auto rule = rule_of(setting, line.rule);
    if (!rule) continue;
    value::Json field = value::Json::object();
    field["rule"] = setting.program.rules[rule->value].name;
    for (const abi::Side side : both_sides) {
      value::Json values = value::Json::object();
      if (line.has_base) values["base"] = masking.shown(*rule, side, line.base.at(side));
      values["now"] = masking.shown(*rule, side, line.now.at(side));
      if (line.writes.at(side)) values["write"] = masking.shown(*rule, side, *line.writes.at(side));
      field[sync::side_word(side)] = std::move(values);
    }
    field["conflict"] = line.what == sync::What::conflict;
    field["why"] = sync::why_words(line.why);
    if (!line.evidence.empty()) field["evidence"] = line.evidence;
    fields.push(std::move(field));
  }
  json["fields"] = std::move(fields);
  return value::write_json(json) + "\n";
}

std::string counters_text(const sync::Counters& counters) {
  std::string text = fmt::format("  records: {} observed: ", counters.observed);
  for (const sync::Class c : sync::classes)
    text += fmt::format("{} {}{}, ", counters.of(c), of_pairs(c) ? "of pairs " : "", sync::class_word(c));
  text += fmt::format("{} pending\n", counters.pending());
  text += fmt::format(
      "  writes:  {} ({} created left, {} created right, {} updated left, {} updated right, {} archived); {} "
      "values, "
      "{} of them cleared\n",
      counters.writes(), counters.creates.left, counters.creates.right, counters.updates.left,
      counters.updates.right, counters.archives.left + counters.archives.right, counters.fields,
      counters.clears);
  text += fmt::format("  pairs found: {}; open field conflicts in this run: {}\n", counters.links,
                      counters.conflicts);
  return text;
}

value::Json counters_json(const sync::Counters& counters) {
  value::Json json = value::Json::object();
  json["observed"] = std::size_t{counters.observed};
  for (const sync::Class c : sync::classes) json[sync::class_word(c)] = std::size_t{counters.of(c)};
  json["pending"] = std::size_t{counters.pending()};
  json["writes"] = std::size_t{counters.writes()};
  json["creates"] = std::size_t{counters.creates.left + counters.creates.right};
  json["updates"] = std::size_t{counters.updates.left + counters.updates.right};
  json["archives"] = std::size_t{counters.archives.left + counters.archives.right};
  json["clears"] = std::size_t{counters.clears};
  json["values"] = std::size_t{counters.fields};
  json["links"] = std::size_t{counters.links};
  json["conflicts"] = std::size_t{counters.conflicts};
  return json;
}

core::Result<void> print_decisions(const sync::Setting& setting, const Arguments& arguments,
                                   Console& console) {
  const Masking mask = masking(arguments, console, setting.program);
  const bool json = wants_json(arguments), all = arguments.has("--all");
  std::uint64_t shown = 0, left_out = 0;
  TRY_VOID(sync::each_decision(setting, [&](const sync::Decision& decision) -> core::Result<void> {
    if (json) {
      console.out(decision_json(setting, mask, decision));
      return {};
    }
    const std::string text = decision_text(setting, mask, decision);
    if (text.empty()) return {};
    if (!all && shown == decisions_shown)
      ++left_out;
    else
      ++shown, console.out(text);
    return {};
  }));
  if (left_out > 0) console.out(fmt::format("  … and {} more (--all)\n", left_out));
  return {};
}

}  // namespace parley::cli
