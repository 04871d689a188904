#include "compiler/driver/fast.hpp"

namespace parley::driver {

namespace {

constexpr std::size_t scratch_bytes = 1U << 18U;

}  // namespace

void Scratch::lend(codegen::Run& run) {
  if (bytes_.empty()) bytes_.resize(scratch_bytes + stream::padding_bytes);
  run.scratch = bytes_.data();
  run.scratch_end = bytes_.data() + scratch_bytes;
}

FastPath::Progress FastPath::run(codegen::Transform code, const stream::Rows& rows, Span span,
                                 std::string_view bytes, Lines& lines) {
  std::span<char> room = lines.room();
  codegen::Run run{};
  run.bytes = bytes.data();
  run.rows = rows.rows.data();
  run.slots = rows.slots.data();
  run.row = span.begin;
  run.row_end = span.end;
  run.out = room.data();
  run.out_end = room.data() + room.size();
  run.context = &context_;
  run.aside = &aside_;
  scratch_.lend(run);
  auto stop = static_cast<codegen::Stop>(code(&run));
  lines.add(static_cast<std::size_t>(run.out - room.data()));
  return {static_cast<std::size_t>(run.row), stop, run.left_out, run.skipped};
}

}  // namespace parley::driver
