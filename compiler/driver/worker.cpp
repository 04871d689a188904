#include "compiler/driver/worker.hpp"

#include <algorithm>

#include "compiler/driver/verify.hpp"

namespace parley::driver {

namespace {

// Slots are numbered as the function lists them.
std::vector<stream::WantedPath> wanted(const ir::Module& module, const ir::Function& function) {
  std::vector<stream::WantedPath> paths;
  for (std::uint32_t n = 0; n < function.slots.size(); ++n)
    paths.push_back({module.field(function.slots[n]).path, n});
  return paths;
}

void reject(Sheet& sheet, const Rejection& rejection) {
  ++sheet.counts.rejected;
  sheet.rejections.add(rejection);
}

bool is_large(const Sheet& sheet) {
  return sheet.lines.size() >= sheet_bytes_max || sheet.rejections.size() >= sheet_bytes_max;
}

GiveUp reason_of(const stream::Row& row, codegen::Stop stop, bool rejected) {
  if (row.failure != nullptr) return GiveUp::malformed;
  if (row.surprising) return GiveUp::key;
  if (rejected) return GiveUp::rejected;
  return stop == codegen::Stop::full ? GiveUp::room : GiveUp::value;
}

}  // namespace

Worker::Worker(const ir::Module& module, const ir::Function& function, const abi::SideShape& source,
               Code& code, const WorkOptions& options)
    : code_(code),
      options_(options),
      walk_(wanted(module, function), function.slots.size()),
      interpreter_(module, function, source, options.now),
      fast_(options.now, interpreter_) {}

// Code that gets ready is taken up between windows only.
void Worker::map(Sheet& sheet, Ring& ring) {
  for (std::uint64_t line = 1; line <= sheet.window.lines_too_long(); ++line)
    reject(sheet, {.line = line, .column = 1, .field = {}, .reason = "is longer than a record may be"});
  generated_ = code_.get();
  sheet.is_compiled = generated_ != nullptr;
  sheet.counts.bytes = sheet.window.bytes().size();
  walk_.start(sheet.window.bytes());
  while (walk_.next(rows_)) {
    sheet.counts.read += rows_.rows.size();
    interpreter_.show(rows_, sheet.window.bytes());
    rows_compiled(sheet, ring);
  }
  sheet.line_count = sheet.window.lines_too_long() + walk_.lines_passed();
  lines_mapped_ += sheet.line_count;
}

void Worker::rows_compiled(Sheet& sheet, Ring& ring) {
  std::size_t verified = verified_row(sheet, 0);
  for (std::size_t row = 0; row < rows_.rows.size();) {
    if (generated_ == nullptr) {
      interpret_row(sheet, row++);
    } else if (row == verified) {
      verify(sheet, row++);
      verified = verified_row(sheet, row);
    } else {
      row = run_code(sheet, ring, {row, verified});
    }
    if (is_large(sheet)) ring.write_early(sheet);
  }
}

// The row behind those that are done.
std::size_t Worker::run_code(Sheet& sheet, Ring& ring, FastPath::Span span) {
  FastPath::Progress progress = fast_.run(generated_, rows_, span, sheet.window.bytes(), sheet.lines);
  std::uint64_t done = progress.row - span.begin;
  sheet.counts.compiled += done;
  sheet.counts.left_out += progress.left_out;
  sheet.counts.skipped += progress.skipped;
  sheet.counts.written += done - progress.left_out - progress.skipped;
  if (progress.stop == codegen::Stop::done) return progress.row;
  if (progress.stop == codegen::Stop::full) {
    if (sheet.lines.grow(sheet_bytes_max)) return progress.row;
    if (!sheet.lines.is_empty()) return ring.write_early(sheet), progress.row;
    if (sheet.lines.grow(fast_room_max)) return progress.row;
  }
  leave_to_interpreter(sheet, progress.row, progress.stop);
  return progress.row + 1;
}

std::uint64_t Worker::line_in_window(const Sheet& sheet, std::size_t row) const {
  return sheet.window.lines_too_long() + rows_.rows[row].line;
}

// The first one at or behind `from` that is to go through both engines.
std::size_t Worker::verified_row(const Sheet& sheet, std::size_t from) const {
  const std::size_t end = rows_.rows.size();
  if (options_.verify_every == 0) return end;
  while (from < end && (lines_mapped_ + line_in_window(sheet, from)) % options_.verify_every != 0) ++from;
  return from;
}

void Worker::verify(Sheet& sheet, std::size_t row) {
  trial_.clear();
  FastPath::Progress progress;
  do {
    progress = fast_.run(generated_, rows_, {row, row + 1}, sheet.window.bytes(), trial_);
  } while (progress.stop == codegen::Stop::full && trial_.grow(fast_room_max));
  if (progress.stop != codegen::Stop::done) return leave_to_interpreter(sheet, row, progress.stop);
  interpret::Mapped mapped = interpreted(sheet, row);
  ++sheet.counts.verified;
  auto outcome = progress.left_out > 0  ? interpret::Outcome::left_out
                 : progress.skipped > 0 ? interpret::Outcome::skipped
                                        : interpret::Outcome::written;
  if (outcome == mapped.outcome && is_same_document(trial_.view(), line_)) {
    ++sheet.counts.compiled;
    line_ = trial_.view();
  } else {
    ++sheet.counts.differences;
    code_.distrust();
    generated_ = nullptr;
    sheet.difference = {line_in_window(sheet, row), std::string(trial_.view()), line_};
  }
  take_up(sheet, row, mapped);
}

void Worker::leave_to_interpreter(Sheet& sheet, std::size_t row, codegen::Stop stop) {
  std::uint64_t rejected = sheet.counts.rejected;
  interpret_row(sheet, row);
  ++sheet.counts.given_up;
  GiveUp reason = reason_of(rows_.rows[row], stop, sheet.counts.rejected > rejected);
  ++sheet.counts.given_up_for[static_cast<std::size_t>(reason)];
}

void Worker::interpret_row(Sheet& sheet, std::size_t row) {
  const stream::Row& r = rows_.rows[row];
  if (r.failure != nullptr)
    return reject(
        sheet,
        {.line = line_in_window(sheet, row), .column = r.failure_at + 1, .field = {}, .reason = r.failure});
  take_up(sheet, row, interpreted(sheet, row));
}

// The record's line, if any, stands in line_. Precondition: the row is a record.
interpret::Mapped Worker::interpreted(Sheet& sheet, std::size_t row) {
  const bool traced = lines_mapped_ + line_in_window(sheet, row) == options_.traced_line;
  if (traced) interpreter_.watch(options_.watcher);
  line_.clear();
  interpret::Mapped mapped = interpreter_.map(row, line_);
  if (traced) interpreter_.watch({});
  if (mapped.outcome == interpret::Outcome::written) line_ += '\n';
  return mapped;
}

void Worker::take_up(Sheet& sheet, std::size_t row, const interpret::Mapped& mapped) {
  switch (mapped.outcome) {
    case interpret::Outcome::written:
      ++sheet.counts.written;
      return sheet.lines.append(line_);
    case interpret::Outcome::left_out:
      ++sheet.counts.left_out;
      return;
    case interpret::Outcome::skipped:
      ++sheet.counts.skipped;
      return;
    case interpret::Outcome::rejected:
      reject(
          sheet,
          {.line = line_in_window(sheet, row), .column = 0, .field = mapped.field, .reason = mapped.reason});
  }
}

}  // namespace parley::driver
