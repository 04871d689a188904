#include "engine/io/file_cache.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <ctime>
#include <filesystem>
#include <optional>
#include <system_error>
#include <tuple>
#include <utility>
#include <vector>

#include "stdlib/core/sha256.hpp"

namespace parley::io {

namespace {

constexpr std::string_view magic = "parley cache 1\n";
constexpr std::size_t key_digits = 64;
constexpr std::size_t hash_bytes = 32;
constexpr std::size_t header_bytes = magic.size() + key_digits + hash_bytes;
constexpr std::string_view entry_ending = ".object";
constexpr std::string_view unfinished_ending = ".new";
constexpr std::int64_t unfinished_seconds_max = 3'600;  // then its writer is dead
constexpr std::size_t listed_max = 100'000;             // files of the folder that are looked at
constexpr mode_t for_others = S_IRWXG | S_IRWXO;

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  bool is_open() const { return number_ >= 0; }
  int number() const { return number_; }

 private:
  int number_;
};

bool is_own(const struct stat& status) {
  return status.st_uid == geteuid() && (status.st_mode & for_others) == 0;
}

bool is_key(std::string_view key) {
  auto is_digit = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  return key.size() == key_digits && std::ranges::all_of(key, is_digit);
}

std::string hash_of(std::string_view bytes) {
  const auto hash = core::sha256(bytes);
  return {hash.begin(), hash.end()};
}

std::string file_of(std::string_view key) {
  return fmt::format("{}{}", key, entry_ending);
}

class FileCache final : public core::Cache {
 public:
  FileCache(std::string folder, FileCacheLimits limits) : folder_(std::move(folder)), limits_(limits) {}

  std::optional<std::string> find(std::string_view key) override;
  void keep(std::string_view key, std::string_view bytes) override;

 private:
  struct Entry {
    std::string name;
    std::size_t bytes;
    timespec used;
  };
  int open_folder() const;
  std::optional<std::string> content(int folder, const std::string& name) const;
  bool write_new(int folder, const std::string& name, std::string_view key, std::string_view bytes) const;
  std::vector<Entry> entries(int folder) const;
  void drop_oldest(int folder) const;

  const std::string folder_;
  const FileCacheLimits limits_;
  std::atomic<unsigned> written_ = 0;
};

std::optional<std::string> FileCache::find(std::string_view key) {
  if (!is_key(key)) return std::nullopt;
  const Descriptor folder(open_folder());
  if (!folder.is_open()) return std::nullopt;
  const std::string name = file_of(key);
  auto all = content(folder.number(), name);
  if (!all) return std::nullopt;
  const std::string_view bytes = std::string_view(*all).substr(std::min(header_bytes, all->size()));
  if (*all != fmt::format("{}{}{}{}", magic, key, hash_of(bytes), bytes)) {
    unlinkat(folder.number(), name.c_str(), 0);
    return std::nullopt;
  }
  utimensat(folder.number(), name.c_str(), nullptr, AT_SYMLINK_NOFOLLOW);  // used just now
  return all->substr(header_bytes);
}

void FileCache::keep(std::string_view key, std::string_view bytes) {
  if (!is_key(key) || bytes.size() > limits_.entry_bytes_max) return;
  std::error_code ignored;  // open_folder sees what became of it
  const std::filesystem::path path(folder_);
  std::filesystem::create_directories(path.parent_path(), ignored);
  mkdir(folder_.c_str(), S_IRWXU);
  const Descriptor folder(open_folder());
  if (!folder.is_open()) return;
  const std::string made = fmt::format("{}.{}.{}{}", key, getpid(), written_++, unfinished_ending);
  // Not synchronised with the disk: after a crash the hash tells, and nothing is lost but time.
  if (!write_new(folder.number(), made, key, bytes) ||
      renameat(folder.number(), made.c_str(), folder.number(), file_of(key).c_str()) != 0)
    unlinkat(folder.number(), made.c_str(), 0);
  drop_oldest(folder.number());
}

// -1 where it is not there, or not the user's alone: cache_refusal() has the words for that.
int FileCache::open_folder() const {
  const int folder = open(folder_.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  struct stat status{};
  if (folder >= 0 && (fstat(folder, &status) != 0 || !is_own(status))) {
    close(folder);
    return -1;
  }
  return folder;
}

std::optional<std::string> FileCache::content(int folder, const std::string& name) const {
  const Descriptor file(openat(folder, name.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK));
  struct stat status{};
  if (!file.is_open() || fstat(file.number(), &status) != 0) return std::nullopt;
  const auto size = static_cast<std::size_t>(status.st_size);
  if (!S_ISREG(status.st_mode) || !is_own(status) || size > header_bytes + limits_.entry_bytes_max)
    return std::nullopt;
  std::string bytes(size, '\0');
  for (std::size_t at = 0; at < size;) {
    const ssize_t got = read(file.number(), bytes.data() + at, size - at);
    if (got <= 0) return std::nullopt;
    at += static_cast<std::size_t>(got);
  }
  return bytes;
}

bool FileCache::write_new(int folder, const std::string& name, std::string_view key,
                          std::string_view bytes) const {
  const int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
  const Descriptor file(openat(folder, name.c_str(), flags, S_IRUSR | S_IWUSR));
  if (!file.is_open()) return false;
  const std::string all = fmt::format("{}{}{}{}", magic, key, hash_of(bytes), bytes);
  for (std::size_t at = 0; at < all.size();) {
    const ssize_t written = write(file.number(), all.data() + at, all.size() - at);
    if (written <= 0) return false;
    at += static_cast<std::size_t>(written);
  }
  return true;
}

// What is there, and nothing that a dead writer left.
std::vector<FileCache::Entry> FileCache::entries(int folder) const {
  std::vector<Entry> found;
  DIR* listing = fdopendir(openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (listing == nullptr) return found;
  const std::int64_t now = std::time(nullptr);
  for (std::size_t n = 0; n < listed_max; ++n) {
    const dirent* item = readdir(listing);
    if (item == nullptr) break;
    const std::string name = item->d_name;
    struct stat status{};
    if (fstatat(folder, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) continue;
    if (name.ends_with(entry_ending))
      found.push_back({name, static_cast<std::size_t>(status.st_size), status.st_mtim});
    else if (name.ends_with(unfinished_ending) && status.st_mtim.tv_sec < now - unfinished_seconds_max)
      unlinkat(folder, name.c_str(), 0);
  }
  closedir(listing);
  return found;
}

void FileCache::drop_oldest(int folder) const {
  std::vector<Entry> all = entries(folder);
  std::ranges::sort(all, {},
                    [](const Entry& e) { return std::tuple(-e.used.tv_sec, -e.used.tv_nsec, e.name); });
  std::size_t bytes = 0;
  for (std::size_t n = 0; n < all.size(); ++n) {
    bytes += all[n].bytes;
    if (n >= limits_.entries_max || bytes > limits_.bytes_max) unlinkat(folder, all[n].name.c_str(), 0);
  }
}

}  // namespace

std::unique_ptr<core::Cache> file_cache(std::string folder, FileCacheLimits limits) {
  return std::make_unique<FileCache>(std::move(folder), limits);
}

std::string cache_refusal(const std::string& folder) {
  struct stat status{};
  if (lstat(folder.c_str(), &status) != 0) return {};
  if (!S_ISDIR(status.st_mode)) return S_ISLNK(status.st_mode) ? "it is a link" : "it is no folder";
  if (status.st_uid != geteuid()) return "it is another user's";
  return is_own(status) ? std::string() : "others may enter it: `chmod 700` closes it";
}

std::string cache_folder(const CacheHomes& homes) {
  if (homes.parley_cache_dir.starts_with('/')) return homes.parley_cache_dir;
  if (homes.xdg_cache_home.starts_with('/')) return homes.xdg_cache_home + "/parley";
  if (homes.home.starts_with('/')) return homes.home + "/.cache/parley";
  return {};
}

}  // namespace parley::io
