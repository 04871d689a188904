// The functions of libcurl that the wire calls. The library is opened when the first of them is asked for: it
// brings thirty others along, and most commands never speak to the network. Threads may share it.
#pragma once

#include <curl/curl.h>

namespace parley::io {

struct LibCurl {
  decltype(&curl_global_init) global_init;
  decltype(&curl_easy_init) easy_init;
  // The macros of these names check types at each call and can only call the linked functions.
  CURLcode (*easy_setopt)(CURL*, CURLoption, ...);
  CURLcode (*easy_getinfo)(CURL*, CURLINFO, ...);
  decltype(&curl_easy_reset) easy_reset;
  decltype(&curl_easy_cleanup) easy_cleanup;
  decltype(&curl_easy_strerror) easy_strerror;
  decltype(&curl_slist_append) slist_append;
  decltype(&curl_slist_free_all) slist_free_all;
  decltype(&curl_multi_init) multi_init;
  CURLMcode (*multi_setopt)(CURLM*, CURLMoption, ...);
  decltype(&curl_multi_add_handle) multi_add_handle;
  decltype(&curl_multi_remove_handle) multi_remove_handle;
  decltype(&curl_multi_poll) multi_poll;
  decltype(&curl_multi_perform) multi_perform;
  decltype(&curl_multi_info_read) multi_info_read;
  decltype(&curl_multi_cleanup) multi_cleanup;
  decltype(&curl_multi_strerror) multi_strerror;
};

// False where this machine has no libcurl that fits; libcurl() may not be called then.
bool has_libcurl();
const LibCurl& libcurl();

}  // namespace parley::io
