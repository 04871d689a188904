// Ring: the windows that are under way between one input and one outlet. Workers take the next window, map
// it, and give it back; what came of windows leaves in their order. There is no thread for reading or
// writing: a worker that wants a window reads it, and the worker whose window is next to be written writes
// it, and those behind it that are mapped. So one worker alone needs no other thread, and of two, one maps
// while the other reads or writes. Memory is the sheets, and each has its maxima.
#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <vector>

#include "compiler/driver/sheet.hpp"

namespace parley::driver {

// A worker whose window has to wait for its turn goes on with another one.
constexpr std::size_t windows_per_worker = 8;

class Ring {
 public:
  Ring(stream::Windows& input, Outlet& outlet, std::size_t workers);

  // The next window, of about `most` bytes. Waits while all sheets are under way. Null: there is none,
  // because the input ended or something failed.
  Sheet* take(std::size_t most);
  // Waits until all windows before this one are written, and writes what the sheet holds so far.
  void write_early(Sheet& sheet);
  // The window is mapped.
  void give(Sheet& sheet);

  // When all workers are done: the first failure, of writing before reading.
  core::Result<void> outcome() const;
  const Counts& counts() const { return counts_; }

 private:
  using Lock = std::unique_lock<std::mutex>;
  void read(Lock& lock, Sheet& sheet, std::size_t most);
  void write(Lock& lock, Sheet& sheet);
  Sheet*& place(std::uint64_t number) { return under_way_[number % under_way_.size()]; }

  stream::Windows& input_;
  Outlet& outlet_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Sheet> sheets_;
  std::vector<Sheet*> free_;
  std::atomic<std::size_t> free_count_ = 0;  // of free_; for who does not hold the lock
  std::vector<Sheet*> under_way_;            // by number
  std::uint64_t next_read_ = 0;
  std::uint64_t next_written_ = 0;
  std::uint64_t lines_written_ = 0;  // of the input, in the windows before that
  std::atomic<bool> is_reading_ = false;
  bool is_writing_ = false;
  bool is_at_end_ = false;
  std::optional<core::Error> failed_read_;
  std::optional<core::Error> failed_write_;
  Counts counts_;
  std::optional<bool> was_compiled_;  // the last window
};

}  // namespace parley::driver
