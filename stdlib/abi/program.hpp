// Program: a compiled mapping as the engine sees it, and Evaluator: what its expressions do to records.
// compiler/driver makes both; engine/sync runs on nothing else. A Program is immutable data. An Evaluator
// belongs to one thread.
//
// The engine never holds typed values. A field's value is an Operand: its state and its canonical bytes
// (value::canonical). An Image is one record's operands, one per projected field of its side.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "stdlib/core/arena.hpp"
#include "stdlib/core/clock.hpp"
#include "stdlib/core/id.hpp"
#include "stdlib/core/result.hpp"
#include "stdlib/schema/schema.hpp"
#include "stdlib/value/state.hpp"

namespace parley::abi {

enum class Side : std::uint8_t { left, right };
constexpr Side other(Side side) {
  return side == Side::left ? Side::right : Side::left;
}

// The side that a value flows to.
enum class Direction : std::uint8_t { to_right, to_left };
constexpr Side source(Direction d) {
  return d == Direction::to_right ? Side::left : Side::right;
}
constexpr Side target(Direction d) {
  return d == Direction::to_right ? Side::right : Side::left;
}

enum class Arrow : std::uint8_t { right, left, both };
constexpr bool allows(Arrow arrow, Direction d) {
  return arrow == Arrow::both || (arrow == Arrow::right) == (d == Direction::to_right);
}

using FieldNo = core::Id<struct FieldNoTag>;  // index into SideShape::fields
using RuleNo = core::Id<struct RuleNoTag>;    // index into Program::rules

// One projected field: what a side's page must carry.
struct ProjectedField {
  std::string name;  // the schema's
  schema::Field field;
};

struct SideShape {
  std::string alias;   // "hs"
  std::string system;  // "hubspot"
  std::string object;  // "contacts"
  std::vector<ProjectedField> fields;
  schema::Missing missing = schema::Missing::unknown;
  std::string marker_field;     // empty: the connection decides
  bool create_allowed = false;  // some arrow leads here, and no rule forbids it
};

enum class Conflict : std::uint8_t {
  none,  // one-way
  prefer_left,
  prefer_right,
  newest,
  review,
  merge_union,
  merge_append,
  merge_min,
  merge_max,
  merge_and,
  merge_or,
};
enum class Blank : std::uint8_t { keep, clear, default_value };
enum class First : std::uint8_t { unwritten, fill, prefer_left, prefer_right, keep };
enum class Drift : std::uint8_t { leave, restore };
enum class OnAmbiguous : std::uint8_t { review, reject };
enum class OnExit : std::uint8_t { freeze, unlink, archive };
enum class OnDelete : std::uint8_t { ignore, archive, remove, unlink, review };

// "at most 2% or 50": nothing written is no limit of its own (the engine's default stands).
struct Breaker {
  std::optional<std::int64_t> percent;
  std::optional<std::int64_t> count;
};

// One line of a fields block.
struct Rule {
  std::string name;  // its label, else made from its paths
  std::string was;   // a former name; may be empty
  std::string hash;  // of its meaning: lenses and tables resolved; hex
  std::uint32_t line = 0;
  Arrow arrow = Arrow::both;
  // What the rule reads and writes. n-to-1 rules have several components on one side. A `->` rule whose left
  // is an expression lists the fields that it reads; one whose left is constant lists none.
  std::vector<FieldNo> left;
  std::vector<FieldNo> right;
  Conflict conflict = Conflict::none;
  Blank blank = Blank::keep;
  First first = First::unwritten;
  Drift drift = Drift::leave;
  bool once = false;
  bool fill = false;
  bool guarded = false;             // has a `when`
  std::vector<FieldNo> guard_left;  // fields that the guard reads
  std::vector<FieldNo> guard_right;
};

struct MatchRule {
  std::string text;  // as written, canonical
  std::string hash;  // of its meaning: the version of its keys
};

struct Policies {
  OnAmbiguous ambiguous = OnAmbiguous::review;
  OnExit exit = OnExit::freeze;
  OnDelete delete_in_left = OnDelete::ignore;  // what happens to the right partner
  OnDelete delete_in_right = OnDelete::ignore;
  Breaker delete_limit_left;
  Breaker delete_limit_right;
};

struct Program {
  std::string mapping;  // its name
  std::string was;      // a former name; may be empty
  std::string hash;     // of its meaning
  SideShape left;
  SideShape right;
  std::vector<Rule> rules;
  std::vector<RuleNo> merge_order;  // rules whose fields guards read come before the guarded ones
  std::vector<MatchRule> matches;
  Policies policies;

  const SideShape& shape(Side side) const { return side == Side::left ? left : right; }
};

struct Operand {
  value::State state = value::State::absent;
  std::string_view bytes;  // canonical where state is value; the raw text where invalid; else empty

  friend bool operator==(const Operand&, const Operand&) = default;
};

using Image = std::span<const Operand>;  // indexed by FieldNo

enum class Verdict : std::uint8_t { no, yes, unknown };

// What is known of a page besides its records.
struct PageContext {
  schema::Missing missing = schema::Missing::unknown;
  std::span<const FieldNo> unreadable;
};

// A page of records, projected: by record, then FieldNo. Reused page after page; owns the bytes that its
// operands view, which live until the next project() into it.
struct Projection {
  std::size_t fields_each = 0;
  std::vector<Operand> fields;             // fields_each a record
  std::vector<std::string_view> failures;  // by record; not empty: its bytes are not a record
  core::Arena bytes;

  Image image(std::size_t record) const { return Image(fields).subspan(record * fields_each, fields_each); }
  void start(std::size_t records, std::size_t fields_a_record) {
    fields_each = fields_a_record;
    fields.assign(records * fields_each, {});
    failures.assign(records, {});
    bytes.clear();
  }
};

// Where, scope and match keys of some images, in their order. Reused like a Projection.
struct Judgement {
  std::size_t keys_each = 0;
  std::vector<Operand> keys;  // keys_each an image: state value is a usable key, anything else is none
  std::vector<Verdict> where;
  std::vector<Verdict> scope;
  core::Arena bytes;

  std::span<const Operand> keys_of(std::size_t image) const {
    return std::span(keys).subspan(image * keys_each, keys_each);
  }
  void start(std::size_t images, std::size_t keys_an_image) {
    keys_each = keys_an_image;
    keys.assign(images * keys_each, {});
    where.assign(images, Verdict::unknown);
    scope.assign(images, Verdict::unknown);
    bytes.clear();
  }
};

enum class Carry : std::uint8_t {
  set,        // the operands are to be the target's
  none,       // the source has no value (∅), and no default answers it
  keep,       // do not write: source unknown, or `else keep`
  skip,       // `else skip`: the record is excluded
  reject,     // a failure answered by `else reject`
  guarded,    // the guard says no
  undecided,  // the guard is unknown
};

// What one rule makes of one source image. Views live until the next call.
struct Carried {
  Carry how = Carry::keep;
  std::vector<Operand> operands;  // by component of the target side
  bool from_default = false;
  std::string failure;  // reject, skip: field and reason in the domain's words
};

struct Assignment {
  FieldNo field;
  Operand operand;  // null or blank clears
};

enum class BodyKind : std::uint8_t { create, update };

struct Evaluator {
  virtual ~Evaluator() = default;

  // Reads whole pages: the fields of each record's JSON.
  virtual void project(Side side, std::span<const std::string_view> records, const PageContext& page,
                       Projection& projection) = 0;
  // where, scope and match keys of images of this side, as projected or as stored.
  virtual void judge(Side side, std::span<const Image> images, Judgement& judgement) = 0;
  // The rule's guard on the merged images; yes where it has none.
  virtual Verdict guard(RuleNo rule, Image left, Image right) = 0;
  // f or g of the rule on the source's image. Looks at the guard not at all.
  virtual Carried carry(RuleNo rule, Direction direction, Image source) = 0;
  // Whether two values of one component count as equal under today's canonical form of that side. States
  // count: ∅ equals ∅; unknown equals anything of that field ("same").
  virtual bool same(RuleNo rule, Side side, std::size_t component, const Operand& a, const Operand& b) = 0;
  // The request body in the system's wire form: for a create the whole record as the mapping makes it, with
  // the constants of `where`; for an update only the assignments.
  virtual core::Result<std::string> body(Side side, BodyKind kind,
                                         std::span<const Assignment> assignments) = 0;
};

// Passes everything on; for evaluators that add to another one.
struct ForwardingEvaluator : Evaluator {
  explicit ForwardingEvaluator(std::unique_ptr<Evaluator> evaluator) : inner_(std::move(evaluator)) {}

  void project(Side side, std::span<const std::string_view> records, const PageContext& page,
               Projection& projection) override {
    inner_->project(side, records, page, projection);
  }
  void judge(Side side, std::span<const Image> images, Judgement& judgement) override {
    inner_->judge(side, images, judgement);
  }
  Verdict guard(RuleNo rule, Image left, Image right) override { return inner_->guard(rule, left, right); }
  Carried carry(RuleNo rule, Direction direction, Image source) override {
    return inner_->carry(rule, direction, source);
  }
  bool same(RuleNo rule, Side side, std::size_t component, const Operand& a, const Operand& b) override {
    return inner_->same(rule, side, component, a, b);
  }
  core::Result<std::string> body(Side side, BodyKind kind, std::span<const Assignment> assignments) override {
    return inner_->body(side, kind, assignments);
  }

 protected:
  std::unique_ptr<Evaluator> inner_;
};

// One image alone.
inline Judgement judge_one(Evaluator& evaluator, Side side, Image image) {
  Judgement judgement;
  evaluator.judge(side, {&image, 1}, judgement);
  return judgement;
}

}  // namespace parley::abi
