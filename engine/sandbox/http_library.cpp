#include "engine/sandbox/http_library.hpp"

#include <dlfcn.h>
#include <fmt/format.h>

#include <new>
#include <optional>
#include <string_view>

namespace parley::sandbox {

namespace {

constexpr const char* library_file = "libcpp-httplib.so.0.11";
static_assert(
    std::string_view(CPPHTTPLIB_VERSION).starts_with("0.11."));  // types and names are that version's

template <class Function>
bool find(void* library, const char* name, Function& function) {
  function = reinterpret_cast<Function>(dlsym(library, name));
  return function != nullptr;
}

bool find_route(void* library, const char* name, HttpLibrary::Route*& route) {
  constexpr const char* arguments =
      "ERKNSt7__cxx1112basic_stringIcSt11char_traitsIcESaIcEEE"
      "St8functionIFvRKNS_7RequestERNS_8ResponseEEE";
  return find(library, fmt::format("_ZN7httplib6Server{}{}", name, arguments).c_str(), route);
}

// Never closed: its threads may outlive whoever asked for it.
std::optional<HttpLibrary> opened() {
  void* library = dlopen(library_file, RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) return std::nullopt;
  HttpLibrary found{};
  const bool all =
      find(library, "_ZN7httplib6ServerC1Ev", found.construct) &&
      find(library, "_ZN7httplib6ServerD1Ev", found.destroy) && find_route(library, "3Get", found.get) &&
      find_route(library, "4Post", found.post) && find_route(library, "3Put", found.put) &&
      find_route(library, "5Patch", found.patch) && find_route(library, "6Delete", found.remove) &&
      find_route(library, "7Options", found.options) &&
      find(library, "_ZN7httplib6Server15set_tcp_nodelayEb", found.set_tcp_nodelay) &&
      find(library, "_ZN7httplib6Server18set_socket_optionsESt8functionIFviEE", found.set_socket_options) &&
      find(library, "_ZN7httplib6Server24set_keep_alive_max_countEm", found.set_keep_alive_max_count) &&
      find(library, "_ZN7httplib6Server22set_payload_max_lengthEm", found.set_payload_max_length) &&
      find(library,
           "_ZN7httplib6Server16bind_to_any_portERKNSt7__cxx1112basic_stringIcSt11char_traitsIcESaIcEEEi",
           found.bind_to_any_port) &&
      find(library,
           "_ZN7httplib6Server12bind_to_portERKNSt7__cxx1112basic_stringIcSt11char_traitsIcESaIcEEEii",
           found.bind_to_port) &&
      find(library, "_ZN7httplib6Server17listen_after_bindEv", found.listen_after_bind) &&
      find(library, "_ZNK7httplib6Server10is_runningEv", found.is_running) &&
      find(library, "_ZN7httplib6Server4stopEv", found.stop);
  if (!all) return std::nullopt;
  return found;
}

}  // namespace

core::Result<const HttpLibrary*> http_library() {
  static const std::optional<HttpLibrary> once = opened();
  if (once) return &*once;
  return core::fail(core::ErrorKind::machine, fmt::format("the library {} cannot be opened", library_file),
                    "install it: on Debian, the package libcpp-httplib0.11");
}

HttpServer make_http_server(const HttpLibrary& library) {
  void* place = ::operator new(sizeof(httplib::Server), std::align_val_t(alignof(httplib::Server)));
  auto* server = static_cast<httplib::Server*>(place);
  library.construct(server);
  return {server, [&library](httplib::Server* made) {
            library.destroy(made);
            ::operator delete(made, std::align_val_t(alignof(httplib::Server)));
          }};
}

}  // namespace parley::sandbox
