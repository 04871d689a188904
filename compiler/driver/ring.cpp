#include "compiler/driver/ring.hpp"

#include <thread>

namespace parley::driver {

namespace {

// How often another thread is let pass before this one sleeps. To read a window takes less time than to wake
// a thread, above all on a virtual machine whose processor was given away meanwhile.
constexpr int turns_max = 2000;

}  // namespace

Ring::Ring(stream::Windows& input, Outlet& outlet, std::size_t workers)
    : input_(input),
      outlet_(outlet),
      sheets_(workers == 1 ? 1 : workers * windows_per_worker),
      under_way_(sheets_.size()) {
  for (Sheet& sheet : sheets_) free_.push_back(&sheet);
  free_count_ = free_.size();
}

Sheet* Ring::take(std::size_t most) {
  for (int turn = 0; turn < turns_max && (is_reading_ || free_count_ == 0); ++turn) std::this_thread::yield();
  Lock lock(mutex_);
  changed_.wait(lock, [this] { return is_at_end_ || (!is_reading_ && !free_.empty()); });
  if (is_at_end_) return nullptr;
  Sheet* sheet = free_.back();
  free_.pop_back();
  --free_count_;
  read(lock, *sheet, most);
  if (is_at_end_) return nullptr;
  sheet->number = next_read_++;
  place(sheet->number) = sheet;
  return sheet;
}

// Reads without the lock; a slow input stops nobody from writing.
void Ring::read(Lock& lock, Sheet& sheet, std::size_t most) {
  is_reading_ = true;
  lock.unlock();
  sheet.begin();
  auto more = input_.next(sheet.window, most);
  sheet.bytes_read = input_.bytes_read();
  lock.lock();
  is_reading_ = false;
  if (!more) failed_read_ = more.error();
  if (!more || (!*more && sheet.window.lines_too_long() == 0)) is_at_end_ = true;
  changed_.notify_all();
}

void Ring::write_early(Sheet& sheet) {
  Lock lock(mutex_);
  changed_.wait(lock, [&] { return failed_write_ || (!is_writing_ && next_written_ == sheet.number); });
  write(lock, sheet);
}

void Ring::give(Sheet& sheet) {
  Lock lock(mutex_);
  sheet.is_mapped = true;
  while (!is_writing_ && next_written_ < next_read_ && place(next_written_)->is_mapped) {
    Sheet& next = *place(next_written_);
    write(lock, next);
    next.counts.windows = 1;
    next.counts.swaps = next.is_compiled != was_compiled_.value_or(next.is_compiled) ? 1 : 0;
    was_compiled_ = next.is_compiled;
    lines_written_ += next.line_count;
    counts_.add(next.counts);
    if (!failed_write_) outlet_.window_done(counts_);
    ++next_written_;
    free_.push_back(&next);
    ++free_count_;
    changed_.notify_all();
  }
}

// Writes without the lock. Precondition: it is the sheet's turn, or nothing is written any more.
void Ring::write(Lock& lock, Sheet& sheet) {
  if (failed_write_) return sheet.forget();
  is_writing_ = true;
  lock.unlock();
  auto written = sheet.write(outlet_, lines_written_);
  lock.lock();
  is_writing_ = false;
  if (!written) {
    failed_write_ = written.error();
    is_at_end_ = true;
  }
  changed_.notify_all();
}

core::Result<void> Ring::outcome() const {
  if (failed_write_) return std::unexpected(*failed_write_);
  if (failed_read_) return std::unexpected(*failed_read_);
  return {};
}

}  // namespace parley::driver
