#include "engine/io/file_cache.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

using namespace parley;
namespace fs = std::filesystem;

namespace {

std::string key(char digit) {
  return std::string(64, digit);
}

struct Folder {
  fs::path top;
  fs::path cache;
  Folder() {
    std::string name = (fs::temp_directory_path() / "parley_cache_XXXXXX").string();
    top = mkdtemp(name.data());
    cache = top / "parley";
  }
  ~Folder() { fs::remove_all(top); }
  std::unique_ptr<core::Cache> open(io::FileCacheLimits limits = {}) const {
    return io::file_cache(cache.string(), limits);
  }
  std::vector<fs::path> files() const {
    std::vector<fs::path> found;
    for (const auto& entry : fs::directory_iterator(cache)) found.push_back(entry.path());
    return found;
  }
};

std::string read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void write_file(const fs::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

}  // namespace

TEST_CASE("what one keeps another finds, in a folder and files of the user's own") {
  Folder folder;
  folder.open()->keep(key('a'), "code");
  CHECK(folder.open()->find(key('a')) == "code");
  CHECK_FALSE(folder.open()->find(key('b')));
  CHECK_FALSE(folder.open()->find("../a"));
  struct stat status{};
  REQUIRE(stat(folder.cache.c_str(), &status) == 0);
  CHECK((status.st_mode & 0777U) == 0700U);
  REQUIRE(folder.files().size() == 1);
  REQUIRE(stat(folder.files()[0].c_str(), &status) == 0);
  CHECK((status.st_mode & 0777U) == 0600U);
}

TEST_CASE("a file that was cut, changed, lengthened or renamed is not used, and goes") {
  Folder folder;
  auto cache = folder.open();
  cache->keep(key('a'), "some code that is long enough");
  const fs::path file = folder.files().at(0);
  const std::string good = read_file(file);
  for (std::size_t length = 0; length < good.size(); ++length) {
    write_file(file, good.substr(0, length));
    CHECK_MESSAGE(!cache->find(key('a')), length);
  }
  for (std::size_t at = 0; at < good.size(); ++at) {
    std::string bad = good;
    bad[at] ^= 1;
    write_file(file, bad);
    chmod(file.c_str(), 0600);
    CHECK_MESSAGE(!cache->find(key('a')), at);
    CHECK_FALSE(fs::exists(file));
  }
  write_file(file, good + "x");
  chmod(file.c_str(), 0600);
  CHECK_FALSE(cache->find(key('a')));
  const fs::path other = folder.cache / (key('b') + ".object");
  write_file(other, good);
  chmod(other.c_str(), 0600);
  CHECK_FALSE(cache->find(key('b')));
  write_file(file, good);
  chmod(file.c_str(), 0600);
  CHECK(cache->find(key('a')) == "some code that is long enough");
}

TEST_CASE("nothing is read or written where others could have a hand in it") {
  Folder folder;
  auto cache = folder.open();
  cache->keep(key('a'), "code");
  const fs::path file = folder.files().at(0);
  SUBCASE("a file that others may read") {
    chmod(file.c_str(), 0644);
    CHECK_FALSE(cache->find(key('a')));
  }
  SUBCASE("a folder that others may enter") {
    CHECK(io::cache_refusal(folder.cache).empty());
    chmod(folder.cache.c_str(), 0755);
    CHECK(io::cache_refusal(folder.cache).contains("others may enter it"));
    CHECK_FALSE(cache->find(key('a')));
    cache->keep(key('b'), "more");
    CHECK(folder.files().size() == 1);
  }
  SUBCASE("a file of somebody else") {
    if (chown(file.c_str(), 12345, static_cast<gid_t>(-1)) != 0) return;  // only root can give files away
    CHECK_FALSE(cache->find(key('a')));
  }
  SUBCASE("a folder of somebody else") {
    if (chown(folder.cache.c_str(), 12345, static_cast<gid_t>(-1)) != 0) return;
    CHECK(io::cache_refusal(folder.cache) == "it is another user's");
    CHECK_FALSE(cache->find(key('a')));
    cache->keep(key('b'), "more");
    CHECK(folder.files().size() == 1);
  }
  SUBCASE("a link in place of the file") {
    fs::rename(file, folder.top / "elsewhere");
    fs::create_symlink(folder.top / "elsewhere", file);
    CHECK_FALSE(cache->find(key('a')));
    cache->keep(key('a'), "code");  // takes the link's place, and leaves what it points to alone
    CHECK_FALSE(fs::is_symlink(file));
    CHECK(cache->find(key('a')) == "code");
  }
  SUBCASE("a link in place of the folder") {
    fs::rename(folder.cache, folder.top / "elsewhere");
    fs::create_symlink(folder.top / "elsewhere", folder.cache);
    CHECK_FALSE(cache->find(key('a')));
    cache->keep(key('b'), "more");
    CHECK_FALSE(fs::exists(folder.top / "elsewhere" / (key('b') + ".object")));
  }
  SUBCASE("a pipe in place of the file") {
    fs::remove(file);
    REQUIRE(mkfifo(file.c_str(), 0600) == 0);
    CHECK_FALSE(cache->find(key('a')));
  }
}

TEST_CASE("the cache stays within its limits: what was not used for longest goes") {
  Folder folder;
  auto cache = folder.open({.entry_bytes_max = 100, .bytes_max = 700, .entries_max = 3});
  cache->keep(key('9'), std::string(101, 'x'));
  CHECK_FALSE(cache->find(key('9')));
  auto used_at = [&](char which, long second) {
    const timespec times[2] = {{second, 0}, {second, 0}};
    utimensat(AT_FDCWD, (folder.cache / (key(which) + ".object")).c_str(), times, 0);
  };
  for (char which : {'a', 'b', 'c'}) {
    cache->keep(key(which), std::string(50, which));
    used_at(which, 1'000 + which);
  }
  CHECK(cache->find(key('a')));  // now the newest
  cache->keep(key('d'), "d");
  CHECK_FALSE(cache->find(key('b')));
  CHECK(cache->find(key('a')));
  CHECK(cache->find(key('d')));

  auto narrow = folder.open({.entry_bytes_max = 100, .bytes_max = 320, .entries_max = 100});
  narrow->keep(key('e'), std::string(100, 'e'));  // with its header 211 bytes: no room for another
  CHECK(folder.files().size() <= 2);
}

TEST_CASE("what a dead writer left is swept away, and no live one's") {
  Folder folder;
  auto cache = folder.open();
  cache->keep(key('a'), "code");
  const fs::path old = folder.cache / (key('b') + ".1.0.new");
  const fs::path young = folder.cache / (key('c') + ".1.0.new");
  write_file(old, "half");
  write_file(young, "half");
  const timespec times[2] = {{1'000, 0}, {1'000, 0}};
  utimensat(AT_FDCWD, old.c_str(), times, 0);
  cache->keep(key('d'), "code");
  CHECK_FALSE(fs::exists(old));
  CHECK(fs::exists(young));
}

TEST_CASE("two processes that keep and find at once never see half a file") {
  Folder folder;
  const std::string a(20'000, 'a');
  const std::string b(30'000, 'b');
  auto work = [&](const std::string& own) {
    auto cache = folder.open({.entry_bytes_max = 100'000, .bytes_max = 200'000, .entries_max = 2});
    for (int n = 0; n < 200; ++n) {
      cache->keep(key('a'), own);
      cache->keep(key("0123456789"[n % 10]), own);
      auto found = cache->find(key('a'));
      if (found && *found != a && *found != b) return 1;
    }
    return 0;
  };
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) _exit(work(a));
  CHECK(work(b) == 0);
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  CHECK(status == 0);
  for (const fs::path& file : folder.files()) CHECK(file.extension() == ".object");
}

TEST_CASE("where the folder is") {
  CHECK(io::cache_folder({"/p", "/x", "/h"}) == "/p");
  CHECK(io::cache_folder({"", "/x", "/h"}) == "/x/parley");
  CHECK(io::cache_folder({"", "x", "/h"}) == "/h/.cache/parley");
  CHECK(io::cache_folder({"", "", ""}).empty());
}
