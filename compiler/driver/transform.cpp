#include "compiler/driver/transform.hpp"

#include <algorithm>

#include "compiler/driver/fast.hpp"
#include "compiler/interpret/transform.hpp"
#include "stdlib/stream/walk.hpp"
#include "stdlib/stream/wire.hpp"

namespace parley::driver {

namespace {

// Slots are numbered as the function lists them.
std::vector<stream::WantedPath> wanted(const ir::Module& module, const ir::Function& function) {
  std::vector<stream::WantedPath> paths;
  for (std::uint32_t n = 0; n < function.slots.size(); ++n)
    paths.push_back({module.field(function.slots[n]).path, n});
  return paths;
}

}  // namespace

struct Transform::Parts {
  Parts(const CompiledMapping& mapping, TransformOptions chosen)
      : options(std::move(chosen)),
        module(mapping.module),
        function(
            module.maps[static_cast<std::size_t>(options.direction)][static_cast<std::size_t>(options.kind)]),
        source(module.shape(abi::source(options.direction))),
        walk(wanted(module, function), function.slots.size()),
        interpreter(module, options.now),
        fast(module, options.direction, options.kind, options.now) {}

  value::Value field(ir::SlotRef slot, std::size_t row, std::string_view bytes) const {
    auto found = std::ranges::find(function.slots, slot);
    if (found == function.slots.end()) return value::Value::none(value::State::absent);
    const stream::Slot& place = rows.slots_of(row)[static_cast<std::size_t>(found - function.slots.begin())];
    return stream::decode(stream::raw_of(place, bytes), module.field(slot), source.missing);
  }

  TransformOptions options;
  const ir::Module& module;
  const ir::Function& function;
  const abi::SideShape& source;
  stream::Walk walk;
  stream::Rows rows;
  interpret::Interpreter interpreter;
  FastPath fast;
  std::string line;
};

Transform::Transform(const CompiledMapping& mapping, TransformOptions options)
    : parts_(std::make_unique<Parts>(mapping, std::move(options))) {}

Transform::~Transform() = default;

std::string Transform::unsupported() const {
  return parts_->fast.unsupported();
}

core::Result<void> Transform::run(stream::Source& source, Outlet& outlet) {
  FastPath& fast = parts_->fast;
  if (parts_->options.engine == Engine::compiled) {
    fast.make_now();
    if (!fast.is_ready())
      return core::fail(core::ErrorKind::input,
                        "this half of the mapping has no compiled form: " + fast.unsupported(),
                        "Use --engine auto or --engine interpret");
  }
  stream::Window input(source, parts_->options.window);
  for (;;) {
    bool more = TRY(input.next());
    for (std::uint64_t line : input.too_long())
      reject(outlet, {.line = line, .column = 1, .field = {}, .reason = "is longer than a record may be"});
    if (!more) return {};
    TRY_VOID(window(outlet, input));
    bool full = input.bytes().size() > parts_->options.window.size / 2;
    if (parts_->options.engine == Engine::automatic && full && !fast.was_asked()) fast.make_beside();
  }
}

// Code that gets ready is taken up between windows only.
core::Result<void> Transform::window(Outlet& outlet, const stream::Window& window) {
  Parts& p = *parts_;
  bool compiled = p.fast.is_ready();
  p.walk.start(window.bytes(), window.first_line());
  while (p.walk.next(p.rows)) {
    counts_.read += p.rows.rows.size();
    if (compiled) {
      TRY_VOID(rows_compiled(outlet, window.bytes()));
      continue;
    }
    for (std::size_t row = 0; row < p.rows.rows.size(); ++row)
      TRY_VOID(row_interpreted(outlet, row, window.bytes()));
  }
  return {};
}

core::Result<void> Transform::rows_compiled(Outlet& outlet, std::string_view bytes) {
  Parts& p = *parts_;
  std::size_t row = 0;
  while (row < p.rows.rows.size()) {
    FastPath::Progress progress = p.fast.run(p.rows, row, bytes);
    std::uint64_t done = progress.row - row;
    counts_.compiled += done;
    counts_.left_out += progress.left_out;
    counts_.skipped += progress.skipped;
    counts_.written += done - progress.left_out - progress.skipped;
    if (!progress.out.empty()) TRY_VOID(outlet.lines(progress.out));
    row = progress.row;
    if (progress.stop == codegen::Stop::done) return {};
    if (progress.stop == codegen::Stop::full && (done > 0 || p.fast.grow())) continue;
    ++counts_.given_up;
    TRY_VOID(row_interpreted(outlet, row++, bytes));
  }
  return {};
}

core::Result<void> Transform::row_interpreted(Outlet& outlet, std::size_t number, std::string_view bytes) {
  Parts& p = *parts_;
  const stream::Row& row = p.rows.rows[number];
  if (row.failure != nullptr) {
    reject(outlet, {.line = row.line, .column = row.failure_at + 1, .field = {}, .reason = row.failure});
    return {};
  }
  interpret::Fields fields = [&](ir::SlotRef slot) { return p.field(slot, number, bytes); };
  bool traced = row.line == p.options.traced_line;
  if (traced) p.interpreter.watch(p.options.watcher);
  p.line.clear();
  interpret::Mapped mapped = interpret::run_map(p.interpreter, p.module, p.function, fields, p.line);
  if (traced) p.interpreter.watch({});
  switch (mapped.outcome) {
    case interpret::Outcome::written:
      ++counts_.written;
      p.line += '\n';
      return outlet.lines(p.line);
    case interpret::Outcome::left_out:
      ++counts_.left_out;
      return {};
    case interpret::Outcome::skipped:
      ++counts_.skipped;
      return {};
    case interpret::Outcome::rejected:
      reject(outlet, {.line = row.line, .column = 0, .field = mapped.field, .reason = mapped.reason});
  }
  return {};
}

void Transform::reject(Outlet& outlet, const Rejection& rejection) {
  ++counts_.rejected;
  outlet.rejected(rejection);
}

}  // namespace parley::driver
