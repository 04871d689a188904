#include "stdlib/value/json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "stdlib/core/text.hpp"

namespace parley::value {

namespace {

// Builds a Json from nlohmann's events; keeps digits and bounds the depth, which its own tree does not.
class Builder : public nlohmann::json_sax<nlohmann::json> {
 public:
  Json root;
  std::string error;

  bool null() override { return add(Json()); }
  bool boolean(bool v) override { return add(Json(v)); }
  // The parser calls this for what has a minus sign: a zero here was -0.
  bool number_integer(number_integer_t v) override {
    return add(Json::Number{v == 0 ? "-0" : std::to_string(v)});
  }
  bool number_unsigned(number_unsigned_t v) override { return add(Json::Number{std::to_string(v)}); }
  bool number_float(number_float_t, const string_t& digits) override { return add(Json::Number{digits}); }
  bool string(string_t& v) override { return add(Json(std::move(v))); }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return open(Json::object()); }
  bool start_array(std::size_t) override { return open(Json::array()); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }
  bool key(string_t& v) override {
    key_ = std::move(v);
    return true;
  }
  bool parse_error(std::size_t at, const std::string& token, const nlohmann::json::exception&) override {
    if (error.empty()) error = fmt::format("not JSON at byte {} near {:?}", at, token.substr(0, 40));
    return false;
  }

 private:
  Json* place(Json item) {
    if (open_.empty()) {
      root = std::move(item);
      return &root;
    }
    Json& parent = *open_.back();
    if (parent.is_array()) {
      parent.items().push_back(std::move(item));
      return &parent.items().back();
    }
    Json& member = parent[key_];
    member = std::move(item);
    return &member;
  }
  bool add(Json item) {
    place(std::move(item));
    return true;
  }
  bool open(Json container) {
    if (open_.size() == json_depth_max) {
      error = fmt::format("nested more than {} deep", json_depth_max);
      return false;
    }
    open_.push_back(place(std::move(container)));
    return true;
  }
  bool close() {
    open_.pop_back();
    return true;
  }

  std::vector<Json*> open_;
  std::string key_;
};

void write_indent(std::string& out, int depth) {
  out += '\n';
  out.append(static_cast<std::size_t>(depth) * 2, ' ');
}

constexpr int on_one_line = -1;

void write(std::string& out, const Json& json, int depth);

template <class Items, class WriteItem>
void write_container(std::string& out, const char* brackets, const Items& items, int depth,
                     WriteItem write_item) {
  bool pretty = depth != on_one_line && !items.empty();
  out += brackets[0];
  bool first = true;
  for (const auto& item : items) {
    if (!first) out += ',';
    first = false;
    if (pretty) write_indent(out, depth + 1);
    write_item(item, pretty ? depth + 1 : on_one_line);
  }
  if (pretty) write_indent(out, depth);
  out += brackets[1];
}

void write(std::string& out, const Json& json, int depth) {
  if (json.is_null()) {
    out += "null";
  } else if (json.is_bool()) {
    out += json.boolean() ? "true" : "false";
  } else if (json.is_number()) {
    out += json.digits();
  } else if (json.is_text()) {
    append_quoted(out, json.text());
  } else if (json.is_array()) {
    write_container(out, "[]", json.items(), depth, [&](const Json& item, int d) { write(out, item, d); });
  } else {
    write_container(out, "{}", json.members(), depth, [&](const Json::Member& member, int d) {
      append_quoted(out, member.first);
      out += d == on_one_line ? ":" : ": ";
      write(out, member.second, d);
    });
  }
}

void append_escape(std::string& out, char c) {
  switch (c) {
    case '"':
      out += "\\\"";
      break;
    case '\\':
      out += "\\\\";
      break;
    case '\n':
      out += "\\n";
      break;
    case '\r':
      out += "\\r";
      break;
    case '\t':
      out += "\\t";
      break;
    default:
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
  }
}

}  // namespace

std::optional<std::int64_t> Json::integer() const {
  if (!is_number()) return std::nullopt;
  std::int64_t number = 0;
  const std::string& text = digits();
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::string Json::text_or(std::string_view otherwise) const {
  return is_text() ? text() : std::string(otherwise);
}

std::string text_of(const Json* json) {
  if (json == nullptr) return {};
  return json->is_number() ? json->digits() : json->text_or("");
}

const Json* Json::find(std::string_view key) const {
  if (!is_object()) return nullptr;
  auto found = std::ranges::find(members(), key, &Member::first);
  return found == members().end() ? nullptr : &found->second;
}

Json* Json::find(std::string_view key) {
  return const_cast<Json*>(std::as_const(*this).find(key));
}

const Json* Json::at_path(std::string_view dotted) const {
  const Json* at = this;
  for (std::string_view key : core::split(dotted, '.')) {
    at = at->find(key);
    if (at == nullptr) return nullptr;
  }
  return at;
}

Json& Json::operator[](std::string_view key) {
  if (is_null()) *this = object();
  if (Json* found = find(key)) return *found;
  members().emplace_back(std::string(key), Json());
  return members().back().second;
}

void Json::erase(std::string_view key) {
  if (is_object()) std::erase_if(members(), [&](const Member& member) { return member.first == key; });
}

void Json::push(Json item) {
  if (is_null()) *this = array();
  items().push_back(std::move(item));
}

core::Result<Json> parse_json(std::string_view text) {
  Builder builder;
  if (nlohmann::json::sax_parse(text.begin(), text.end(), &builder)) return std::move(builder.root);
  return core::fail(core::ErrorKind::input, builder.error.empty() ? "not JSON" : builder.error);
}

std::string write_json(const Json& json) {
  std::string out;
  write(out, json, on_one_line);
  return out;
}

std::string write_json_pretty(const Json& json) {
  std::string out;
  write(out, json, 0);
  out += '\n';
  return out;
}

Json sorted(const Json& json) {
  if (json.is_array()) {
    Json copy = Json::array();
    for (const Json& item : json.items()) copy.push(sorted(item));
    return copy;
  }
  if (!json.is_object()) return json;
  Json::Object members;
  for (const auto& [key, member] : json.members()) members.emplace_back(key, sorted(member));
  std::ranges::sort(members, {}, &Json::Member::first);
  return members;
}

void append_quoted(std::string& out, std::string_view text) {
  out += '"';
  std::size_t plain_from = 0;  // what needs no escape is copied at once
  for (std::size_t at = 0; at < text.size(); ++at) {
    auto c = static_cast<unsigned char>(text[at]);
    if (c >= 0x20 && c != '"' && c != '\\') continue;
    out.append(text, plain_from, at - plain_from);
    plain_from = at + 1;
    append_escape(out, text[at]);
  }
  out.append(text, plain_from);
  out += '"';
}

}  // namespace parley::value
