#include "compiler/driver/fast.hpp"

#include "stdlib/stream/window.hpp"

namespace parley::driver {

namespace {

constexpr std::size_t room_at_first = 1U << 20U;
constexpr std::size_t scratch_bytes = 1U << 18U;

}  // namespace

FastPath::FastPath(const ir::Module& module, abi::Direction direction, abi::BodyKind kind, core::Instant now)
    : module_(module), direction_(direction), kind_(kind), context_{now} {}

FastPath::~FastPath() {
  if (maker_.joinable()) maker_.join();
}

void FastPath::make_now() {
  asked_ = true;
  make();
}

void FastPath::make_beside() {
  asked_ = true;
  maker_ = std::thread([this] { make(); });
}

void FastPath::make() {
  auto compiler = codegen::Compiler::make();
  if (!compiler) {
    unsupported_ = compiler.error().message;
  } else {
    compiler_ = std::move(*compiler);
    auto made = compiler_->compile(module_, direction_, kind_);
    if (made)
      transform_ = *made;
    else
      unsupported_ = made.error().what;
  }
  ready_.store(true, std::memory_order_release);
}

FastPath::Progress FastPath::run(const stream::Rows& rows, std::size_t row, std::string_view bytes) {
  if (out_.empty()) {
    out_.resize(room_at_first);
    scratch_.resize(scratch_bytes);
  }
  codegen::Run run{.bytes = bytes.data(),
                   .rows = rows.rows.data(),
                   .slots = rows.slots.data(),
                   .row = row,
                   .row_end = rows.rows.size(),
                   .out = out_.data(),
                   .out_end = out_.data() + out_.size(),
                   .scratch = scratch_.data(),
                   .scratch_end = scratch_.data() + scratch_.size(),
                   .context = &context_,
                   .left_out = 0,
                   .skipped = 0};
  auto stop = static_cast<codegen::Stop>(transform_(&run));
  std::string_view out(out_.data(), static_cast<std::size_t>(run.out - out_.data()));
  return {static_cast<std::size_t>(run.row), stop, out, run.left_out, run.skipped};
}

bool FastPath::grow() {
  if (out_.size() >= fast_room_max) return false;
  out_.resize(out_.size() * 2);
  return true;
}

}  // namespace parley::driver
