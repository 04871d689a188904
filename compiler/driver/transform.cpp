#include "compiler/driver/transform.hpp"

#include <algorithm>
#include <thread>

#include "compiler/driver/worker.hpp"
#include "stdlib/core/check.hpp"

namespace parley::driver {

namespace {

// While code is being made windows are small, so that it is taken up soon.
constexpr std::size_t bytes_while_pending = 128U << 10U;
// Quick code has done about so much when thorough code would have paid for its making.
constexpr std::uint64_t bytes_by_quick_code = 32U << 20U;

}  // namespace

struct Transform::Parts {
  Parts(const CompiledMapping& mapping, const TransformOptions& chosen)
      : options(chosen),
        work{options.now, options.traced_line, options.watcher, options.verify_every},
        module(mapping.module),
        function(
            module.maps[static_cast<std::size_t>(options.direction)][static_cast<std::size_t>(options.kind)]),
        code(options.ready_code != nullptr ? Code(module, options.ready_code)
                                           : Code(module, options.direction, options.kind, options.cache)),
        workers(options.traced_line > 0 ? 1 : options.workers) {}

  // One thread's part: a worker of its own, made when there is something to do.
  void work_on(Ring& ring, std::unique_ptr<Worker>& worker) {
    while (Sheet* sheet = ring.take(window_size())) {
      make_code(sheet->bytes_read);
      if (worker == nullptr)
        worker = std::make_unique<Worker>(module, function, module.shape(abi::source(options.direction)),
                                          code, work);
      worker->map(*sheet, ring);
      ring.give(*sheet);
    }
  }

  void make_code(std::uint64_t bytes_read) {
    if (options.engine != Engine::automatic) return;
    if (bytes_read >= options.window.size) code.make_beside();
    if (bytes_read >= bytes_by_quick_code) code.improve_beside();
  }

  std::size_t window_size() const {
    bool soon = options.engine == Engine::automatic && code.is_pending();
    return soon ? std::min(bytes_while_pending, options.window.size) : options.window.size;
  }

  TransformOptions options;
  WorkOptions work;
  const ir::Module& module;
  const ir::Function& function;
  Code code;
  std::vector<std::unique_ptr<Worker>> workers;
  Counts counts;
};

Transform::Transform(const CompiledMapping& mapping, const TransformOptions& options)
    : parts_(std::make_unique<Parts>(mapping, options)) {
  ENSURE(options.workers > 0 && options.workers <= workers_max, "a number of workers within its limit");
}

Transform::~Transform() = default;

const Counts& Transform::counts() const {
  return parts_->counts;
}

std::size_t Transform::shape_count() const {
  std::size_t most = 0;
  for (const auto& worker : parts_->workers)
    if (worker != nullptr) most = std::max(most, worker->shape_count());
  return most;
}

std::string Transform::failure() const {
  return parts_->code.failure();
}

core::Result<void> Transform::run(stream::Source& source, Outlet& outlet) {
  Parts& p = *parts_;
  if (p.options.engine == Engine::compiled) {
    p.code.make_now(p.options.tier);
    if (p.code.get() == nullptr && !p.code.is_distrusted())
      return core::fail(core::ErrorKind::machine, "no code can be generated: " + p.code.failure(),
                        "Use --engine auto or --engine interpret, and please report it");
  }
  stream::Windows input(source, p.options.window);
  Ring ring(input, outlet, p.workers.size());
  std::vector<std::thread> others;
  for (std::size_t i = 1; i < p.workers.size(); ++i)
    others.emplace_back([&p, &ring, i] { p.work_on(ring, p.workers[i]); });
  p.work_on(ring, p.workers.front());
  for (std::thread& other : others) other.join();
  p.counts.add(ring.counts());
  return ring.outcome();
}

}  // namespace parley::driver
