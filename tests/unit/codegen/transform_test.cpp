// Modules written by hand, compiled and run over records: what the fast path does by itself, and where it
// gives up.
#include <doctest/doctest.h>

#include <algorithm>

#include "compiler/codegen/codegen.hpp"
#include "compiler/codegen/key.hpp"
#include "stdlib/abi/call.hpp"
#include "stdlib/functions/registry.hpp"
#include "stdlib/stream/walk.hpp"
#include "stdlib/stream/window.hpp"

using namespace parley;
using codegen::Tier;
using ir::Op;
using schema::TypeKind;

namespace {

// hs {email, name, age} -> ns {email, who.name, age}
struct Sample {
  ir::Module module;
  ir::Function& map = module.maps[0][0];

  Sample() {
    auto side = [&](int index, std::vector<schema::Field> fields) {
      for (schema::Field& field : fields)
        module.sides[static_cast<std::size_t>(index)].fields.push_back({field.name, field});
    };
    schema::Type text{.kind = TypeKind::text};
    schema::Type short_text{.kind = TypeKind::text, .length_max = 5};
    schema::Type integer{.kind = TypeKind::integer};
    side(0, {{.name = "email", .type = text, .path = "email"},
             {.name = "name", .type = text, .path = "p.name"},
             {.name = "age", .type = integer, .path = "age", .wire = schema::Wire::text}});
    side(1, {{.name = "email", .type = text, .path = "email"},
             {.name = "name", .type = short_text, .path = "who.name"},
             {.name = "age", .type = integer, .path = "age"}});
    for (std::uint32_t i = 0; i < 3; ++i) map.slots.push_back({abi::Side::left, abi::FieldNo(i)});
    email_ = add(Op::slot, text, {}, map.slots[0]);
    auto name = add(Op::slot, text, {}, map.slots[1]);
    auto age = add(Op::slot, integer, {}, map.slots[2]);
    auto has_mail = add(Op::present, {.kind = TypeKind::boolean}, {email_});
    map.results = {has_mail};
    auto trimmed = add(Op::call, text, {email_}, &functions::overloads("trim")[0]);
    auto lowered = add(Op::call, text, {trimmed}, &functions::overloads("lower")[0]);
    auto fitted = add(Op::fit, short_text, {name});
    auto one = add(Op::constant, integer, {}, value::Value::of(std::int64_t{1}));
    auto older = add(Op::add, integer, {age, one});
    store(0, lowered);
    store(1, fitted);
    store(2, older, ir::Answer::keep);
    map.target.members = {{.key = "email", .stores = {0}},
                          {.key = "who", .members = {{.key = "name", .stores = {1}}}},
                          {.key = "age", .stores = {2}}};
    map.value_count = static_cast<std::uint32_t>(map.instructions.size());
  }

  ir::ValueId add(Op op, schema::Type type, std::vector<ir::ValueId> operands, ir::Detail detail = {}) {
    ir::ValueId id(static_cast<std::uint32_t>(map.instructions.size()));
    map.instructions.push_back({.id = id,
                                .op = op,
                                .type = std::move(type),
                                .operands = std::move(operands),
                                .detail = std::move(detail)});
    return id;
  }
  void store(std::uint32_t field, ir::ValueId value, ir::Answer answer = ir::Answer::reject) {
    map.stores.push_back(
        {.target = {abi::Side::right, abi::FieldNo(field)}, .value = value, .answer = answer});
  }

  ir::ValueId email_;
};

struct Ran {
  std::string out;
  codegen::Stop stop;
  codegen::Run run;
};

Ran run(codegen::Transform transform, const ir::Module& module, std::string input, std::size_t room = 4'096) {
  const ir::Function& map = module.maps[0][0];
  std::vector<stream::WantedPath> wanted;
  for (std::uint32_t i = 0; i < map.slots.size(); ++i) wanted.push_back({module.field(map.slots[i]).path, i});
  std::size_t length = input.size();
  input.resize(length + stream::padding_bytes, ' ');
  stream::Walk walk(wanted, map.slots.size());
  walk.start({input.data(), length});
  stream::Rows rows;
  REQUIRE(walk.next(rows));
  std::string out(room, '\0');
  constexpr std::size_t scratch_bytes = 1'024;
  std::string scratch(scratch_bytes + stream::padding_bytes, '\0');
  abi::CallContext context{};
  codegen::Run state{.bytes = input.data(),
                     .rows = rows.rows.data(),
                     .slots = rows.slots.data(),
                     .row = 0,
                     .row_end = rows.rows.size(),
                     .out = out.data(),
                     .out_end = out.data() + out.size(),
                     .scratch = scratch.data(),
                     .scratch_end = scratch.data() + scratch_bytes,
                     .context = &context,
                     .left_out = 0,
                     .skipped = 0};
  auto stop = static_cast<codegen::Stop>(transform(&state));
  out.resize(static_cast<std::size_t>(state.out - out.data()));
  return {out, stop, state};
}

// By both tiers, which do the same.
Ran run(const ir::Module& module, const std::string& input, std::size_t room = 4'096) {
  static auto compiler = *codegen::Compiler::make();
  auto by = [&](Tier tier) {
    auto transform = compiler->compile(module, module.maps[0][0], tier);
    REQUIRE(transform);
    return run(*transform, module, input, room);
  };
  Ran quick = by(Tier::quick);
  Ran thorough = by(Tier::thorough);
  CHECK(quick.out == thorough.out);
  CHECK(quick.stop == thorough.stop);
  CHECK(quick.run.row == thorough.run.row);
  CHECK(quick.run.left_out == thorough.run.left_out);
  CHECK(quick.run.skipped == thorough.run.skipped);
  return thorough;
}

std::string key_after(void (*change)(Sample&), Tier tier = Tier::thorough) {
  Sample sample;
  change(sample);
  return codegen::object_key(sample.module, sample.map, tier);
}

}  // namespace

TEST_CASE("fields are read, computed and written") {
  Ran ran = run(Sample().module, R"({"email":" Ana@ACME.com","p":{"name":"A\"a"},"age":"41"})"
                                 "\n"
                                 R"({"email":"b@c.d","age":null})"
                                 "\n");
  CHECK(ran.stop == codegen::Stop::done);
  CHECK(ran.out == R"({"email":"ana@acme.com","who":{"name":"A\"a"},"age":42})"
                   "\n"
                   R"({"email":"b@c.d"})"
                   "\n");
}

TEST_CASE("rows outside the scope are left out, an unanswered failure stops the run at its row") {
  Ran ran = run(Sample().module,
                "{\"email\":\"\"}\n{\"email\":\"a@b.c\",\"age\":\"old\"}\n{\"email\":\"a@b.c\",\"p\":{"
                "\"name\":\"Maximilian\"}}\n");
  CHECK(ran.run.left_out == 1);
  CHECK(ran.stop == codegen::Stop::give_up);
  CHECK(ran.run.row == 2);
  CHECK(ran.out == "{\"email\":\"a@b.c\"}\n");
}

TEST_CASE("without room for a record the run stops before it and leaves no byte of it") {
  std::string longer(4'000, 'x');
  Ran ran =
      run(Sample().module, "{\"email\":\"a@b.c\"}\n{\"email\":\"a@b.c\",\"note\":\"" + longer + "\"}\n");
  CHECK(ran.stop == codegen::Stop::full);
  CHECK(ran.run.row == 1);
  CHECK(ran.out == "{\"email\":\"a@b.c\"}\n");
}

TEST_CASE("library bodies are inlined from bitcode") {
  auto compiler = *codegen::Compiler::make();
  const Sample sample;
  std::string text = compiler->optimised_text(sample.module, sample.module.maps[0][0]);
  CHECK(text.find("define") != std::string::npos);
  CHECK(text.find("@parley_trim") == std::string::npos);
  CHECK(text.find("@parley_is_ordinary") == std::string::npos);
}

TEST_CASE("a join reserves room for a separator between all items") {
  Sample sample;
  ir::Module& module = sample.module;
  schema::Type text{.kind = TypeKind::text};
  std::string separator(300, '-');
  std::vector<ir::ValueId> letters;
  for (const char* letter : {"a", "b", "c", "d", "e"})
    letters.push_back(sample.add(Op::constant, text, {}, value::Value::of(std::string(letter))));
  schema::Type texts{.kind = TypeKind::list, .element = std::make_shared<schema::Type>(text)};
  auto list = sample.add(Op::list, texts, letters);
  auto between = sample.add(Op::constant, text, {}, value::Value::of(separator));
  auto joined = sample.add(Op::call, text, {list, between}, &functions::overloads("join")[0]);
  module.maps[0][0].stores[0].value = joined;
  module.maps[0][0].value_count = static_cast<std::uint32_t>(module.maps[0][0].instructions.size());
  // The result is longer than the whole scratch, so the record must be given up, not written over its end.
  Ran ran = run(module, "{\"email\":\"a@b.c\"}\n");
  CHECK(ran.stop != codegen::Stop::done);
  CHECK(ran.out.empty());
}

TEST_CASE("a text that is computed on the way finds its room, or the row is given up") {
  // Ten times the record's length is more than there is; what is computed is short all the same.
  const std::string unmapped(900, 'x');
  Ran ran = run(Sample().module, "{\"email\":\" B@c.d\",\"note\":\"" + unmapped + "\"}\n", 65'536);
  CHECK(ran.stop == codegen::Stop::done);
  CHECK(ran.out == "{\"email\":\"b@c.d\"}\n");
  const std::string longer(900, 'y');
  CHECK(run(Sample().module, "{\"email\":\"" + longer + "\"}\n", 65'536).stop == codegen::Stop::give_up);
}

namespace {

// 90 fields in three objects, by turns of the three that a Sample has.
struct Wide : Sample {
  Wide() {
    schema::Type integer{.kind = TypeKind::integer};
    const std::vector<ir::Store> stores = map.stores;
    map.stores.clear();
    map.target.members.clear();
    for (std::uint32_t n = 0; n < 90; ++n) {
      if (n % 30 == 0) map.target.members.push_back({.key = "o" + std::to_string(n / 30), .stores = {}});
      map.stores.push_back(stores[n % 3]);
      map.target.members.back().members.push_back({.key = "f" + std::to_string(n), .stores = {n}});
    }
  }
  static std::string written(const char* email, const char* name, const char* age) {
    const char* values[] = {email, name, age};
    std::string out = "{";
    for (int n = 0; n < 90; ++n) {
      if (n % 30 == 0) out += (n == 0 ? "\"o" : "},\"o") + std::to_string(n / 30) + "\":{";
      if (n % 30 != 0) out += ",";
      out += "\"f" + std::to_string(n) + "\":" + values[n % 3];
    }
    return out + "}}\n";
  }
};

}  // namespace

TEST_CASE("a long target is written in sections, which share what was computed") {
  Wide wide;
  constexpr std::size_t room = 1U << 20U;
  const std::string record = R"({"email":" Ana@ACME.com","p":{"name":"A\"a"},"age":"41"})"
                             "\n";
  const std::string written = Wide::written("\"ana@acme.com\"", R"("A\"a")", "42");
  CHECK(run(wide.module, record + record, room).out == written + written);

  wide.map.stores[89].answer = ir::Answer::reject;  // in the last section
  const std::string bad = "{\"email\":\"a@b.c\",\"age\":\"old\"}\n";
  Ran rejected = run(wide.module, record + bad, room);
  CHECK(rejected.stop == codegen::Stop::give_up);
  CHECK(rejected.run.row == 1);
  CHECK(rejected.out == written);

  wide.map.stores[89].answer = ir::Answer::skip;
  Ran skipped = run(wide.module, bad + record, room);
  CHECK(skipped.stop == codegen::Stop::done);
  CHECK(skipped.run.skipped == 1);
  CHECK(skipped.out == written);
}

TEST_CASE("object code runs in another compiler as it does where it was made") {
  const Sample sample;
  auto maker = *codegen::Compiler::make();
  CHECK(maker->object().empty());
  std::vector<std::string> objects;
  for (Tier tier : {Tier::quick, Tier::thorough}) {
    REQUIRE(maker->compile(sample.module, sample.module.maps[0][0], tier));
    objects.push_back(maker->object());
  }
  CHECK(objects[0] != objects[1]);
  maker.reset();
  auto user = *codegen::Compiler::make();
  for (const std::string& object : {objects[0], objects[1], objects[0]}) {  // none gets into another's way
    auto transform = user->load(object);
    REQUIRE(transform);
    CHECK(run(*transform, sample.module, "{\"email\":\" B@c.d\"}\n").out == "{\"email\":\"b@c.d\"}\n");
  }
}

TEST_CASE("the key of an object changes with all that the code is made of") {
  std::vector<std::string> keys = {
      key_after([](Sample&) {}),
      key_after([](Sample&) {}, Tier::quick),
      key_after([](Sample& s) { s.module.sides[0].missing = schema::Missing::null; }),
      key_after([](Sample& s) { s.module.sides[0].fields[0].field.nullable = false; }),
      key_after([](Sample& s) { s.module.sides[0].fields[2].field.wire = schema::Wire::json; }),
      key_after([](Sample& s) { s.module.sides[1].fields[1].field.type.length_max = 6; }),
      key_after([](Sample& s) { s.map.instructions[6].type.length_unit = schema::LengthUnit::bytes; }),
      key_after([](Sample& s) { s.module.sides[0].fields[0].field.type.picklist = {{"a", "A"}}; }),
      key_after([](Sample& s) { s.module.sides[0].fields[0].field.type.picklist = {{"b", "A"}}; }),
      key_after([](Sample& s) { s.map.instructions[7].detail = value::Value::of(std::int64_t{2}); }),
      key_after([](Sample& s) { s.map.stores[2].answer = ir::Answer::skip; }),
      key_after([](Sample& s) { s.map.target.members[0].key = "mail"; }),
      key_after([](Sample& s) { std::swap(s.map.slots[0], s.map.slots[1]); }),
  };
  CHECK(keys[0].size() == 64);
  CHECK(keys[0] == key_after([](Sample&) {}));
  std::ranges::sort(keys);
  CHECK(std::ranges::adjacent_find(keys) == keys.end());
}

namespace {

constexpr const char* long_words[] = {"marketingqualifiedlead-of-this-year",
                                      "marketingqualifiedlead-of-last-year"};

// Fields that go over as they are: an instant, a day, numbers in three forms, values of two picklists.
struct Carried : Sample {
  Carried() {
    module = {};
    auto field = [&](std::size_t side, const char* name, schema::Type type, schema::Wire wire) {
      schema::Field made{.name = name, .type = std::move(type), .path = name, .wire = wire};
      module.sides[side].fields.push_back({made.name, made});
    };
    auto listed = [](std::initializer_list<const char*> words) {
      schema::Type type{.kind = TypeKind::enumeration};
      for (const char* word : words) type.picklist.push_back({.value = word});
      type.restricted = true;
      return type;
    };
    const schema::Type instant{.kind = TypeKind::instant};
    const schema::Type date{.kind = TypeKind::date};
    const schema::Type decimal{.kind = TypeKind::decimal};
    const schema::Type money{.kind = TypeKind::decimal, .precision = 6, .scale = 2};
    const schema::Type integer{.kind = TypeKind::integer};
    const schema::Type text{.kind = TypeKind::text};
    const schema::Type stage = listed({"lead", "customer", "other", "lost"});
    const schema::Type origin = listed({long_words[0], long_words[1], "none"});
    using schema::Wire;
    auto both = [&](const char* name, const schema::Type& from, Wire from_wire, const schema::Type& to,
                    Wire to_wire) {
      field(0, name, from, from_wire);
      field(1, name, to, to_wire);
    };
    both("created", instant, Wire::json, instant, Wire::text);
    both("paid", date, Wire::json, date, Wire::json);
    both("price", decimal, Wire::text, money, Wire::json);
    both("count", integer, Wire::json, integer, Wire::text);
    both("revenue", text, Wire::json, money, Wire::text);
    both("stage", stage, Wire::json, text, Wire::json);
    both("origin", origin, Wire::json, text, Wire::json);
    for (std::uint32_t i = 0; i < 7; ++i) {
      map.slots.push_back({abi::Side::left, abi::FieldNo(i)});
      const schema::Field& from = module.sides[0].fields[i].field;
      ir::ValueId value = add(Op::slot, from.type, {}, map.slots[i]);
      if (i == 4) value = add(Op::call, decimal, {value}, &functions::overloads("decimal")[0]);
      if (i == 2 || i == 4) value = add(Op::fit, money, {value});
      if (i >= 5) value = add(Op::relabel, text, {value});
      store(i, value, ir::Answer::keep);
      map.target.members.push_back({.key = from.name, .stores = {i}});
    }
    map.value_count = static_cast<std::uint32_t>(map.instructions.size());
  }
};

}  // namespace

TEST_CASE("what is carried comes out as by its value, in its usual form or in another") {
  Carried sample;
  auto out = [&](const std::string& record) { return run(sample.module, record + "\n").out; };
  CHECK(
      out(R"({"created":"2024-03-01T12:34:56.789Z","paid":"2024-02-28","price":"12.50","count":7,"revenue":"1.00"})") ==
      R"({"created":"2024-03-01T12:34:56.789Z","paid":"2024-02-28","price":12.5,"count":"7","revenue":"1"})"
      "\n");
  CHECK(
      out(R"({"created":"2024-03-01T00:30:00.000+01:00","paid":"2024-02-29","price":"1e1","count":7.0,"revenue":"-0"})") ==
      R"({"created":"2024-02-29T23:30:00Z","paid":"2024-02-29","price":10,"count":"7","revenue":"0"})"
      "\n");
  CHECK(out(R"({"created":"2024-03-01T00:00:00Z","paid":null,"price":"","revenue":"0.100"})") ==
        R"({"created":"2024-03-01T00:00:00Z","revenue":"0.1"})"
        "\n");
  // What the fields cannot hold is kept back.
  CHECK(
      out(R"({"created":"2024-02-30T00:00:00Z","paid":"2024-13-01","price":"1.234","count":1.5,"revenue":"x"})") ==
      "{}\n");
  CHECK(out(R"({"created":7,"paid":{},"price":12345.5,"count":"7","revenue":"12345.5"})") == "{}\n");
  CHECK(out(R"({"price":"9999.99","count":-1234567890123456789,"revenue":"-9999.990"})") ==
        R"({"price":9999.99,"count":"-1234567890123456789","revenue":"-9999.99"})"
        "\n");
}

TEST_CASE("an instant that no field gives is written") {
  Carried sample;
  const schema::Type instant{.kind = TypeKind::instant};
  sample.map.stores[0].value = sample.add(Op::call, instant, {}, &functions::overloads("now")[0]);
  sample.map.value_count = static_cast<std::uint32_t>(sample.map.instructions.size());
  CHECK(run(sample.module, "{}\n").out == R"({"created":"1970-01-01T00:00:00Z"})"
                                          "\n");
}

TEST_CASE("a picklist's values are told apart, also where a table without collisions has no room for them") {
  Carried sample;
  auto out = [&](const std::string& stage, const std::string& origin) {
    return run(sample.module, R"({"stage":")" + stage + R"(","origin":")" + origin + "\"}\n").out;
  };
  for (const char* stage : {"lead", "customer", "other", "lost"})
    CHECK(out(stage, "-") == std::string(R"({"stage":")") + stage + "\"}\n");
  for (const char* origin : {long_words[0], long_words[1], "none"})
    CHECK(out("-", origin) == std::string(R"({"origin":")") + origin + "\"}\n");
  for (const char* other :
       {"", "lea", "leads", "Lead", "custome", "othe", "lost ", "marketingqualifiedlead-of-next-year"})
    CHECK(out(other, other) == "{}\n");
}
