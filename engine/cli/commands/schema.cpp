#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "compiler/diagnostics/render.hpp"
#include "compiler/schema/infer.hpp"
#include "compiler/schema/load.hpp"
#include "compiler/schema/load_type.hpp"
#include "engine/cli/command.hpp"
#include "stdlib/schema/shipped.hpp"

namespace parley::cli {

namespace {

using core::Error;
using core::ErrorKind;

// The file's name without its endings, as a name: "my-leads.ndjson" is my_leads.
std::string name_of(const std::string& path) {
  std::string name = path == "-" ? "records" : std::filesystem::path(path).stem().string();
  std::ranges::replace_if(name, [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; }, '_');
  return name;
}

Exit infer(const Arguments& arguments, Console& console) {
  std::vector<std::string> what = arguments.all("NAME");
  if (what.empty())
    return report({ErrorKind::usage, "`schema infer` needs a FILE of JSON lines, or - for standard input"},
                  console);
  const std::string& path = what.front();
  std::ifstream file;
  if (path != "-") file.open(path);
  if (path != "-" && !file)
    return report({ErrorKind::input, fmt::format("{} cannot be read", path)}, console);
  std::istream& in = path == "-" ? std::cin : file;

  schema::Inference inference;
  std::uint64_t number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    auto record = value::parse_json(line);
    if (!record || !record->is_object())
      return report({ErrorKind::input, fmt::format("{}:{}: {}", path, number,
                                                   record ? "not an object" : record.error().message)},
                    console);
    inference.observe(*record);
  }
  if (inference.record_count() == 0)
    return report({ErrorKind::input, fmt::format("{} holds no record", path)}, console);
  std::string object = arguments.value("--object", name_of(path));
  console.out(inference.yaml({arguments.value("--system", object), object}));
  return Exit::done;
}

std::string rights(const schema::Field& field) {
  std::string text;
  if (field.create == schema::OnCreate::required) text += " required";
  if (field.create == schema::OnCreate::refused) text += field.updateable ? " update-only" : " read-only";
  if (field.create != schema::OnCreate::refused && !field.updateable) text += " create-only";
  if (!field.nullable) text += " never-null";
  if (field.unique) text += " unique";
  if (field.calculated) text += " calculated";
  if (field.personal) text += " personal";
  if (field.deprecated) text += " deprecated";
  return text;
}

void print_line(std::string line, Console& console) {
  line.erase(line.find_last_not_of(' ') + 1);
  console.out(line + "\n");
}

void print_object(const schema::Object& object, Console& console) {
  console.out(fmt::format("{}.{}: {} fields, id at `{}`, a missing key means {}\n", object.system,
                          object.name, object.fields.size(), object.id_path,
                          object.missing == schema::Missing::null ? "null" : "unknown"));
  for (const schema::Field& field : object.fields) {
    print_line(fmt::format("  {:32} {:24} {:16}{}", field.name, schema::to_text(field.type),
                           schema::wire_name(field.wire), rights(field)),
               console);
    for (const schema::PicklistValue& value : field.type.picklist) {
      std::string label = value.label == value.value ? "" : " (" + value.label + ")";
      print_line(fmt::format("  {:34}{}{}{}", "", value.value, label, value.active ? "" : " out of use"),
                 console);
    }
  }
}

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// A path to a YAML file, a system, or system.object of the shipped ones.
Exit show_schema(const Arguments& arguments, Console& console) {
  std::vector<std::string> what = arguments.all("NAME");
  if (what.empty()) {
    for (const schema::ShippedFile& file : schema::shipped()) console.out(fmt::format("{}\n", file.system));
    return Exit::done;
  }
  const std::string& name = what.front();
  std::string wanted_system = name.substr(0, name.find('.'));
  source::SourceSet sources;
  diagnostics::Sink sink;
  std::optional<schema::System> system;
  bool is_file = std::filesystem::exists(name);
  if (is_file) system = schema::load(sources.add(name, read_file(name)), sink);
  for (const schema::ShippedFile& file : schema::shipped())
    if (!is_file && file.system == wanted_system)
      system = schema::load(sources.add(std::string(file.system) + ".yaml", std::string(file.text)), sink);
  console.error(diagnostics::render_text(sink.sorted(), sources, diagnostics::Colour::never));
  if (sink.has_errors()) return Exit::input;
  if (!system)
    return report({ErrorKind::input, fmt::format("there is no system or file called {}", name),
                   "`parley schema show` lists the systems"},
                  console);
  bool whole = is_file || name == wanted_system;
  bool found = false;
  for (const schema::Object& object : system->objects) {
    if (!whole && name != system->name + "." + object.name) continue;
    print_object(object, console);
    found = true;
  }
  if (found) return Exit::done;
  return report({ErrorKind::input, fmt::format("there is no object {}", name),
                 fmt::format("`parley schema show {}` shows all of the system", wanted_system)},
                console);
}

Exit schema_command_run(const Arguments& arguments, Console& console) {
  const std::string& action = arguments.at("ACTION");
  if (action == "infer") return infer(arguments, console);
  if (action == "show") return show_schema(arguments, console);
  return report({ErrorKind::usage, fmt::format("`schema` does `infer` or `show`, not `{}`", action)},
                console);
}

}  // namespace

extern const Command schema_command;
const Command schema_command = {
    .name = "schema",
    .summary = "Propose a schema for records of your own, or show one",
    .example = "parley schema infer leads.ndjson > schemas/leads.yaml",
    .positionals = {{"ACTION", "infer: propose YAML from a file of JSON lines; show: print a schema",
                     Count::one},
                    {"NAME",
                     "infer: the file, - for standard input; show: a YAML file, a system or system.object",
                     Count::optional}},
    .options = {{"--system", "NAME", "infer: the system's name; the object's where it is left out"},
                {"--object", "NAME", "infer: the object's name; the file's where it is left out"}},
    .run = schema_command_run,
};

}  // namespace parley::cli
