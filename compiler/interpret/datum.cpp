#include "compiler/interpret/datum.hpp"

#include "compiler/ir/print.hpp"
#include "stdlib/core/check.hpp"

namespace parley::interpret {

Datum Datum::of(value::Value v) {
  ENSURE(v.state != value::State::invalid, "an invalid value has no tag");
  Datum d;
  d.tag = ir::Tag::value;
  if (value::is_none(v.state)) d.tag = ir::Tag::none;
  if (value::is_unknown(v.state)) d.tag = ir::Tag::unknown;
  d.value = std::move(v);
  return d;
}

Datum Datum::failed(Fault fault) {
  Datum d;
  d.tag = ir::Tag::failed;
  d.value = {value::State::invalid, {}};
  d.fault = std::make_shared<const Fault>(std::move(fault));
  return d;
}

bool Datum::is_true() const {
  const bool* b = has_value() ? value.as<bool>() : nullptr;
  return b != nullptr && *b;
}

bool Datum::is_false() const {
  const bool* b = has_value() ? value.as<bool>() : nullptr;
  return b != nullptr && !*b;
}

Fault fault(ir::Failure failure, std::string subject) {
  return {std::string(ir::name(failure)), std::string(ir::text(failure)), std::move(subject), std::nullopt};
}

}  // namespace parley::interpret
