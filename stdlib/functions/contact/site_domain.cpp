#include "stdlib/functions/body.hpp"
#include "stdlib/functions/email_address.hpp"

namespace parley::functions {

namespace {

Text without_scheme(Text x) {
  std::uint64_t at = find(x, std::string_view("://"));
  for (std::uint64_t i = 0; at != not_found && i < at; ++i)
    if (!is_ascii_letter(x.bytes[i])) return x;
  return at == not_found ? x : part(x, at + 3, x.length);
}

Text until_any(Text x, std::string_view marks) {
  for (std::uint64_t at = 0; at < x.length; ++at)
    for (char mark : marks)
      if (x.bytes[at] == mark) return part(x, 0, at);
  return x;
}

// Whether x begins with "www." and is still a domain of two labels without it.
bool has_www(Text x) {
  constexpr std::string_view www = "www.";
  if (x.length <= www.size()) return false;
  for (std::uint64_t i = 0; i < www.size(); ++i)
    if (lower_ascii(x.bytes[i]) != www[i]) return false;
  return is_domain(part(x, www.size(), x.length), 2);
}

}  // namespace

extern "C" Returned parley_site_domain(CallContext&, Text x, char* out) {
  x = until_any(without_scheme(trim_front(trim_back(x))), "/?#");
  if (std::uint64_t at = find_last(x, std::string_view("@")); at != not_found) x = part(x, at + 1, x.length);
  x = until_any(x, ":");
  if (x.length > 0 && x.bytes[x.length - 1] == '.') --x.length;
  while (has_www(x)) x = part(x, 4, x.length);
  if (!is_domain(x, 2)) return call::error(0);
  lower_ascii(x, out);
  return static_cast<Returned>(x.length);
}

}  // namespace parley::functions

#ifndef PARLEY_BITCODE
#include "stdlib/functions/describe.hpp"

namespace parley::functions {

Overloads describe_site_domain() {
  return {{
      .name = "siteDomain",
      .area = "contact",
      .parameters = {{.name = "x", .kind = TypeKind::text}},
      .result = type(TypeKind::text),
      .errors = {{"not_a_site", "is not a domain or web address", 0}},
      .law = Law::normal,
      .body = typed<&parley_site_domain>("parley_site_domain"),
      .summary = "The domain of a web address, for matching companies.",
      .documentation = "Takes off white space, a scheme, a user, `www.`, a port, path, query, fragment and "
                       "a dot at the end, and makes letters small. Subdomains stay. Domains that are not "
                       "ASCII are refused; write them in their `xn--` form.",
      .examples = {{R"(siteDomain("https://www.Acme.com/about?x=1"))", R"("acme.com")"},
                   {R"(siteDomain("acme.com"))", R"("acme.com")"},
                   {R"(siteDomain("http://shop.acme.co.uk:8080"))", R"("shop.acme.co.uk")"},
                   {R"(siteDomain("www.www.com"))", R"("www.com")"},
                   {R"(siteDomain("not a site"))", "error not_a_site"},
                   {R"(siteDomain("localhost"))", "error not_a_site"}},
  }};
}

}  // namespace parley::functions
#endif
