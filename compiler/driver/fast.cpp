#include "compiler/driver/fast.hpp"

namespace parley::driver {

namespace {

constexpr std::size_t scratch_bytes = 1U << 18U;

}  // namespace

FastPath::Progress FastPath::run(codegen::Transform code, const stream::Rows& rows, Span span,
                                 std::string_view bytes, Lines& lines) {
  if (scratch_.empty()) scratch_.resize(scratch_bytes + stream::padding_bytes);
  std::span<char> room = lines.room();
  codegen::Run run{.bytes = bytes.data(),
                   .rows = rows.rows.data(),
                   .slots = rows.slots.data(),
                   .row = span.begin,
                   .row_end = span.end,
                   .out = room.data(),
                   .out_end = room.data() + room.size(),
                   .scratch = scratch_.data(),
                   .scratch_end = scratch_.data() + scratch_bytes,
                   .context = &context_,
                   .left_out = 0,
                   .skipped = 0};
  auto stop = static_cast<codegen::Stop>(code(&run));
  lines.add(static_cast<std::size_t>(run.out - room.data()));
  return {static_cast<std::size_t>(run.row), stop, run.left_out, run.skipped};
}

}  // namespace parley::driver
