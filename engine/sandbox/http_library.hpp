// HttpLibrary: what the server calls of cpp-httplib, opened on first use. Linked, it and the OpenSSL that it
// brings would be set up at every start of Parley, which takes five milliseconds. The functions are members
// of httplib::Server, called by their names in the library with the server as first argument. Opened once;
// any thread may ask.
#pragma once

// Debian's library is built with this, and the layout of its types depends on it.
#define CPPHTTPLIB_OPENSSL_SUPPORT
#include <httplib.h>

#include <functional>
#include <memory>
#include <string>

#include "stdlib/core/result.hpp"

namespace parley::sandbox {

struct HttpLibrary {
  using Server = httplib::Server;
  using Route = Server&(Server*, const std::string& pattern, Server::Handler);

  void (*construct)(Server*);
  void (*destroy)(Server*);
  Route* get;
  Route* post;
  Route* put;
  Route* patch;
  Route* remove;
  Route* options;
  Server& (*set_tcp_nodelay)(Server*, bool);
  Server& (*set_socket_options)(Server*, httplib::SocketOptions);
  Server& (*set_keep_alive_max_count)(Server*, std::size_t);
  Server& (*set_payload_max_length)(Server*, std::size_t);
  int (*bind_to_any_port)(Server*, const std::string& host, int flags);
  bool (*bind_to_port)(Server*, const std::string& host, int port, int flags);
  bool (*listen_after_bind)(Server*);
  bool (*is_running)(const Server*);
  void (*stop)(Server*);
};

// Fails with ErrorKind::machine where the library is not on this machine.
core::Result<const HttpLibrary*> http_library();

// A server of that library, gone with the pointer.
using HttpServer = std::unique_ptr<httplib::Server, std::function<void(httplib::Server*)>>;
HttpServer make_http_server(const HttpLibrary& library);

}  // namespace parley::sandbox
