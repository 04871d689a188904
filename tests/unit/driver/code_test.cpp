// Code made beside the interpreter: quick first, thorough behind it, and what the cache has of both.
#include "compiler/driver/code.hpp"

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "compiler/codegen/key.hpp"
#include "tests/unit/driver/contacts.hpp"

using namespace parley;
using codegen::Tier;

namespace {

constexpr auto direction = abi::Direction::to_right;
constexpr auto kind = abi::BodyKind::create;

std::string key(Tier tier) {
  const ir::Module& module = support::contacts().module;
  return codegen::object_key(module, module.maps[0][0], tier);
}

// A cache that holds whoever keeps something until the test lets it go on: code is there before it is kept.
class Gate final : public core::Cache {
 public:
  std::optional<std::string> find(std::string_view key) override {
    std::lock_guard lock(mutex_);
    auto found = kept_.find(key);
    if (found == kept_.end()) return std::nullopt;
    return found->second;
  }
  void keep(std::string_view key, std::string_view bytes) override {
    std::unique_lock lock(mutex_);
    put(key, bytes);
    order_.emplace_back(key);
    changed_.notify_all();
    changed_.wait(lock, [&] { return let_go_ >= order_.size(); });
  }
  void put(std::string_view key, std::string_view bytes) {
    kept_.insert_or_assign(std::string(key), std::string(bytes));
  }
  // The keys under which something was kept, once there are so many.
  std::vector<std::string> wait_for(std::size_t count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return order_.size() >= count; });
    return order_;
  }
  void let_go(std::size_t count) {
    std::lock_guard lock(mutex_);
    let_go_ = count;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::string, std::string, std::less<>> kept_;
  std::vector<std::string> order_;
  std::size_t let_go_ = 0;
};

constexpr std::size_t all = 100;

std::string mapped_by(codegen::Transform code) {
  core::Random random(5);
  const std::string input = support::ordinary_contact(random) + "\n";
  support::Ran ran = support::map_contacts(input, {.engine = driver::Engine::compiled, .ready_code = code});
  CHECK(ran.counts.compiled == 1);
  return ran.written;
}

// What a run leaves in the cache that made both tiers.
std::string made(Tier tier) {
  static const auto gate = [] {
    auto open = std::make_shared<Gate>();
    open->let_go(all);
    driver::Code code(support::contacts().module, direction, kind, open);
    code.make_beside();
    driver::await_code();
    code.improve_beside();
    driver::await_code();
    return open;
  }();
  auto object = gate->find(key(tier));
  REQUIRE(object);
  return *object;
}

}  // namespace

TEST_CASE("quick code is there first and thorough code takes its place; both can be called") {
  auto gate = std::make_shared<Gate>();
  driver::Code code(support::contacts().module, direction, kind, gate);
  CHECK(code.is_pending());
  code.make_beside();
  CHECK(gate->wait_for(1) == std::vector{key(Tier::quick)});
  const codegen::Transform quick = code.get();
  REQUIRE((quick != nullptr));
  CHECK_FALSE(code.is_pending());
  CHECK(driver::code_is_being_made());
  const std::string written = mapped_by(quick);
  code.improve_beside();  // who makes quick code is not done with it
  CHECK((code.get() == quick));
  gate->let_go(1);
  driver::await_code();
  CHECK(gate->wait_for(1).size() == 1);
  code.improve_beside();
  CHECK(gate->wait_for(2) == std::vector{key(Tier::quick), key(Tier::thorough)});
  const codegen::Transform thorough = code.get();
  REQUIRE((thorough != nullptr));
  CHECK((thorough != quick));
  CHECK(mapped_by(thorough) == written);
  CHECK(mapped_by(quick) == written);  // a window may still be under way
  gate->let_go(all);
  driver::await_code();
  CHECK((code.get() == thorough));
  CHECK(code.failure().empty());
}

TEST_CASE("a run that ends early leaves quick code, which the next one has at once") {
  const std::string object = made(Tier::quick);
  auto gate = std::make_shared<Gate>();
  {
    driver::Code code(support::contacts().module, direction, kind, gate);
    code.make_beside();
    gate->wait_for(1);
  }
  CHECK(gate->find(key(Tier::quick)));
  CHECK_FALSE(gate->find(key(Tier::thorough)));

  auto second = std::make_shared<Gate>();
  second->put(key(Tier::quick), object);
  driver::Code next(support::contacts().module, direction, kind, second);
  next.make_beside();
  const codegen::Transform quick = next.get();  // nothing can have been made: the gate lets nobody by
  REQUIRE((quick != nullptr));
  next.improve_beside();
  CHECK(second->wait_for(1) == std::vector{key(Tier::thorough)});
  CHECK((next.get() != quick));
  gate->let_go(all);
  second->let_go(all);
  driver::await_code();
}

TEST_CASE("with thorough code in the cache nothing is made") {
  auto gate = std::make_shared<Gate>();
  gate->put(key(Tier::quick), made(Tier::quick));
  gate->put(key(Tier::thorough), made(Tier::thorough));
  driver::await_code();
  driver::Code code(support::contacts().module, direction, kind, gate);
  code.make_beside();
  code.improve_beside();
  CHECK((code.get() != nullptr));
  CHECK_FALSE(driver::code_is_being_made());
}

TEST_CASE("quick code that cannot be placed is made again") {
  auto gate = std::make_shared<Gate>();
  gate->put(key(Tier::quick), "no object at all");
  driver::Code code(support::contacts().module, direction, kind, gate);
  code.make_beside();
  CHECK(gate->wait_for(1) == std::vector{key(Tier::quick)});
  CHECK(gate->find(key(Tier::quick)) == made(Tier::quick));
  REQUIRE((code.get() != nullptr));
  CHECK_FALSE(mapped_by(code.get()).empty());
  gate->let_go(all);
  driver::await_code();
}

TEST_CASE("code that is waited for is of the tier that was asked for") {
  for (Tier tier : {Tier::quick, Tier::thorough}) {
    auto gate = std::make_shared<Gate>();
    gate->let_go(all);
    driver::Code code(support::contacts().module, direction, kind, gate);
    code.make_now(tier);
    CHECK((code.get() != nullptr));
    CHECK(gate->wait_for(1) == std::vector{key(tier)});
  }
}
