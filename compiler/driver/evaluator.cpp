#include "compiler/driver/evaluator.hpp"

#include <algorithm>

#include "compiler/driver/page.hpp"
#include "compiler/interpret/transform.hpp"
#include "stdlib/core/check.hpp"
#include "stdlib/core/text.hpp"
#include "stdlib/stream/operand.hpp"
#include "stdlib/stream/wire.hpp"
#include "stdlib/value/json.hpp"

namespace parley::driver {

namespace {

using abi::Operand;
using abi::Side;
using interpret::Datum;
using ir::index;
using stream::value_of;
using value::State;
using value::Value;

// The bytes of an operand: canonical, or raw where the type cannot hold them.
std::string bytes_of(const Value& v) {
  return value::canonical(v);
}

abi::Verdict verdict(const Datum& d) {
  if (d.is_true()) return abi::Verdict::yes;
  return d.is_false() ? abi::Verdict::no : abi::Verdict::unknown;
}

// Values held as text, and the operands that view it.
struct Held {
  State state = State::absent;
  std::string bytes;
};

Held held(const Value& v) {
  return {v.state, bytes_of(v)};
}

// Lays the texts into `bytes`, which stays where it is, and fills the operands that view it.
void lay_out(const std::vector<Held>& all, std::string& bytes, std::vector<Operand>& operands,
             std::size_t& at) {
  for (const Held& h : all) {
    operands.push_back({h.state, std::string_view(bytes).substr(at, h.bytes.size())});
    at += h.bytes.size();
  }
}

class Interpreted : public abi::Evaluator {
 public:
  Interpreted(const CompiledMapping& mapping, core::Instant now, interpret::Watcher watcher)
      : module_(mapping.module),
        program_(mapping.program),
        interpreter_(mapping.module, now),
        walks_{PageWalk(module_.sides[0]), PageWalk(module_.sides[1])} {
    if (watcher) interpreter_.watch(std::move(watcher));
  }

  void project(Side side, std::span<const std::string_view> records, const abi::PageContext& page,
               abi::Projection& projection) override {
    const auto& fields = module_.shape(side).fields;
    projection.start(records.size(), fields.size());
    walks_[index(side)].walk(
        records, projection.bytes,
        [&](std::size_t record, std::span<const stream::Slot> slots, std::string_view bytes) {
          for (std::size_t n = 0; n < fields.size(); ++n)
            projection.fields[record * fields.size() + n] =
                stream::operand_by_value(slots[n], bytes, fields[n].field, page.missing, projection.bytes);
          for (abi::FieldNo field : page.unreadable)
            projection.fields[record * fields.size() + field.value] = {State::unreadable, {}};
        },
        [&](std::size_t record, const char* why) { projection.failures[record] = why; });
  }

  void judge(Side side, std::span<const abi::Image> images, abi::Judgement& judgement) override {
    judgement.start(images.size(), module_.keys.size());
    for (std::size_t i = 0; i < images.size(); ++i) {
      const interpret::Fields read = fields_of(side, images[i]);
      judgement.where[i] = judged(module_.where[index(side)], read);
      judgement.scope[i] = judged(module_.scope[index(side)], read);
      for (std::size_t k = 0; k < module_.keys.size(); ++k) {
        const Held made = key(module_.keys[k][index(side)], read);
        judgement.keys[i * module_.keys.size() + k] = {made.state, judgement.bytes.keep(made.bytes)};
      }
    }
  }

  abi::Verdict guard(abi::RuleNo rule, abi::Image left, abi::Image right) override {
    const auto& function = module_.rules[rule.value].guard;
    if (!function) return abi::Verdict::yes;
    const interpret::Fields fields = [&](ir::SlotRef slot) {
      return field_of(slot, slot.side == Side::left ? left : right);
    };
    interpreter_.start(*function, fields);
    return verdict(interpreter_.get(function->results[0]));
  }

  abi::Carried carry(abi::RuleNo rule, abi::Direction direction, abi::Image source) override;
  bool same(abi::RuleNo rule, Side side, std::size_t component, const Operand& a, const Operand& b) override;
  core::Result<std::string> body(Side side, abi::BodyKind kind,
                                 std::span<const abi::Assignment> assignments) override;

 private:
  abi::Verdict judged(const std::optional<ir::Function>& function, const interpret::Fields& fields) {
    if (!function) return abi::Verdict::yes;
    interpreter_.start(*function, fields);
    return verdict(interpreter_.get(function->results[0]));
  }

  // One component is its canonical bytes; several are a JSON array of them, so that no two keys run together.
  Held key(const ir::Function& function, const interpret::Fields& fields) {
    interpreter_.start(function, fields);
    value::Json parts = value::Json::array();
    for (ir::ValueId id : function.results) {
      const Datum& d = interpreter_.get(id);
      if (d.tag == ir::Tag::unknown) return {State::absent, {}};
      if (!d.has_value()) return {State::null, {}};
      parts.push(value::canonical(d.value));
    }
    bool single = parts.items().size() == 1;
    std::string bytes = single ? parts.items()[0].text() : value::write_json(parts);
    return {single && bytes.empty() ? State::null : State::value, bytes};
  }

  // A field is decoded when somebody asks: most functions read one or two.
  Value field_of(ir::SlotRef slot, abi::Image image) const {
    return slot.field.value < image.size() ? value_of(image[slot.field.value], module_.field(slot).type)
                                           : Value::none(State::absent);
  }

  // The image of one side; nothing is known of the other.
  interpret::Fields fields_of(Side side, abi::Image image) const {
    return [this, side, image](ir::SlotRef slot) {
      return slot.side == side ? field_of(slot, image) : Value::none(State::absent);
    };
  }

  const schema::Type& component_type(abi::RuleNo rule, Side side, std::size_t component) const {
    const abi::Rule& r = program_.rules[rule.value];
    const auto& fields = side == Side::left ? r.left : r.right;
    ENSURE(component < fields.size(), "a component that the rule does not have");
    return module_.shape(side).fields[fields[component].value].field.type;
  }

  Value canonical_form(const ir::Function& function, const Value& v) {
    interpret::Fields none = [](ir::SlotRef) { return Value::none(State::absent); };
    interpreter_.start(function, none, &v);
    const Datum& d = interpreter_.get(function.results[0]);
    return d.tag == ir::Tag::failed || d.tag == ir::Tag::unknown ? v : d.value;
  }

  const ir::Module& module_;
  const abi::Program& program_;
  interpret::Interpreter interpreter_;
  std::array<PageWalk, 2> walks_;
  std::string carried_bytes_;  // what the last carry() views
};

abi::Carried stopped(abi::Carry how, const interpret::Fault& fault) {
  abi::Carried carried;
  carried.how = how;
  carried.failure = fault.text.empty() ? std::string() : fault.sentence();
  return carried;
}

abi::Carried Interpreted::carry(abi::RuleNo rule, abi::Direction direction, abi::Image source) {
  const auto& function = module_.rules[rule.value].carry[index(direction)];
  if (!function) return stopped(abi::Carry::keep, {});
  Side side = abi::source(direction);
  const interpret::Fields fields = fields_of(side, source);
  interpreter_.start(*function, fields);
  std::vector<Held> components;
  abi::Carried carried;
  bool writes = false;
  for (const ir::Store& store : function->stores) {
    interpret::Stored stored = interpret::run_store(interpreter_, store);
    if (stored.fate == interpret::Fate::reject) return stopped(abi::Carry::reject, stored.fault);
    if (stored.fate == interpret::Fate::skip) return stopped(abi::Carry::skip, stored.fault);
    if (stored.fate == interpret::Fate::keep) return stopped(abi::Carry::keep, stored.fault);
    bool value = stored.fate == interpret::Fate::write;
    writes = writes || value;
    carried.from_default = carried.from_default || stored.from_default;
    components.push_back(value ? held(stored.value) : Held{State::null, {}});
  }
  carried.how = writes ? abi::Carry::set : abi::Carry::none;
  carried_bytes_.clear();
  for (const Held& h : components) carried_bytes_ += h.bytes;
  std::size_t at = 0;
  lay_out(components, carried_bytes_, carried.operands, at);
  return carried;
}

bool Interpreted::same(abi::RuleNo rule, Side side, std::size_t component, const Operand& a,
                       const Operand& b) {
  if (value::is_unknown(a.state) || value::is_unknown(b.state)) return true;
  if (value::is_none(a.state) || value::is_none(b.state))
    return value::is_none(a.state) && value::is_none(b.state);
  if (a == b) return true;
  if (a.state != State::value || b.state != State::value) return false;
  const auto& forms = module_.rules[rule.value].same[index(side)];
  const std::optional<ir::Function> no_form;
  const auto& form = component < forms.size() ? forms[component] : no_form;
  const schema::Type& type = component_type(rule, side, component);
  Value x = value_of(a, type);
  Value y = value_of(b, type);
  if (!form) return value::equal(x, y);
  return value::equal(canonical_form(*form, x), canonical_form(*form, y));
}

core::Result<std::string> Interpreted::body(Side side, abi::BodyKind kind,
                                            std::span<const abi::Assignment> assignments) {
  bool create = kind == abi::BodyKind::create;
  value::Json root = value::Json::object();
  auto put = [&](const schema::Field& field, const Value& v) {
    std::string text;
    stream::encode(text, v, field.type, field.wire);
    if (v.state == State::blank) text = "\"\"";
    value::Json* at = &root;
    for (std::string_view key : core::split(field.path, '.')) at = &(*at)[key];
    auto json = value::parse_json(text);
    if (json) *at = std::move(*json);
    return json.has_value();
  };
  const auto& fields = module_.shape(side).fields;
  for (const ir::Binding& b : module_.bindings[index(side)])
    if (create) put(fields[b.field.value].field, b.value);
  for (const abi::Assignment& assignment : assignments) {
    const schema::Field& field = fields[assignment.field.value].field;
    Value v = value_of(assignment.operand, field.type);
    if (create && !v.has_value()) continue;
    if (v.state == State::invalid || value::is_unknown(v.state) || !put(field, v))
      return core::fail(core::ErrorKind::input,
                        "`" + field.name + "` cannot hold the value that is to be written");
  }
  return value::write_json(root);
}

}  // namespace

std::unique_ptr<abi::Evaluator> interpreted(const CompiledMapping& mapping, core::Instant now,
                                            interpret::Watcher watcher) {
  return std::make_unique<Interpreted>(mapping, now, std::move(watcher));
}

}  // namespace parley::driver
