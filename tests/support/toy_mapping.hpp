// ToyMapping: a mapping written by hand, so that the engine can be tested without the compiler. Fields are
// JSON members of the same name; lenses are a handful of text functions. Both sides have an id and a modified
// stamp of their own; only mapped fields are projected.
#pragma once

#include <algorithm>
#include <deque>
#include <map>
#include <string>
#include <vector>

#include "stdlib/abi/program.hpp"
#include "stdlib/core/text.hpp"
#include "stdlib/value/json.hpp"

namespace parley::toy {

enum class Lens { identity, trim, lower, upper, digits };

struct Line {
  std::string left;  // empty: a constant
  std::string right;
  Lens lens = Lens::identity;
  std::string default_right, default_left;
  abi::Carry otherwise = abi::Carry::reject;  // how a failure of `digits` ends
  std::string guard_field, guard_value;       // `when left.FIELD == VALUE`
  std::string constant;
};

inline std::string lowered(std::string_view text) {
  return core::lower_ascii(text);
}
inline std::string raised(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return out;
}

class ToyMapping final : public abi::Evaluator {
 public:
  ToyMapping() {
    program.mapping = "toy";
    program.hash = "toy-1";
    program.left = {"l", "toy", "people", {}, schema::Missing::null, "", true};
    program.right = {"r", "toy", "persons", {}, schema::Missing::null, "", true};
  }

  abi::FieldNo field(abi::Side side, const std::string& name) {
    auto& fields = (side == abi::Side::left ? program.left : program.right).fields;
    for (std::uint32_t i = 0; i < fields.size(); ++i)
      if (fields[i].name == name) return abi::FieldNo(i);
    schema::Field made;
    made.name = made.path = name;
    fields.push_back({name, made});
    return abi::FieldNo(static_cast<std::uint32_t>(fields.size() - 1));
  }

  // Adds a line; the caller sets the policies of the rule returned.
  abi::Rule& add(Line line, abi::Arrow arrow = abi::Arrow::both) {
    abi::Rule rule;
    rule.name = line.left.empty() ? line.right : line.left;
    rule.hash = rule.name + "-1";
    rule.arrow = arrow;
    if (!line.left.empty()) rule.left = {field(abi::Side::left, line.left)};
    rule.right = {field(abi::Side::right, line.right)};
    if (!line.guard_field.empty()) {
      rule.guarded = true;
      rule.guard_left = {field(abi::Side::left, line.guard_field)};
    }
    if (arrow == abi::Arrow::both) rule.conflict = abi::Conflict::review;
    const abi::RuleNo no(static_cast<std::uint32_t>(program.rules.size()));
    program.rules.push_back(std::move(rule));
    lines.push_back(std::move(line));
    const bool guarded = program.rules.back().guarded;  // guarded rules come last
    program.merge_order.insert(guarded ? program.merge_order.end() : program.merge_order.begin(), no);
    return program.rules.back();
  }

  // A match rule: lower(left.FIELD) == lower(right.FIELD).
  void match(const std::string& left, const std::string& right) {
    program.matches.push_back({left + " == " + right, left + right});
    match_fields.push_back({field(abi::Side::left, left), field(abi::Side::right, right)});
  }

  void project(abi::Side side, std::span<const std::string_view> records, const abi::PageContext& page,
               abi::Projection& projection) override {
    const abi::SideShape& shape = program.shape(side);
    projection.start(records.size(), shape.fields.size());
    for (std::size_t r = 0; r < records.size(); ++r) {
      auto json = value::parse_json(records[r]);
      if (!json) {
        projection.failures[r] = projection.bytes.keep(json.error().message);
        continue;
      }
      for (std::uint32_t i = 0; i < shape.fields.size(); ++i)
        projection.fields[r * shape.fields.size() + i] =
            read(*json, shape.fields[i].name, page, abi::FieldNo(i), projection.bytes);
    }
  }

  void judge(abi::Side side, std::span<const abi::Image> images, abi::Judgement& judgement) override {
    judgement.start(images.size(), match_fields.size());
    for (std::size_t i = 0; i < images.size(); ++i) {
      judgement.where[i] = verdict(side, images[i], abi::Side::right, where_right_field, where_right_value);
      judgement.scope[i] = verdict(side, images[i], abi::Side::left, scope_field, scope_value);
      for (std::size_t k = 0; k < match_fields.size(); ++k) {
        const auto [left, right] = match_fields[k];
        const abi::Operand& operand = images[i][(side == abi::Side::left ? left : right).value];
        abi::Operand& key = judgement.keys[i * match_fields.size() + k];
        key.state = value::State::null;
        if (operand.state == value::State::value)
          key = {value::State::value, judgement.bytes.keep(lowered(operand.bytes))};
      }
    }
  }

  abi::Verdict guard(abi::RuleNo rule, abi::Image left, abi::Image) override {
    const Line& line = lines[rule.value];
    if (line.guard_field.empty()) return abi::Verdict::yes;
    const abi::Operand& operand = left[program.rules[rule.value].guard_left[0].value];
    if (value::is_unknown(operand.state)) return abi::Verdict::unknown;
    return operand.bytes == line.guard_value ? abi::Verdict::yes : abi::Verdict::no;
  }

  abi::Carried carry(abi::RuleNo rule, abi::Direction direction, abi::Image source) override {
    const Line& line = lines[rule.value];
    const auto& fields = direction == abi::Direction::to_right ? program.rules[rule.value].left
                                                               : program.rules[rule.value].right;
    carried_.clear();
    abi::Carried carried;
    if (fields.empty()) return set(carried, line.constant);
    const abi::Operand& operand = source[fields[0].value];
    const std::string& fallback =
        direction == abi::Direction::to_right ? line.default_right : line.default_left;
    const std::string& inverse =
        direction == abi::Direction::to_right ? line.default_left : line.default_right;
    if (value::is_unknown(operand.state)) return carried;
    if (value::is_none(operand.state) || (!inverse.empty() && operand.bytes == inverse)) {
      carried.how = abi::Carry::none;
      if (fallback.empty() || !value::is_none(operand.state)) return carried;
      carried.from_default = true;
      return set(carried, fallback);
    }
    return through(line, direction, operand.bytes, carried);
  }

  bool same(abi::RuleNo rule, abi::Side, std::size_t, const abi::Operand& a, const abi::Operand& b) override {
    if (value::is_unknown(a.state) || value::is_unknown(b.state)) return true;
    if (value::is_none(a.state) || value::is_none(b.state))
      return value::is_none(a.state) == value::is_none(b.state);
    const Lens lens = lines[rule.value].lens;
    if (lens == Lens::trim) return core::trim_ascii(a.bytes) == core::trim_ascii(b.bytes);
    if (lens == Lens::lower) return lowered(a.bytes) == lowered(b.bytes);
    return a.bytes == b.bytes;
  }

  core::Result<std::string> body(abi::Side side, abi::BodyKind,
                                 std::span<const abi::Assignment> assignments) override {
    value::Json json = value::Json::object();
    for (const abi::Assignment& assignment : assignments) {
      const std::string& name = program.shape(side).fields[assignment.field.value].name;
      json[name] = assignment.operand.state == value::State::value ? value::Json(assignment.operand.bytes)
                                                                   : value::Json();
    }
    return value::write_json(json);
  }

  abi::Program program;
  std::vector<Line> lines;
  std::vector<std::pair<abi::FieldNo, abi::FieldNo>> match_fields;
  std::string scope_field, scope_value;  // in scope where left.FIELD == VALUE; empty: all
  std::string where_right_field, where_right_value;

 private:
  abi::Operand read(const value::Json& json, const std::string& name, const abi::PageContext& page,
                    abi::FieldNo no, core::Arena& bytes) {
    for (const abi::FieldNo hidden : page.unreadable)
      if (hidden == no) return {value::State::unreadable, {}};
    const value::Json* member = json.find(name);
    if (member == nullptr)
      return {page.missing == schema::Missing::null ? value::State::null : value::State::absent, {}};
    if (member->is_null()) return {value::State::null, {}};
    const std::string_view text = bytes.keep(member->text_or(""));
    return {text.empty() ? value::State::blank : value::State::value, text};
  }

  abi::Verdict verdict(abi::Side side, abi::Image image, abi::Side wanted, const std::string& name,
                       const std::string& text) {
    if (side != wanted || name.empty()) return abi::Verdict::yes;
    const abi::Operand& operand = image[field(side, name).value];
    if (value::is_unknown(operand.state)) return abi::Verdict::unknown;
    return operand.bytes == text ? abi::Verdict::yes : abi::Verdict::no;
  }

  abi::Carried& set(abi::Carried& carried, std::string text) {
    carried.how = abi::Carry::set;
    carried_.push_back(std::move(text));
    carried.operands = {{value::State::value, carried_.back()}};
    return carried;
  }

  abi::Carried& through(const Line& line, abi::Direction direction, std::string_view text,
                        abi::Carried& carried) {
    const bool forward = direction == abi::Direction::to_right;
    switch (line.lens) {
      case Lens::identity:
        return set(carried, std::string(text));
      case Lens::trim:
        return set(carried, std::string(core::trim_ascii(text)));
      case Lens::lower:
        return set(carried, lowered(text));
      case Lens::upper:
        return set(carried, forward ? raised(text) : std::string(text));
      case Lens::digits:
        if (text.find_first_not_of("0123456789") == std::string_view::npos)
          return set(carried, std::string(text));
        carried.how = line.otherwise;
        carried.failure = "\"" + std::string(text) + "\" has other characters than digits";
        return carried;
    }
    return carried;
  }

  std::deque<std::string> carried_;
};

}  // namespace parley::toy
