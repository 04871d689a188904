#include "compiler/interpret/transform.hpp"

#include <fmt/format.h>

#include <optional>

#include "stdlib/stream/wire.hpp"
#include "stdlib/value/json.hpp"

namespace parley::interpret {

namespace {

using ir::Tag;

bool is_empty_text(const Datum& d) {
  const auto* text = d.value.as<std::string>();
  return d.has_value() && text != nullptr && text->empty();
}

// What a failure becomes; nothing where a value answers it.
std::optional<Stored> answered(const ir::Store& store, const Fault& fault) {
  switch (fault.answer.value_or(store.answer)) {
    case ir::Answer::reject:
      return Stored{Fate::reject, {}, false, fault};
    case ir::Answer::skip:
      return Stored{Fate::skip, {}, false, fault};
    case ir::Answer::keep:
      return Stored{Fate::keep, {}, false, fault};
    case ir::Answer::value:
      break;
  }
  return std::nullopt;
}

class Writer {
 public:
  Writer(Interpreter& interpreter, const ir::Module& module, const ir::Function& function, std::string& out)
      : interpreter_(interpreter), module_(module), function_(function), out_(out) {}

  Mapped mapped;

  // Whether the node wrote anything; on a failure `mapped` says so.
  bool object(const ir::TargetNode& node) {
    std::size_t begin = out_.size();
    out_ += '{';
    for (const ir::TargetNode& member : node.members) {
      std::size_t before = out_.size();
      if (out_.back() != '{') out_ += ',';
      value::append_quoted(out_, member.key);
      out_ += ':';
      if (!leaf(member) && (mapped.outcome != Outcome::written || member.members.empty() || !object(member)))
        out_.resize(before);
      if (mapped.outcome != Outcome::written) return false;
    }
    bool is_empty = out_.size() == begin + 1;
    out_ += '}';
    return !is_empty;
  }

  // The first store that writes.
  bool leaf(const ir::TargetNode& node) {
    const ir::Store* required = nullptr;
    Fault missing;
    for (std::uint32_t number : node.stores) {
      const ir::Store& store = function_.stores[number];
      Stored stored = run_store(interpreter_, store);
      if (stored.fate == Fate::reject || stored.fate == Fate::skip) return stop(store, stored);
      if (stored.fate == Fate::write) return write(store, stored.value);
      if (stored.fate == Fate::none && store.clear) return write(store, value::Value());
      if (store.required) {
        required = &store;
        missing = stored.fault;
      }
    }
    if (required != nullptr) {
      if (missing.text.empty()) missing = {"required", "has no value, and the field is required", {}, {}};
      missing.subject = missing.subject.empty() ? name(*required) : missing.subject;
      stop(*required, {Fate::reject, {}, false, missing});
    }
    return false;
  }

 private:
  bool write(const ir::Store& store, const value::Value& v) {
    const schema::Field& field = module_.field(store.target);
    stream::encode(out_, v, field.type, field.wire);
    return true;
  }

  std::string name(const ir::Store& store) const {
    const abi::SideShape& shape = module_.shape(store.target.side);
    return fmt::format("{}.{}", shape.alias, shape.fields[store.target.field.value].name);
  }

  bool stop(const ir::Store& store, const Stored& stored) {
    mapped.outcome = stored.fate == Fate::skip ? Outcome::skipped : Outcome::rejected;
    mapped.field = name(store);
    mapped.reason = stored.fault.sentence();
    return false;
  }

  Interpreter& interpreter_;
  const ir::Module& module_;
  const ir::Function& function_;
  std::string& out_;
};

}  // namespace

Stored run_store(Interpreter& interpreter, const ir::Store& store) {
  if (store.guard) {
    const Datum& guard = interpreter.get(*store.guard);
    if (guard.is_false()) return {Fate::guarded, {}, false, {}};
    if (!guard.is_true()) return {Fate::undecided, {}, false, {}};
  }
  const Datum* d = &interpreter.get(store.value);
  if (d->tag == Tag::failed) {
    if (auto stored = answered(store, *d->fault)) return *stored;
    d = &interpreter.get(*store.answer_value);
    if (d->tag == Tag::failed) return {Fate::reject, {}, false, *d->fault};
  }
  if (d->tag == Tag::unknown) return {Fate::keep, {}, false, {}};
  if (d->has_value() && !is_empty_text(*d)) return {Fate::write, d->value, false, {}};
  if (!store.otherwise) return {Fate::none, d->value, false, {}};
  const Datum& fallback = interpreter.get(*store.otherwise);
  return {fallback.has_value() ? Fate::write : Fate::none, fallback.value, true, {}};
}

Mapped run_leaf(Interpreter& interpreter, const ir::Module& module, const ir::Function& function,
                const ir::TargetNode& leaf, std::string& out) {
  Writer writer(interpreter, module, function, out);
  writer.leaf(leaf);
  return std::move(writer.mapped);
}

Mapped run_map(Interpreter& interpreter, const ir::Module& module, const ir::Function& function,
               const Fields& fields, std::string& out) {
  interpreter.start(function, fields);
  for (ir::ValueId id : function.results)
    if (!interpreter.get(id).is_true()) return {Outcome::left_out, {}, {}};
  std::size_t begin = out.size();
  Writer writer(interpreter, module, function, out);
  writer.object(function.target);
  if (writer.mapped.outcome != Outcome::written) out.resize(begin);
  return std::move(writer.mapped);
}

}  // namespace parley::interpret
