// all, exists, exists_one, filter and map over a list, a set, or a map's keys.
#include "compiler/interpret/interpreter.hpp"
#include "stdlib/core/check.hpp"

namespace parley::interpret {

namespace {

using ir::Macro;
using ir::Tag;
using value::Value;

std::vector<Value> items_of(const Value& range) {
  if (const auto* list = range.as<value::List>()) return *list;
  ENSURE(range.as<value::Map>() != nullptr, "only lists, sets and maps are gone through");
  std::vector<Value> keys;
  for (const auto& [key, item] : range.as<value::Map>()->entries) keys.push_back(key);
  return keys;
}

Datum no_value() {
  return Datum::failed(fault(ir::Failure::no_value, {}));
}

// Kleene's sum of the answers so far, as `&&` and `||` over all items.
struct Judgement {
  Macro macro;
  std::int64_t true_count = 0;
  std::optional<Datum> unknown = {};
  std::optional<Datum> failed = {};
  bool decided = false;

  void add(const Datum& d) {
    if (d.is_true()) ++true_count;
    if (d.tag == Tag::unknown && !unknown) unknown = d;
    if (d.tag == Tag::failed && !failed) failed = d;
    if (d.tag == Tag::none && !failed) failed = no_value();
    decided = decided || (macro == Macro::all && d.is_false()) || (macro == Macro::exists && d.is_true());
  }
  Datum result() const {
    if (decided) return Datum::of(macro == Macro::exists);
    if (unknown) return *unknown;
    if (failed) return *failed;
    if (macro == Macro::exists_one) return Datum::of(true_count == 1);
    return Datum::of(macro == Macro::all);
  }
};

}  // namespace

Datum Interpreter::comprehension(const ir::Instruction& i) {
  if (const Datum* obstacle = first_obstacle(i, true)) return *obstacle;
  const auto& c = std::get<ir::Comprehension>(i.detail);
  bool keeps = c.macro == Macro::filter || c.macro == Macro::map;
  Judgement judgement{c.macro};
  Judgement chosen{Macro::all};  // of filters: what of their items is unknown or failed
  value::List kept;
  for (Value& item : items_of(get(i.operands[0]).value)) {
    if (!burn())
      return Datum::failed({"too_much_work", "takes more steps than a record may", i.text, std::nullopt});
    known_[c.element.value] = Datum::of(item);
    done_[c.element.value] = true;
    forget(c.body);
    if (c.condition) {
      forget(*c.condition);
      const Datum& wanted = run_block(*c.condition);
      if (!wanted.has_value()) chosen.add(wanted);
      if (!wanted.is_true()) continue;
    }
    const Datum& d = run_block(c.body);
    if (!keeps) {
      judgement.add(d);
      if (judgement.decided) break;
    } else if (d.tag == Tag::unknown || d.tag == Tag::failed ||
               (c.macro == Macro::filter && d.tag == Tag::none)) {
      chosen.add(d);
    } else if (c.macro == Macro::map) {
      kept.push_back(d.value);
    } else if (d.is_true()) {
      kept.push_back(std::move(item));
    }
  }
  if (!keeps) return judgement.result();
  if (chosen.unknown) return *chosen.unknown;
  if (chosen.failed) return *chosen.failed;
  return Datum::of(std::move(kept));
}

const Datum& Interpreter::run_block(const ir::Block& block) {
  return get(block.result);
}

void Interpreter::forget(const ir::Block& block) {
  for (const ir::Instruction& i : block.instructions) {
    done_[i.id.value] = false;
    const auto* c = std::get_if<ir::Comprehension>(&i.detail);
    if (c == nullptr) continue;
    if (c->condition) forget(*c->condition);
    forget(c->body);
  }
}

}  // namespace parley::interpret
