#include "engine/io/address.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cstring>
#include <string>

#include "stdlib/core/text.hpp"

namespace parley::io {

namespace {

constexpr std::uint32_t loopback_network = 127U << 24U;
constexpr std::uint32_t network_mask = 255U << 24U;

// The host of "host:port" or "[v6]:port".
std::string_view host_of(std::string_view authority) {
  if (authority.starts_with('[')) return authority.substr(1, authority.find(']') - 1);
  return authority.substr(0, authority.find(':'));
}

}  // namespace

core::Result<Scheme> allowed_scheme(std::string_view url) {
  const std::size_t separator = url.find("://");
  const std::string scheme =
      core::lower_ascii(url.substr(0, separator == std::string_view::npos ? 0 : separator));
  if (scheme != "https" && scheme != "http")
    return core::fail(core::ErrorKind::input, "only https addresses are allowed (http on this machine)");
  const std::string_view rest = url.substr(separator + 3);
  const std::string_view authority = rest.substr(0, rest.find_first_of("/?#\\"));
  if (authority.find('@') != std::string_view::npos)
    return core::fail(core::ErrorKind::input, "an address must not carry a user name");
  if (scheme == "https") return Scheme::https;
  if (!is_loopback_host(host_of(authority)))
    return core::fail(
        core::ErrorKind::input,
        fmt::format("plain http is refused for {}: only this machine may be spoken to without TLS",
                    host_of(authority)));
  return Scheme::http;
}

bool is_loopback_host(std::string_view host) {
  const std::string text(host);
  if (core::lower_ascii(text) == "localhost" || text == "::1") return true;
  in_addr address{};
  return inet_pton(AF_INET, text.c_str(), &address) == 1 &&
         (ntohl(address.s_addr) & network_mask) == loopback_network;
}

bool is_loopback(const ::sockaddr& address) {
  if (address.sa_family == AF_INET) {
    sockaddr_in v4{};
    std::memcpy(&v4, &address, sizeof v4);
    return (ntohl(v4.sin_addr.s_addr) & network_mask) == loopback_network;
  }
  if (address.sa_family != AF_INET6) return false;
  sockaddr_in6 v6{};
  std::memcpy(&v6, &address, sizeof v6);
  return IN6_IS_ADDR_LOOPBACK(&v6.sin6_addr);
}

}  // namespace parley::io
