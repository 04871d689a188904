#include "compiler/driver/code.hpp"

#include <optional>
#include <thread>
#include <utility>

#include "compiler/codegen/key.hpp"

namespace parley::driver {

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
  std::unique_ptr<const ir::Module> own_module = {};  // of a thread that may outlive the caller's
  std::unique_ptr<codegen::Compiler> compiler = {};
  std::string key = {};  // in the cache; empty: there is none
  codegen::Transform transform = nullptr;
  std::string unsupported = {};
  std::atomic<bool> is_done = false;  // what stands above stays as it is

  bool find();
  void make();
};

// Without a hit LLVM stays untouched.
bool Code::Making::find() {
  if (cache == nullptr) return false;
  key = codegen::object_key(
      *module, module->maps[static_cast<std::size_t>(direction)][static_cast<std::size_t>(kind)]);
  std::optional<std::string> object = cache->find(key);
  if (!object) return false;
  auto made = codegen::Compiler::make();
  if (!made) return false;
  auto loaded = (*made)->load(*object);
  if (!loaded) return false;
  compiler = std::move(*made);
  transform = *loaded;
  is_done.store(true, std::memory_order_release);
  return true;
}

void Code::Making::make() {
  auto made = codegen::Compiler::make();
  if (!made) {
    unsupported = made.error().message;
  } else {
    compiler = std::move(*made);
    if (auto compiled = compiler->compile(*module, direction, kind))
      transform = *compiled;
    else
      unsupported = compiled.error().what;
  }
  is_done.store(true, std::memory_order_release);
  if (transform != nullptr && cache != nullptr) cache->keep(key, compiler->object());
}

Code::Code(const ir::Module& module, abi::Direction direction, abi::BodyKind kind,
           std::shared_ptr<core::Cache> cache)
    : making_(std::make_shared<Making>(&module, direction, kind, std::move(cache))) {}

Code::Code(const ir::Module& module, codegen::Transform ready)
    : Code(module, abi::Direction::to_right, abi::BodyKind::create, nullptr) {
  making_->transform = ready;
  making_->is_done = true;
  asked_ = true;
}

void Code::make_now() {
  if (!asked_.exchange(true) && !making_->find()) making_->make();
}

void Code::make_beside() {
  if (asked_.exchange(true) || making_->find()) return;
  making_->own_module = std::make_unique<const ir::Module>(*making_->module);
  making_->module = making_->own_module.get();
  ++makers();
  std::thread([making = making_]() mutable {
    making->make();
    making.reset();
    --makers();
    makers().notify_all();
  }).detach();
}

codegen::Transform Code::get() const {
  if (is_distrusted() || !making_->is_done.load(std::memory_order_acquire)) return nullptr;
  return making_->transform;
}

bool Code::is_pending() const {
  return !making_->is_done.load(std::memory_order_acquire);
}

std::string Code::unsupported() const {
  return is_pending() ? std::string() : making_->unsupported;
}

bool code_is_being_made() {
  return makers().load() > 0;
}

void await_code() {
  for (int count = makers().load(); count > 0; count = makers().load()) makers().wait(count);
}

}  // namespace parley::driver
