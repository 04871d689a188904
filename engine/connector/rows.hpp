// Rows: owns the records of one page while the caller looks at it. Filled by a script, emptied for the next
// page.
#pragma once

#include <deque>
#include <span>
#include <string>
#include <vector>

#include "engine/connector/record.hpp"

namespace parley::connector {

class Rows {
 public:
  void clear() {
    items_.clear();
    texts_.clear();
  }
  // `item.json` is set to view `json`, which is kept.
  void add(Item item, std::string json) {
    item.json = texts_.emplace_back(std::move(json));
    items_.push_back(std::move(item));
  }
  std::span<const Item> items() const { return items_; }
  std::size_t size() const { return items_.size(); }

 private:
  std::deque<std::string> texts_;  // never moves what it holds
  std::vector<Item> items_;
};

}  // namespace parley::connector
