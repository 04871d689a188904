// Command lines, read by the table of commands. The only file that knows CLI11.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <deque>

#include "engine/cli/command.hpp"

namespace parley::cli {

namespace {

// Where CLI11 puts what it read of one command.
struct Read {
  CLI::App* app = nullptr;
  const Command* command = nullptr;
  std::deque<std::vector<std::string>> values;  // stable addresses
  std::vector<CLI::Option*> options;
};

CLI::Option* add_option(Read& read, const Option& option) {
  if (option.value_name.empty()) return read.app->add_flag(option.name, option.text);
  auto* added = read.app->add_option(option.name, read.values.emplace_back(), option.text);
  added->type_name(option.value_name);
  if (!option.one_of.empty()) {
    CLI::Validator one_of = CLI::IsMember(option.one_of);
    added->check(one_of.description(""))->type_name(fmt::format("{}", fmt::join(option.one_of, "|")));
  }
  added->expected(1)->allow_extra_args(false);  // else it would eat the words behind its value
  if (option.repeated) added->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  return added;
}

CLI::Option* add_positional(Read& read, const Positional& positional) {
  auto* added = read.app->add_option(positional.name, read.values.emplace_back(), positional.text);
  added->type_name("");
  switch (positional.count) {
    case Count::one:  // else it would eat the next positional's words, too
      return added->required()->expected(1)->allow_extra_args(false);
    case Count::optional:
      return added->expected(0, 1);
    case Count::any:
      return added->expected(0, -1);
    case Count::at_least_one:
      return added->required()->expected(1, -1);
  }
  return added;
}

void add_command(CLI::App& app, Read& read, const Command& command) {
  read.command = &command;
  read.app = app.add_subcommand(command.name, command.summary);
  read.app->footer("\nExample:\n  " + command.example);
  for (const Positional& p : command.positionals) read.options.push_back(add_positional(read, p));
  for (const Option& o : command.options) read.options.push_back(add_option(read, o));
}

Arguments arguments(const Read& read) {
  Arguments found;
  for (std::size_t i = 0; i < read.options.size(); ++i) {
    const CLI::Option* option = read.options[i];
    if (option->count() == 0) continue;
    bool positional = i < read.command->positionals.size();
    if (positional) {
      found.positionals[read.command->positionals[i].name] = option->results();
    } else {
      const Option& declared = read.command->options[i - read.command->positionals.size()];
      found.options[declared.name] =
          declared.value_name.empty() ? std::vector<std::string>() : option->results();
    }
  }
  return found;
}

Exit run_read(const std::deque<Read>& all, Console& console) {
  auto chosen = std::ranges::find_if(all, [](const Read& read) { return read.app->parsed(); });
  if (chosen == all.end()) return Exit::usage;
  Exit code = chosen->command->run(arguments(*chosen), console);
  auto flushed = console.flush();
  if (!flushed && code != Exit::machine) return report(flushed.error(), console);  // else it was said
  return code;
}

// CLI11 would only say that a command is required.
bool is_command_or_option(std::string_view word) {
  return word.starts_with('-') ||
         std::ranges::any_of(command_table(), [&](const Command* command) { return command->name == word; });
}

}  // namespace

Exit run(int count, const char* const* words, Console& console) {
  if (count > 1 && !is_command_or_option(words[1])) {
    console.error(
        fmt::format("parley: there is no command {}\nTry `parley --help`: it lists them.\n", words[1]));
    return Exit::usage;
  }
  CLI::App app("Parley keeps two systems in agreement by one mapping file.", "parley");
  app.set_version_flag("--version", "parley " PARLEY_VERSION);
  app.require_subcommand(1);
  app.get_formatter()->column_width(34);
  std::deque<Read> all;
  for (const Command* command : command_table()) add_command(app, all.emplace_back(), *command);
  try {
    app.parse(count, words);
  } catch (const CLI::Success& asked) {  // --help, --version
    std::ostringstream out;
    std::ostringstream error;
    app.exit(asked, out, error);
    console.out(out.str());
    if (auto flushed = console.flush(); !flushed) return report(flushed.error(), console);
    return Exit::done;
  } catch (const CLI::ParseError& wrong) {
    console.error(
        fmt::format("parley: {}\nTry `parley --help`, or `parley COMMAND --help`.\n", wrong.what()));
    return Exit::usage;
  }
  return run_read(all, console);
}

}  // namespace parley::cli
