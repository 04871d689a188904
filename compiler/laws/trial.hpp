// Trial: what the two-way rules of a mapping make of single values, computed by the interpreter with all that
// belongs to a line: lenses, tables, defaults, answers to failures. Lowers the mapping's rules when it is
// first asked. Borrows what it is made of.
#pragma once

#include <memory>
#include <optional>

#include "compiler/check/checked.hpp"
#include "compiler/source/source.hpp"

namespace parley::laws {

class Trial {
 public:
  Trial(const check::CheckedFile& file, const check::Mapping& mapping, const source::SourceSet& sources);
  ~Trial();

  // What becomes of one value of the source's first field.
  struct Carried {
    enum class How : std::uint8_t {
      value,
      stopped,    // no value, or a failure that is answered without one: nothing is written
      undecided,  // another field would have to be known
    };
    How how = How::stopped;
    value::Value value = {};
  };
  Carried carry(std::size_t rule, abi::Direction direction, const value::Value& value);

  const check::CheckedFile& file() const { return file_; }
  const check::Mapping& mapping() const { return mapping_; }
  // The type of the first field of a rule's side.
  const schema::Type& type(std::size_t rule, abi::Side side) const;

 private:
  struct Machine;

  const check::CheckedFile& file_;
  const check::Mapping& mapping_;
  const source::SourceSet& sources_;
  std::unique_ptr<Machine> machine_;
};

}  // namespace parley::laws
