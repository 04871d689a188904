// The commands on the pages print what the pages say. Every ```console block is run, in the order of its
// page, in an empty folder that holds the page's named blocks as files and `mappings` of the repository. With
// PARLEY_UPDATE_GOLDENS=1 the pages are written instead; read the difference before it is committed.
#include <doctest/doctest.h>
#include <sys/wait.h>

#include <array>
#include <cstdio>

#include "tests/golden/docs/page.hpp"

using namespace parley;
using namespace parley::docs;

namespace {

constexpr std::string_view prompt = "$ ";
constexpr std::size_t commands_min = 20;  // on all pages together

// A folder of its own for one page; removed at the end.
struct Folder {
  Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "parley-docs-XXXXXX").string();
    REQUIRE(mkdtemp(pattern.data()) != nullptr);
    path = pattern;
    std::filesystem::create_directory_symlink(std::filesystem::current_path() / "mappings",
                                              path / "mappings");
  }
  ~Folder() { std::filesystem::remove_all(path); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::filesystem::path path;
};

struct Ran {
  std::string printed;
  int code = 0;
};

// `last_code` is what `$?` shows. Standard output and standard error come as a terminal would show them.
Ran run(const Folder& folder, const std::string& command, int last_code) {
  const std::string bin = std::filesystem::path(PARLEY_PROGRAM).parent_path().string();
  const std::string line = "cd '" + folder.path.string() + "' && PATH='" + bin +
                           "':\"$PATH\" && exec 2>&1; (exit " + std::to_string(last_code) + "); " + command;
  FILE* pipe = popen(line.c_str(), "r");
  REQUIRE(pipe != nullptr);
  Ran ran;
  std::array<char, 4096> chunk;
  for (std::size_t count = 0; (count = fread(chunk.data(), 1, chunk.size(), pipe)) > 0;)
    ran.printed.append(chunk.data(), count);
  int status = pclose(pipe);
  ran.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  if (!ran.printed.empty() && ran.printed.back() != '\n') ran.printed += '\n';
  return ran;
}

struct Outcome {
  std::string transcript;
  std::size_t commands = 0;
};

// The block as it should read: its commands, each with what it printed.
Outcome replay(const Folder& folder, const std::string& block, int& code) {
  Outcome outcome;
  std::istringstream lines(block);
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with(prompt)) continue;
    std::string command = line.substr(prompt.size());
    outcome.transcript += line + "\n";
    while (command.ends_with('\\') && std::getline(lines, line)) {
      command = command.substr(0, command.size() - 1) + line;
      outcome.transcript += line + "\n";
    }
    Ran ran = run(folder, command, code);
    code = ran.code;
    outcome.transcript += ran.printed;
    ++outcome.commands;
  }
  return outcome;
}

void write_file(const Folder& folder, const Page& page, const Fence& fence) {
  const std::filesystem::path path = folder.path / fence.path;
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << page.inside(fence);
}

std::size_t check_page(const Page& page) {
  Folder folder;
  std::string actual = page.text;
  std::ptrdiff_t moved = 0;  // by which the blocks of `actual` are off
  int code = 0;
  std::size_t commands = 0;
  for (const Fence& fence : page.fences) {
    if (fence.language == "console") {
      Outcome outcome = replay(folder, page.inside(fence), code);
      actual.replace(fence.begin + moved, fence.length, outcome.transcript);
      moved +=
          static_cast<std::ptrdiff_t>(outcome.transcript.size()) - static_cast<std::ptrdiff_t>(fence.length);
      commands += outcome.commands;
    } else if (!fence.path.empty()) {
      write_file(folder, page, fence);
    }
  }
  support::check_golden(page.path, actual);
  return commands;
}

}  // namespace

TEST_CASE("the commands on the pages print what the pages say") {
  REQUIRE(std::filesystem::exists(PARLEY_PROGRAM));
  std::size_t commands = 0;
  for (const Page& page : pages()) {
    CAPTURE(page.path);
    commands += check_page(page);
  }
  CHECK(commands >= commands_min);
}
