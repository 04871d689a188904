#include "engine/cli/disk_files.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>

namespace parley::cli {

namespace {

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

File open(const std::string& path, const char* mode) {
  return {std::fopen(path.c_str(), mode), std::fclose};
}

std::unexpected<core::Error> failed(core::ErrorKind kind, const char* what, const std::string& path) {
  return core::fail(kind, std::string("cannot ") + what + " " + path + ": " + std::strerror(errno));
}

}  // namespace

core::Result<std::string> DiskFiles::read(const std::string& path) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error))
    return core::fail(core::ErrorKind::input, "cannot read " + path + ": it is a folder");
  File file = open(path, "rb");
  if (!file) return failed(core::ErrorKind::input, "read", path);
  std::string text;
  char piece[1U << 16U];
  while (std::size_t count = std::fread(piece, 1, sizeof piece, file.get())) text.append(piece, count);
  if (std::ferror(file.get()) != 0) return failed(core::ErrorKind::machine, "read", path);
  return text;
}

bool DiskFiles::exists(const std::string& path) {
  std::error_code error;
  return std::filesystem::is_regular_file(path, error);
}

std::vector<std::string> DiskFiles::list(const std::string& folder) {
  std::vector<std::string> names;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error))
    names.push_back(entry.path().filename().string());
  std::ranges::sort(names);
  return names;
}

core::Result<void> write_file(const std::string& path, std::string_view text) {
  std::string beside = path + ".new";
  File file = open(beside, "wb");
  if (!file) return failed(core::ErrorKind::machine, "write", beside);
  bool written = std::fwrite(text.data(), 1, text.size(), file.get()) == text.size();
  if (std::fclose(file.release()) != 0 || !written) return failed(core::ErrorKind::machine, "write", beside);
  std::error_code error;
  std::filesystem::permissions(beside, std::filesystem::status(path, error).permissions(), error);
  std::filesystem::rename(beside, path, error);
  if (error) return core::fail(core::ErrorKind::machine, "cannot write " + path + ": " + error.message());
  return {};
}

}  // namespace parley::cli
