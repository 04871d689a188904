#include "compiler/ir/print.hpp"

#include <doctest/doctest.h>

namespace parley::ir {

namespace {

abi::SideShape shape(const char* alias, const char* system, const char* field, const char* path) {
  abi::SideShape s;
  s.alias = alias;
  s.system = system;
  s.object = "things";
  schema::Field f;
  f.name = field;
  f.path = path;
  s.fields.push_back({field, f});
  return s;
}

Module one_line() {
  Module m;
  m.mapping = "m";
  m.sides = {shape("a", "shop", "name", "properties.name"), shape("b", "crm", "title", "title")};
  Function f;
  f.name = "map a -> b create";
  SlotRef name{abi::Side::left, abi::FieldNo(0)};
  f.slots = {name};
  f.value_count = 2;
  f.instructions.push_back({ValueId(0), Op::slot, {}, true, true, false, {}, {}, name, "a.name"});
  f.instructions.push_back(
      {ValueId(1), Op::constant, {}, false, false, false, {}, {}, value::Value::of(std::string("x\"y")), ""});
  Store store;
  store.target = {abi::Side::right, abi::FieldNo(0)};
  store.value = ValueId(0);
  store.otherwise = ValueId(1);
  store.required = true;
  f.stores.push_back(store);
  f.target.members.push_back({"title", {0}, {}});
  m.maps[0][0] = f;
  return m;
}

}  // namespace

TEST_CASE("a module prints its sides, values, stores and target") {
  CHECK(print(one_line()) == R"(module m
side a = shop.things
  slot name: text wire json at properties.name
side b = crm.things
  slot title: text wire json at title

function map a -> b create {
  %0: text ?~ = slot a.name
  %1: text = constant "x\"y"
  store 0 b.title = %0 default %1 else reject required
  "title": store 0
}
)");
}

}  // namespace parley::ir
