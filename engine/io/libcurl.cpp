#include "engine/io/libcurl.hpp"

#include <dlfcn.h>

#include <optional>

#include "stdlib/core/check.hpp"

namespace parley::io {

namespace {

template <class Function>
bool find(void* library, const char* name, Function& function) {
  function = reinterpret_cast<Function>(dlsym(library, name));
  return function != nullptr;
}

// Never closed: libcurl does not stand being unloaded once it has threads.
std::optional<LibCurl> opened() {
  void* library = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) return std::nullopt;
  LibCurl found{};
  bool all = find(library, "curl_global_init", found.global_init) &&
             find(library, "curl_easy_init", found.easy_init) &&
             find(library, "curl_easy_setopt", found.easy_setopt) &&
             find(library, "curl_easy_getinfo", found.easy_getinfo) &&
             find(library, "curl_easy_reset", found.easy_reset) &&
             find(library, "curl_easy_cleanup", found.easy_cleanup) &&
             find(library, "curl_easy_strerror", found.easy_strerror) &&
             find(library, "curl_slist_append", found.slist_append) &&
             find(library, "curl_slist_free_all", found.slist_free_all) &&
             find(library, "curl_multi_init", found.multi_init) &&
             find(library, "curl_multi_setopt", found.multi_setopt) &&
             find(library, "curl_multi_add_handle", found.multi_add_handle) &&
             find(library, "curl_multi_remove_handle", found.multi_remove_handle) &&
             find(library, "curl_multi_poll", found.multi_poll) &&
             find(library, "curl_multi_perform", found.multi_perform) &&
             find(library, "curl_multi_info_read", found.multi_info_read) &&
             find(library, "curl_multi_cleanup", found.multi_cleanup) &&
             find(library, "curl_multi_strerror", found.multi_strerror);
  if (!all || found.global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) return std::nullopt;
  return found;
}

const std::optional<LibCurl>& library() {
  static const std::optional<LibCurl> once = opened();
  return once;
}

}  // namespace

bool has_libcurl() {
  return library().has_value();
}

const LibCurl& libcurl() {
  ENSURE(has_libcurl(), "libcurl.so.4 is called and cannot be opened");
  return *library();
}

}  // namespace parley::io
