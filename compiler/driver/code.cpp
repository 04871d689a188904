#include "compiler/driver/code.hpp"

#include <optional>
#include <thread>
#include <utility>

#include "compiler/codegen/key.hpp"

namespace parley::driver {

using codegen::Tier;

namespace {

std::atomic<int>& makers() {
  static std::atomic<int> count = 0;
  return count;
}

}  // namespace

struct Code::Making {
  const ir::Module* module;
  abi::Direction direction;
  abi::BodyKind kind;
  std::shared_ptr<core::Cache> cache = {};
  std::unique_ptr<const ir::Module> own_module = {};    // of a thread that may outlive the caller's
  std::unique_ptr<codegen::Compiler> compiler = {};     // owns the code of both tiers
  std::atomic<codegen::Transform> transform = nullptr;  // the best so far
  std::string failure = {};                             // stays as it is once is_done
  std::atomic<bool> is_done = false;
  std::atomic<bool> may_improve = false;  // quick code is there, and nobody is making anything

  const ir::Function& map() const;
  std::string key(Tier tier) const { return codegen::object_key(*module, map(), tier); }
  bool find(Tier tier);
  bool make(Tier tier);
  static void make_by_thread(std::shared_ptr<Making> making, Tier tier);
  void finish() { is_done.store(true, std::memory_order_release); }
};

const ir::Function& Code::Making::map() const {
  return module->maps[ir::index(direction)][static_cast<std::size_t>(kind)];
}

// Without a hit LLVM stays untouched.
bool Code::Making::find(Tier tier) {
  if (cache == nullptr) return false;
  std::optional<std::string> object = cache->find(key(tier));
  if (!object) return false;
  auto made = codegen::Compiler::make();
  if (!made) return false;
  auto loaded = (*made)->load(*object);
  if (!loaded) return false;
  compiler = std::move(*made);
  transform.store(*loaded, std::memory_order_release);
  return true;
}

// What is made is kept at once: nobody knows whether the process lives to see what is better.
bool Code::Making::make(Tier tier) {
  if (compiler == nullptr) {
    auto made = codegen::Compiler::make();
    if (!made) {
      failure = made.error().message;
      return false;
    }
    compiler = std::move(*made);
  }
  auto compiled = compiler->compile(*module, map(), tier);
  if (!compiled) {
    failure = compiled.error().message;
    return false;
  }
  transform.store(*compiled, std::memory_order_release);
  if (cache != nullptr) cache->keep(key(tier), compiler->object());
  return true;
}

void Code::Making::make_by_thread(std::shared_ptr<Making> making, Tier tier) {
  if (making->own_module == nullptr) {
    making->own_module = std::make_unique<const ir::Module>(*making->module);
    making->module = making->own_module.get();
  }
  ++makers();
  std::thread([making = std::move(making), tier]() mutable {
    if (making->make(tier) && tier == Tier::quick)
      making->may_improve.store(true, std::memory_order_release);
    else
      making->finish();
    making.reset();
    --makers();
    makers().notify_all();
  }).detach();
}

Code::Code(const ir::Module& module, abi::Direction direction, abi::BodyKind kind,
           std::shared_ptr<core::Cache> cache)
    : making_(std::make_shared<Making>(&module, direction, kind, std::move(cache))) {}

Code::Code(const ir::Module& module, codegen::Transform ready)
    : Code(module, abi::Direction::to_right, abi::BodyKind::create, nullptr) {
  making_->transform = ready;
  making_->finish();
  asked_ = true;
}

void Code::make_now(Tier tier) {
  if (asked_.exchange(true)) return;
  if (!making_->find(tier)) making_->make(tier);
  making_->finish();
}

void Code::make_beside() {
  if (asked_.exchange(true)) return;
  if (making_->find(Tier::thorough)) return making_->finish();
  if (making_->find(Tier::quick))
    making_->may_improve.store(true, std::memory_order_release);
  else
    Making::make_by_thread(making_, Tier::quick);
}

void Code::improve_beside() {
  if (making_->may_improve.exchange(false, std::memory_order_acquire))
    Making::make_by_thread(making_, Tier::thorough);
}

codegen::Transform Code::get() const {
  return is_distrusted() ? nullptr : making_->transform.load(std::memory_order_acquire);
}

bool Code::is_pending() const {
  return making_->transform.load(std::memory_order_acquire) == nullptr &&
         !making_->is_done.load(std::memory_order_acquire);
}

std::string Code::failure() const {
  const bool is_done = making_->is_done.load(std::memory_order_acquire);
  return is_done && making_->transform.load() == nullptr ? making_->failure : std::string();
}

bool code_is_being_made() {
  return makers().load() > 0;
}

void await_code() {
  for (int count = makers().load(); count > 0; count = makers().load()) makers().wait(count);
}

}  // namespace parley::driver
