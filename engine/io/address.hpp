// Where a request may go: https anywhere, plain http to this machine only. Judged twice: on the address as
// written, and on the address of the socket, so that a name that resolves elsewhere gains nothing.
#pragma once

#include <string_view>

#include "stdlib/core/result.hpp"

struct sockaddr;

namespace parley::io {

enum class Scheme { https, http };

// Refuses other schemes, user names in the address, and plain http to a host that is not written as loopback.
core::Result<Scheme> allowed_scheme(std::string_view url);

bool is_loopback_host(std::string_view host);  // localhost, 127.x.x.x, ::1
bool is_loopback(const ::sockaddr& address);

}  // namespace parley::io
