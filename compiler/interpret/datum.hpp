// Datum: what the interpreter knows of one value at run time. Fault: a failure with the words for people.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "compiler/ir/ir.hpp"
#include "stdlib/value/value.hpp"

namespace parley::interpret {

struct Fault {
  std::string code;                  // "not_a_number", "overflow"
  std::string text;                  // "is not a number"
  std::string subject;               // the source of what is to blame: "hs.phone"; may be empty
  std::optional<ir::Answer> answer;  // a table's own, before the line's

  std::string sentence() const { return subject.empty() ? "the value " + text : "`" + subject + "` " + text; }
};

struct Datum {
  ir::Tag tag = ir::Tag::unknown;
  value::Value value = value::Value::none(value::State::absent);  // its state agrees with the tag
  std::shared_ptr<const Fault> fault;  // failed: shared by every value that fails because of it

  static Datum of(value::Value v);  // the tag by the value's state; invalid is the caller's to name
  static Datum of(value::Value::Payload payload) { return of(value::Value::of(std::move(payload))); }
  static Datum none() { return of(value::Value::none(value::State::null)); }
  static Datum unknown() { return {}; }
  static Datum failed(Fault fault);

  bool has_value() const { return tag == ir::Tag::value; }
  bool is_true() const;
  bool is_false() const;
};

Fault fault(ir::Failure failure, std::string subject);

}  // namespace parley::interpret
