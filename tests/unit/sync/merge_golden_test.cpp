// Every row and rule of the merge table as a readable case in tests/golden/merge/*.txt. A case is a rule
// line, its bases, the values of now and, behind `=`, the decision. PARLEY_UPDATE_GOLDENS=1 writes the
// decisions anew; read them in the diff.
#include <fmt/core.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "engine/sync/merge.hpp"
#include "stdlib/value/time.hpp"
#include "tests/support/toy_mapping.hpp"

#include <doctest/doctest.h>

namespace parley::sync {
namespace {

// --- Reading a case
// ------------------------------------------------------------------------------------------

struct Words {
  std::vector<std::string> all;
  std::size_t at = 0;
  bool done() const { return at >= all.size(); }
  std::string next() { return done() ? std::string() : all[at++]; }
  bool take(const std::string& word) { return !done() && all[at] == word ? (++at, true) : false; }
};

Words words_of(const std::string& line) {
  Words words;
  for (std::size_t i = 0; i < line.size();) {
    if (line[i] == ' ') {
      ++i;
      continue;
    }
    std::size_t end = line[i] == '"' ? line.find('"', i + 1) + 1 : line.find(' ', i);
    end = std::min(end, line.size());
    words.all.push_back(line.substr(i, end - i));
    i = end;
  }
  return words;
}

Value value_of(const std::string& word) {
  if (word == "none") return Value::null();
  if (word == "blank") return {value::State::blank, ""};
  if (word == "absent") return {value::State::absent, ""};
  if (word == "unreadable") return {value::State::unreadable, ""};
  REQUIRE_MESSAGE(word.size() >= 2, "a value: ", word);
  return Value::of(word.substr(1, word.size() - 2));
}

toy::Lens lens_of(const std::string& word) {
  if (word == "trim") return toy::Lens::trim;
  if (word == "lower") return toy::Lens::lower;
  if (word == "upper") return toy::Lens::upper;
  if (word == "digits") return toy::Lens::digits;
  FAIL("lens ", word);
  return toy::Lens::identity;
}

std::string bare(const std::string& word) {
  return word.substr(1, word.size() - 2);
}

void read_conflict(Words& words, abi::Rule& rule) {
  const std::string word = words.next();
  static const std::map<std::string, abi::Conflict> merges = {
      {"union", abi::Conflict::merge_union}, {"append", abi::Conflict::merge_append},
      {"min", abi::Conflict::merge_min},     {"max", abi::Conflict::merge_max},
      {"and", abi::Conflict::merge_and},     {"or", abi::Conflict::merge_or}};
  if (word == "prefer")
    rule.conflict = words.next() == "left" ? abi::Conflict::prefer_left : abi::Conflict::prefer_right;
  else if (word == "merge")
    rule.conflict = merges.at(words.next());
  else
    rule.conflict = word == "newest" ? abi::Conflict::newest : abi::Conflict::review;
}

void read_first(Words& words, abi::Rule& rule) {
  const std::string word = words.next();
  if (word == "prefer")
    rule.first = words.next() == "left" ? abi::First::prefer_left : abi::First::prefer_right;
  else
    rule.first = word == "fill" ? abi::First::fill : abi::First::keep;
}

// a <-> b via trim  default -> "x"  else keep  conflict prefer left  blank clear  first fill  drift restore
void read_rule(const std::string& line, toy::ToyMapping& mapping) {
  Words words = words_of(line);
  toy::Line made;
  const std::string left = words.next();
  if (left.front() == '"')
    made.constant = bare(left);
  else
    made.left = left;
  const std::string arrow = words.next();
  made.right = words.next();
  abi::Rule policies;
  policies.conflict = abi::Conflict::review;
  schema::TypeKind type = schema::TypeKind::text;
  while (!words.done()) {
    const std::string clause = words.next();
    if (clause == "via")
      made.lens = lens_of(words.next());
    else if (clause == "default") {
      const bool to_right = words.next() == "->";
      (to_right ? made.default_right : made.default_left) = bare(words.next());
    } else if (clause == "else")
      made.otherwise = words.take("keep")   ? abi::Carry::keep
                       : words.take("skip") ? abi::Carry::skip
                                            : (words.next(), abi::Carry::reject);
    else if (clause == "when")
      made.guard_field = words.next(), made.guard_value = bare(words.next());
    else if (clause == "conflict")
      read_conflict(words, policies);
    else if (clause == "blank")
      policies.blank = words.take("clear")     ? abi::Blank::clear
                       : words.take("default") ? abi::Blank::default_value
                                               : (words.next(), abi::Blank::keep);
    else if (clause == "first")
      read_first(words, policies);
    else if (clause == "drift")
      policies.drift = words.next() == "restore" ? abi::Drift::restore : abi::Drift::leave;
    else if (clause == "once")
      policies.once = true;
    else if (clause == "fill")
      policies.fill = true;
    else if (clause == "int")
      type = schema::TypeKind::integer;
    else
      FAIL("clause ", clause, " in ", line);
  }
  const abi::Arrow direction = arrow == "<->"  ? abi::Arrow::both
                               : arrow == "->" ? abi::Arrow::right
                                               : abi::Arrow::left;
  abi::Rule& rule = mapping.add(made, direction);
  rule.conflict = direction == abi::Arrow::both ? policies.conflict : abi::Conflict::none;
  rule.blank = policies.blank, rule.first = policies.first, rule.drift = policies.drift;
  rule.once = policies.once, rule.fill = policies.fill;
  if (!rule.left.empty()) mapping.program.left.fields[rule.left[0].value].field.type.kind = type;
}

struct Case {
  std::string title;
  std::vector<std::string> lines;  // without the decision
};

struct State {
  toy::ToyMapping mapping;
  Sides<Values> now;
  std::vector<std::optional<FieldBase>> bases;
  std::vector<std::optional<Side>> taken;
  Sides<Evidence> evidence;
  bool first_meeting = true;
  bool creates = false;
};

void set_now(State& state, abi::Side side, const std::vector<abi::FieldNo>& fields, const std::string& word) {
  Values& values = state.now.at(side);
  if (!fields.empty()) {
    values.resize(std::max(values.size(), std::size_t{fields[0].value} + 1));
    values[fields[0].value] = value_of(word);
  }
}

void read_base(State& state, Words words) {
  const abi::Rule& rule = state.mapping.program.rules.back();
  FieldBase base;
  base.rule_hash = short_hash(rule.hash);
  const std::string left = words.next();
  if (!rule.left.empty()) base.values.left = {value_of(left)};
  words.take("|");
  base.values.right = {value_of(words.next())};
  while (!words.done()) {
    const std::string word = words.next();
    if (word == "unconfirmed")
      (words.next() == "left" ? base.unconfirmed.left : base.unconfirmed.right) = true;
    else if (word == "changed-rule")
      base.rule_hash = 1;
    else if (word == "rewrites")
      base.rewrites = static_cast<std::uint8_t>(std::stoi(words.next()));
    else
      for (int s = 0; s <= static_cast<int>(Standing::unmet); ++s)
        if (standing_word(static_cast<Standing>(s)) == word) base.standing = static_cast<Standing>(s);
  }
  state.bases.back() = base;
  state.first_meeting = false;
}

void read_evidence(State& state, Words words) {
  while (!words.done()) {
    Evidence& evidence = words.next() == "left" ? state.evidence.left : state.evidence.right;
    if (words.take("ours")) {
      evidence.ours = true;
      continue;
    }
    evidence.after = core::Instant{std::stoll(words.next()) * 1'000'000};
    evidence.until = core::Instant{std::stoll(words.next()) * 1'000'000};
  }
}

void read_state(const Case& golden, State& state) {
  for (const std::string& line : golden.lines) {
    Words words = words_of(line);
    if (line.front() != ' ') {
      read_rule(line, state.mapping);
      state.bases.emplace_back();
      state.taken.emplace_back();
      continue;
    }
    const std::string key = words.next();
    const abi::Rule& rule = state.mapping.program.rules.back();
    if (key == "base")
      read_base(state, words);
    else if (key == "linked")
      state.first_meeting = false;
    else if (key == "create")
      state.creates = true;
    else if (key == "evidence")
      read_evidence(state, words);
    else if (key == "taken")
      state.taken.back() = words.next() == "left" ? Side::left : Side::right;
    else if (key == "now") {
      const std::string left = words.next();
      if (!rule.left.empty()) set_now(state, Side::left, rule.left, left);
      words.take("|");
      set_now(state, Side::right, rule.right, words.next());
    } else
      FAIL("line ", line);
  }
  for (const Side side : both_sides)
    state.now.at(side).resize(state.mapping.program.shape(side).fields.size());
}

// --- Writing a decision
// --------------------------------------------------------------------------------------

std::string shown(const Values& values) {
  if (values.empty()) return "-";
  const Value& value = values[0];
  switch (value.state) {
    case value::State::value: {
      std::string out;
      value::append_quoted(out, value.bytes);
      return out;
    }
    case value::State::null:
      return "none";
    case value::State::blank:
      return "blank";
    default:
      return "unknown";
  }
}

std::string_view word_of(What what) {
  switch (what) {
    case What::nothing:
      return "nothing";
    case What::settle:
      return "settle";
    case What::write:
      return "write";
    case What::conflict:
      return "conflict";
    case What::unknown:
      return "nothing";
    case What::guarded:
      return "guarded";
    case What::undecided:
      return "undecided";
    case What::reject:
      return "reject";
    case What::skip:
      return "skip";
  }
  return "?";
}

std::string decision_text(const FieldDecision& decision) {
  std::string out = fmt::format("= {}", word_of(decision.what));
  for (const Side side : both_sides)
    if (decision.writes_to(side))
      out += fmt::format(" {} {}", side_word(side), shown(*decision.writes.at(side)));
  out += fmt::format("  ({})", why_words(decision.why));
  if (!decision.evidence.empty()) out += "  evidence: " + decision.evidence;
  if (!decision.failure.empty()) out += "  failure: " + decision.failure;
  if (!decision.next) return out + "  base stays";
  out += fmt::format("  base {} | {} {}", shown(decision.next->values.left),
                     shown(decision.next->values.right), standing_word(decision.next->standing));
  for (const Side side : both_sides)
    if (decision.next->unconfirmed.at(side)) out += fmt::format(", {} unconfirmed", side_word(side));
  return out;
}

std::string run_case(const Case& golden) {
  State state;
  read_state(golden, state);
  std::vector<FieldDecision> fields;
  if (state.creates)
    fields = create(state.mapping.program, state.mapping, Side::right, state.now.left).fields;
  else
    fields = merge(state.mapping.program, state.mapping,
                   {state.now.left, state.now.right, state.bases, state.first_meeting, state.evidence,
                    &state.taken})
                 .fields;
  std::string out = "# " + golden.title + "\n";
  std::size_t rule = 0;
  for (std::size_t i = 0; i < golden.lines.size(); ++i) {
    out += golden.lines[i] + "\n";
    const bool last = i + 1 == golden.lines.size() || golden.lines[i + 1].front() != ' ';
    if (last) out += "  " + decision_text(fields[rule++]) + "\n";
  }
  return out + "\n";
}

std::vector<Case> cases_of(const std::string& text) {
  std::vector<Case> cases;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("# "))
      cases.push_back({line.substr(2), {}});
    else if (!line.empty() && !line.starts_with("  =") && !cases.empty())
      cases.back().lines.push_back(line);
  }
  return cases;
}

TEST_CASE("the merge table: every golden case") {
  int seen = 0;
  for (const auto& entry : std::filesystem::directory_iterator("tests/golden/merge")) {
    std::ifstream file(entry.path());
    const std::string text((std::istreambuf_iterator<char>(file)), {});
    std::string actual;
    for (const Case& golden : cases_of(text)) {
      CAPTURE(golden.title);
      actual += run_case(golden);
      ++seen;
    }
    if (std::getenv("PARLEY_UPDATE_GOLDENS") != nullptr)
      std::ofstream(entry.path()) << actual;
    else
      CHECK_MESSAGE(actual == text, entry.path().string(),
                    ": run with PARLEY_UPDATE_GOLDENS=1 and read the diff");
  }
  CHECK(seen >= 60);
}

}  // namespace
}  // namespace parley::sync
