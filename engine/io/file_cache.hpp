// FileCache: a core::Cache in a folder of the user's own. Every file says its key and the hash of its
// content, and is read only where both agree: a file cut short by a crash, changed on the disk or put there
// under a wrong name is as good as none. Two processes may share the folder: a file appears whole or not at
// all. The folder and its files must be the user's own, closed to everybody else, and no links; otherwise the
// cache finds and keeps nothing. It is bounded: the files that were not used for longest go first.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "stdlib/core/cache.hpp"

namespace parley::io {

struct FileCacheLimits {
  std::size_t entry_bytes_max = 16U << 20U;  // a larger one is not kept
  std::size_t bytes_max = 128U << 20U;       // of all together
  std::size_t entries_max = 1'024;
};

// Nothing is touched before the first use; a missing folder is made when something is first kept.
std::unique_ptr<core::Cache> file_cache(std::string folder, FileCacheLimits limits = {});

// Why a folder that is there is not used, for a user to read; empty: it is, or will be made.
std::string cache_refusal(const std::string& folder);

// Where a user's caches belong, by what the environment says: PARLEY_CACHE_DIR, else parley below
// XDG_CACHE_HOME, else .cache/parley below HOME. Only absolute paths count. Empty: nowhere.
struct CacheHomes {
  std::string parley_cache_dir;
  std::string xdg_cache_home;
  std::string home;
};
std::string cache_folder(const CacheHomes& homes);

}  // namespace parley::io
