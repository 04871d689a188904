// Sight: the bytes of a record, and how they would be read, as one hash. Where it is the one that the state
// keeps with the record's image, the record need not be read again: it would show the same image. Pure.
#pragma once

#include <span>

#include "engine/sync/setting.hpp"

namespace parley::sync {

// How records of one side are read on one page: the projected fields, what a missing key means, and what
// nobody may read.
class Sight {
 public:
  Sight(const Setting& setting, Side side);

  void begin_page(schema::Missing missing, std::span<const abi::FieldNo> unreadable);
  // Of an item of that page. Never 0.
  std::uint64_t of(const connector::Item& item) const;

 private:
  std::uint64_t fields_;
  std::uint64_t page_ = 0;
};

// What the state keeps beside an image's hash. It holds for that image alone: who puts another hash need not
// know of it.
store::Hash bytes_hash(std::uint64_t sight, store::Hash image);

}  // namespace parley::sync
