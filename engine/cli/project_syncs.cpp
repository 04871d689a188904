#include "engine/cli/project_syncs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "engine/cli/engine_option.hpp"
#include "engine/cli/findings.hpp"
#include "engine/cli/object_cache.hpp"
#include "stdlib/value/json.hpp"

namespace parley::cli {

namespace {

std::string actor() {
  const char* user = std::getenv("USER");
  return user == nullptr ? "parley" : user;
}

Exit worse(Exit a, Exit b) {
  return static_cast<int>(a) >= static_cast<int>(b) ? a : b;
}

core::Result<run::Project> read_project(const Arguments& arguments, DiskFiles& files) {
  const std::string path = arguments.value("--project", "parley.yaml");
  if (!files.exists(path))
    return core::fail(core::ErrorKind::input, "there is no " + path,
                      "name the project file by --project FILE");
  const std::string text = TRY(files.read(path));
  run::Project project = TRY(run::parse_project(text, path, arguments.value("--env")));
  if (project.confirm && !arguments.has("--confirm"))
    return core::fail(core::ErrorKind::usage,
                      fmt::format("the environment {} wants --confirm", arguments.value("--env")));
  return project;
}

core::Result<std::vector<const run::SyncEntry*>> chosen(const run::Project& project,
                                                        const Arguments& arguments) {
  std::vector<const run::SyncEntry*> entries;
  const std::vector<std::string> names = arguments.all("SYNC");
  for (const std::string& name : names) {
    const run::SyncEntry* entry = project.find(name);
    if (entry == nullptr)
      return core::fail(core::ErrorKind::usage, fmt::format("{} has no sync `{}`", project.path, name));
    entries.push_back(entry);
  }
  if (names.empty())
    for (const run::SyncEntry& entry : project.syncs) entries.push_back(&entry);
  return entries;
}

std::unique_ptr<OpenedSync> open(const run::Project& project, const run::SyncEntry& entry, DiskFiles& files,
                                 const Arguments& arguments, Console& console, Exit& code) {
  auto opened = std::unique_ptr<OpenedSync>(new OpenedSync{project, entry, nullptr, nullptr});
  opened->compilation = compile_or_report(project.folder + entry.mapping, files, arguments, console, code);
  if (!opened->compilation) return nullptr;
  // What lint calls an error is one for anything that may write to a customer's system.
  driver::lint(*opened->compilation);
  if (opened->compilation->sink.has_errors()) {
    print_findings(opened->compilation->sink, opened->compilation->sources, arguments, console);
    code = Exit::input;
    return nullptr;
  }
  Arguments choice;
  if (!entry.mapping_name.empty()) choice.options["--mapping"] = {entry.mapping_name};
  opened->mapping = choose_mapping(*opened->compilation, choice, console);
  if (opened->mapping == nullptr) code = Exit::input;
  return opened->mapping == nullptr ? nullptr : std::move(opened);
}

Exit with_state(const OpenedSync& sync, Console& console,
                const std::function<Exit(const OpenedState&)>& each) {
  auto path = run::state_path(sync.project);
  if (!path) return report(path.error(), console);
  DiskFiles files;
  if (!files.exists(*path)) {
    console.out(sync.title() + "\n  never run: there is no state yet\n");
    return Exit::done;
  }
  io::SystemClock clock;
  auto store = store::open_sqlite(*path, clock);
  if (!store) return report(store.error(), console);
  auto what = sync::find_surveyed(**store, sync.mapping->program, sync.accounts());
  if (!what) return report(what.error(), console);
  if (!*what) {
    console.out(sync.title() + "\n  never run: the state does not know this sync\n");
    return Exit::done;
  }
  return each({sync, **store, **what});
}

}  // namespace

sync::Sides<std::string> OpenedSync::accounts() const {
  return {project.connection(entry.left).account, project.connection(entry.right).account};
}

std::string OpenedSync::title() const {
  const abi::Program& program = mapping->program;
  return fmt::format("{}: {}.{} ({}) <-> {}.{} ({})", entry.name, program.left.system, program.left.object,
                     accounts().left, program.right.system, program.right.object, accounts().right);
}

core::Result<std::unique_ptr<run::Session>> OpenedSync::connect(const Arguments& arguments,
                                                                Console& console) const {
  const std::uint64_t verify_every = TRY(verify_every_of(arguments, driver::verify_every));
  const std::shared_ptr<core::Cache> cache = object_cache(arguments, console);
  return run::Session::open(
      {project, entry, *compilation, *mapping, actor(), engine_of(arguments), verify_every, cache.get()});
}

std::vector<Option> project_options(std::vector<Option> more) {
  std::vector<Option> options = {
      {"--project", "FILE", "the project file; parley.yaml where not given"},
      {"--env", "NAME", "an environment of the project"},
      {"--confirm", "", "yes, this environment is meant"},
  };
  for (Option& option : more) options.push_back(std::move(option));
  options.push_back({"--unmasked", "", "print personal values where output is no terminal, too"});
  options.push_back(format_option());
  return options;
}

std::vector<Positional> sync_positional() {
  return {{"SYNC", "syncs of the project; all of them where none is named", Count::any}};
}

Exit for_each_sync(const Arguments& arguments, Console& console,
                   const std::function<Exit(const OpenedSync&)>& each) {
  DiskFiles files;
  auto project = read_project(arguments, files);
  if (!project) return report(project.error(), console);
  auto entries = chosen(*project, arguments);
  if (!entries) return report(entries.error(), console);
  Exit code = Exit::done;
  for (const run::SyncEntry* entry : *entries) {
    Exit one = Exit::done;
    if (const auto sync = open(*project, *entry, files, arguments, console, one)) one = each(*sync);
    code = worse(code, one);
  }
  return code;
}

Exit for_each_state(const Arguments& arguments, Console& console,
                    const std::function<Exit(const OpenedState&)>& each) {
  return for_each_sync(arguments, console,
                       [&](const OpenedSync& sync) { return with_state(sync, console, each); });
}

bool wants_json(const Arguments& arguments) {
  return arguments.value("--format") == "json";
}

Masking masking(const Arguments& arguments, const Console& console, const abi::Program& program) {
  return {!console.out_is_terminal() && !arguments.has("--unmasked"), program};
}

std::string Masking::shown(const sync::Value& value, bool personal) const {
  switch (value.state) {
    case value::State::null:
      return "none";
    case value::State::blank:
      return "blank";
    case value::State::absent:
    case value::State::unreadable:
      return "unknown";
    case value::State::value:
    case value::State::invalid:
      break;
  }
  if (masked && personal) return fmt::format("***({})", value.bytes.size());
  std::string text;
  value::append_quoted(text, value.bytes);
  return text;
}

namespace {

// " (CUSTOMER-Closed Won)" behind a picklist's value that people would not know.
std::string label_of(const schema::Field& field, const sync::Value& value) {
  if (value.state != value::State::value) return "";
  for (const schema::PicklistValue& choice : field.type.picklist)
    if (choice.value == value.bytes && choice.label != choice.value && !choice.label.empty())
      return " (" + choice.label + ")";
  return "";
}

}  // namespace

std::string Masking::shown(abi::RuleNo rule, abi::Side side, const sync::Values& values) const {
  const abi::Rule& meaning = program.rules[rule.value];
  const auto& fields = side == abi::Side::left ? meaning.left : meaning.right;
  std::string text;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const schema::Field* field =
        i < fields.size() ? &program.shape(side).fields[fields[i].value].field : nullptr;
    text += (i == 0 ? "" : ", ") + shown(values[i], field != nullptr && field->personal);
    if (field != nullptr && !(masked && field->personal)) text += label_of(*field, values[i]);
  }
  return text.empty() ? "-" : text;
}

}  // namespace parley::cli
