// Function: everything the checker, the interpreter, generated code and the documentation know of one library
// function. Each lives in one file under stdlib/functions/<area>/ together with its body. Overloads are
// several Functions of one name whose parameters differ in kind.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <variant>
#include <vector>

#include "stdlib/abi/call.hpp"
#include "stdlib/schema/type.hpp"
#include "stdlib/value/value.hpp"

namespace parley::abi {

// What the function does with ∅ in an argument. Unknown arguments give unknown whatever the rule.
enum class NullRule : std::uint8_t {
  propagate,  // ∅ gives ∅; the body never sees it
  consume,    // the body sees ∅ and defines the result (value bodies and TextItems only)
};

// Its use in two-way fields.
enum class Law : std::uint8_t {
  none,    // not usable as a step of a two-way field
  exact,   // has an inverse, both round trips are the identity
  normal,  // makes a canonical form: idempotent; two values with one form count as equal
  lossy,   // distinct values may become one, on the way there or back
};

enum class Determinism : std::uint8_t {
  pure,
  changes
};  // changes: now(), random(): errors in two-way fields and keys

struct Parameter {
  std::string_view name;
  schema::TypeKind kind;                     // list: of text, unless any_element
  std::vector<std::string_view> words = {};  // a mode: one of these bare words; kind is then text
  bool literal = false;                      // must be a constant (patterns, formats, zones)
  bool optional = false;                     // may be left out; then `otherwise` stands
  std::string_view otherwise = {};           // the literal, as an expression
  bool any_element = false;                  // list, set, map: of any type (value bodies only)
  // Literals only: whether this text is one of what the parameter expects ("a time zone of the IANA
  // database"). The checker refuses others; a body may rely on it.
  bool (*accepts)(std::string_view literal) = nullptr;
  std::string_view expects = {};
};

// One member of the closed set of a function's errors, and the argument that causes it.
struct ErrorCase {
  std::string_view code;  // "not_a_number"
  std::string_view text;  // "is not a number"
  int argument = 0;
};

// A text result has at most per_byte · (bytes of all text arguments, items of lists included) + constant
// bytes; where `between_items`, as often again as the lists have items the bytes of the arguments that are no
// lists (the separator of a join).
struct Growth {
  std::uint32_t per_byte = 1;
  std::uint32_t constant = 0;
  bool between_items = false;
};

struct Example {
  std::string_view expression;  // `trim("  a ")`
  std::string_view result;      // `"a"`, as an expression; `error not_a_number`; `null`
};

// Runs a typed body on Values: made from its signature by functions/bind.hpp. Arguments have values (or are
// TextItems of a list); the result is filled on `done`.
using TypedThunk = std::int64_t (*)(CallContext&, std::span<const value::Value>, value::Value& result);
// A body over Values, for what has no typed form; never called by generated code, which gives the record up
// instead.
using ValueBody = std::int64_t (*)(CallContext&, std::span<const value::Value>, value::Value& result);

// A function of the native side that a body in the bitcode may call: its slow path.
struct NativeSymbol {
  std::string_view name;
  void* address;
};

// A typed body: the symbol in the bitcode (inlined) or, if `heavy`, in the table of allowed native symbols.
struct TypedBody {
  std::string_view symbol;
  TypedThunk thunk;
  void* native;        // the body itself, for the table of symbols
  bool heavy = false;  // not in the bitcode
  std::vector<NativeSymbol> slow_paths = {};
};

struct Function {
  std::string_view name;  // camelCase, as mappings write it
  std::string_view area;  // text, number, time, …: the folder
  std::vector<Parameter> parameters;
  schema::Type result;
  NullRule null_rule = NullRule::propagate;
  bool result_may_be_none = false;  // ∅ for arguments that are not ∅
  std::vector<ErrorCase> errors;
  Growth growth;
  bool adds_no_escape = false;  // its text needs none in JSON where those of its arguments need none
  Law law = Law::none;
  Determinism determinism = Determinism::pure;
  std::variant<TypedBody, ValueBody> body;
  std::string_view summary;        // one sentence
  std::string_view documentation;  // Markdown, edges and sources
  std::vector<Example> examples;   // run as tests in both engines
};

}  // namespace parley::abi
