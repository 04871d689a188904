// A mapping as it was understood: every rule with the policies that hold for it, inherited ones too.
#include <fmt/format.h>

#include "compiler/ir/print.hpp"
#include "engine/cli/disk_files.hpp"
#include "engine/cli/findings.hpp"

namespace parley::cli {

namespace {

std::string_view word(abi::Conflict conflict) {
  switch (conflict) {
    case abi::Conflict::none:
      return "";
    case abi::Conflict::prefer_left:
      return "prefer left";
    case abi::Conflict::prefer_right:
      return "prefer right";
    case abi::Conflict::newest:
      return "newest";
    case abi::Conflict::review:
      return "review";
    case abi::Conflict::merge_union:
      return "merge union";
    case abi::Conflict::merge_append:
      return "merge append";
    case abi::Conflict::merge_min:
      return "merge min";
    case abi::Conflict::merge_max:
      return "merge max";
    case abi::Conflict::merge_and:
      return "merge and";
    case abi::Conflict::merge_or:
      return "merge or";
  }
  return "";
}

std::string_view word(abi::Blank blank) {
  switch (blank) {
    case abi::Blank::keep:
      return "keep";
    case abi::Blank::clear:
      return "clear";
    case abi::Blank::default_value:
      return "default";
  }
  return "";
}

std::string_view word(check::Answer::Kind kind) {
  switch (kind) {
    case check::Answer::Kind::reject:
      return "reject";
    case check::Answer::Kind::skip:
      return "skip";
    case check::Answer::Kind::keep:
      return "keep";
    case check::Answer::Kind::value:
      return "a value";
  }
  return "";
}

std::string_view word(abi::OnExit exit) {
  switch (exit) {
    case abi::OnExit::freeze:
      return "freeze";
    case abi::OnExit::unlink:
      return "unlink";
    case abi::OnExit::archive:
      return "archive";
  }
  return "";
}

std::string_view word(abi::OnDelete on_delete) {
  switch (on_delete) {
    case abi::OnDelete::ignore:
      return "ignore";
    case abi::OnDelete::archive:
      return "archive";
    case abi::OnDelete::remove:
      return "delete";
    case abi::OnDelete::unlink:
      return "unlink";
    case abi::OnDelete::review:
      return "review";
  }
  return "";
}

std::string_view glyph(abi::Arrow arrow) {
  switch (arrow) {
    case abi::Arrow::right:
      return "->";
    case abi::Arrow::left:
      return "<-";
    case abi::Arrow::both:
      return "<->";
  }
  return "";
}

std::string fields(const abi::SideShape& shape, const std::vector<abi::FieldNo>& numbers) {
  std::string text;
  for (abi::FieldNo n : numbers)
    text += (text.empty() ? "" : ", ") + shape.alias + "." + shape.fields[n.value].name;
  return text.empty() ? "a constant" : text;
}

std::string answers(const check::Rule& rule) {
  std::string text;
  if (rule.to_right) text += fmt::format(" -> {}", word(rule.to_right->answer.kind));
  if (rule.to_left) text += fmt::format(" <- {}", word(rule.to_left->answer.kind));
  return text;
}

void show_rule(const abi::Rule& rule, const check::Rule& checked, const abi::Program& program,
               Console& console) {
  std::string line = fmt::format("{} {} {}", fields(program.left, rule.left), glyph(rule.arrow),
                                 fields(program.right, rule.right));
  bool labelled = rule.name != line;
  console.out(fmt::format("  {}{}{}\n", labelled ? rule.name : "", labelled ? ": " : "", line));
  std::string via;
  for (const check::Step& step : checked.steps) via += (via.empty() ? "via " : ", ") + step.name;
  std::string policies = fmt::format("else{}, blank {}", answers(checked), word(rule.blank));
  if (rule.conflict != abi::Conflict::none) policies += fmt::format(", conflict {}", word(rule.conflict));
  if (rule.once) policies += ", once";
  if (rule.fill) policies += ", fill";
  if (rule.guarded) policies += ", guarded";
  console.out(fmt::format("      {}{}{}\n", via, via.empty() ? "" : "; ", policies));
}

void show_mapping(const driver::CompiledMapping& mapping, const check::Mapping& checked, Console& console) {
  const abi::Program& p = mapping.program;
  console.out(fmt::format("mapping {}  {}\n  left  {} = {}.{}\n  right {} = {}.{}\n", p.mapping, p.hash,
                          p.left.alias, p.left.system, p.left.object, p.right.alias, p.right.system,
                          p.right.object));
  for (const abi::MatchRule& match : p.matches) console.out(fmt::format("  match {}\n", match.text));
  console.out(fmt::format("  on ambiguous {}, on exit {}, on delete in left {}, in right {}\n",
                          p.policies.ambiguous == abi::OnAmbiguous::review ? "review" : "reject",
                          word(p.policies.exit), word(p.policies.delete_in_left),
                          word(p.policies.delete_in_right)));
  for (std::size_t n = 0; n < p.rules.size(); ++n) show_rule(p.rules[n], checked.rules[n], p, console);
}

Exit run_show(const Arguments& arguments, Console& console) {
  DiskFiles files;
  Exit code = Exit::done;
  auto compilation = compile_or_report(arguments.at("FILE"), files, arguments, console, code);
  if (!compilation) return code;
  for (std::size_t n = 0; n < compilation->mappings.size(); ++n) {
    const driver::CompiledMapping& mapping = compilation->mappings[n];
    if (arguments.has("--mapping") && mapping.program.mapping != arguments.value("--mapping")) continue;
    if (arguments.has("--ir"))
      console.out(ir::print(mapping.module));
    else
      show_mapping(mapping, compilation->checked.mappings[n], console);
  }
  return Exit::done;
}

}  // namespace

extern const Command show_command;
const Command show_command = {
    .name = "show",
    .summary = "Show a mapping as it was understood: rules with all their policies, or its IR",
    .example = "parley show contacts.parley --ir",
    .positionals = {{"FILE", "the mapping file", Count::one}},
    .options = {{"--ir", "", "the intermediate representation that both engines run"},
                mapping_option(),
                format_option()},
    .run = run_show,
};

}  // namespace parley::cli
