#include "stdlib/value/value.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "stdlib/value/json.hpp"

namespace parley::value {

namespace {

template <class... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
};
template <class... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

std::optional<Decimal> as_number(const Value& v) {
  if (const auto* integer = v.as<std::int64_t>()) return Decimal::of(*integer);
  if (const auto* decimal = v.as<Decimal>()) return *decimal;
  return std::nullopt;
}

bool equal_lists(const List& a, const List& b) {
  return std::ranges::equal(a, b, [](const Value& x, const Value& y) { return equal(x, y); });
}

// The order of members means nothing, but most records agree in it: look at the same place first.
bool equal_records(const Record& a, const Record& b) {
  if (a.members.size() != b.members.size()) return false;
  for (std::size_t i = 0; i < a.members.size(); ++i) {
    const auto& [name, member] = a.members[i];
    const auto* other = &b.members[i];
    if (other->first != name) {
      auto found = std::ranges::find(b.members, name, &std::pair<std::string, Value>::first);
      if (found == b.members.end()) return false;
      other = &*found;
    }
    if (!equal(member, other->second)) return false;
  }
  return true;
}

bool equal_maps(const Map& a, const Map& b) {
  if (a.entries.size() != b.entries.size()) return false;
  return std::ranges::all_of(a.entries, [&](const auto& entry) {
    auto found =
        std::ranges::find_if(b.entries, [&](const auto& other) { return equal(entry.first, other.first); });
    return found != b.entries.end() && equal(entry.second, found->second);
  });
}

bool equal_payloads(const Value& a, const Value& b) {
  if (auto x = as_number(a)) {
    auto y = as_number(b);
    return y && *x == *y;
  }
  if (a.payload.index() != b.payload.index()) return false;
  return std::visit(Overloaded{[](std::monostate) { return true; },
                               [&](const List& x) { return equal_lists(x, *b.as<List>()); },
                               [&](const Record& x) { return equal_records(x, *b.as<Record>()); },
                               [&](const Map& x) { return equal_maps(x, *b.as<Map>()); },
                               [&](const auto& x) { return x == *b.as<std::decay_t<decltype(x)>>(); }},
                    a.payload);
}

void append_json(std::string& out, const Value& v);

void append_member(std::string& out, std::string_view name, const Value& member) {
  if (is_unknown(member.state)) return;
  if (out.back() != '{') out += ',';
  append_quoted(out, name);
  out += ':';
  append_json(out, member);
}

void append_list(std::string& out, const List& items) {
  out += '[';
  for (const Value& item : items) {
    if (out.back() != '[') out += ',';
    append_json(out, item);
  }
  out += ']';
}

void append_json(std::string& out, const Value& v) {
  if (v.state == State::blank) {
    out += "\"\"";
    return;
  }
  if (v.state == State::invalid) {
    append_quoted(out, canonical(v));
    return;
  }
  if (!v.has_value()) {
    out += "null";
    return;
  }
  std::visit(
      Overloaded{[&](const List& items) { append_list(out, items); },
                 [&](const Record& record) {
                   out += '{';
                   for (const auto& [name, member] : record.members) append_member(out, name, member);
                   out += '}';
                 },
                 [&](const Map& map) {
                   out += '{';
                   for (const auto& [key, item] : map.entries) append_member(out, canonical(key), item);
                   out += '}';
                 },
                 [&](std::monostate) { out += "null"; }, [&](bool) { out += canonical(v); },
                 [&](std::int64_t) { out += canonical(v); }, [&](const Decimal&) { out += canonical(v); },
                 [&](const auto&) { append_quoted(out, canonical(v)); }},
      v.payload);
}

}  // namespace

bool equal(const Value& a, const Value& b) {
  if (is_none(a.state) || is_none(b.state)) return is_none(a.state) && is_none(b.state);
  return a.state == b.state && equal_payloads(a, b);
}

std::string canonical(const Value& v) {
  if (v.state == State::invalid) {
    const auto* raw = v.as<std::string>();
    return raw == nullptr ? std::string() : *raw;
  }
  if (!v.has_value()) return {};
  auto json = [&](const auto&) {
    std::string out;
    append_json(out, v);
    return out;
  };
  return std::visit(
      Overloaded{[](std::monostate) { return std::string(); },
                 [](bool b) { return std::string(b ? "true" : "false"); },
                 [](std::int64_t n) { return fmt::to_string(n); },
                 [](const std::string& text) { return text; }, [&](const List& x) { return json(x); },
                 [&](const Record& x) { return json(x); }, [&](const Map& x) { return json(x); },
                 [](const auto& x) { return to_text(x); }},
      v.payload);
}

}  // namespace parley::value
