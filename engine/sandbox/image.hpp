// Image: the values of one record at one moment, as text by the field's number in its system's catalog. Once
// shared it never changes: the record and the search index may both hold it.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

namespace parley::sandbox {

using FieldNumber = std::uint16_t;

// Who wrote a value: the API, somebody at a screen, or the file a sandbox was filled from.
enum class Actor { integration, person, import };

class Image {
 public:
  struct Cell {
    FieldNumber field;
    std::string text;
    friend bool operator==(const Cell&, const Cell&) = default;
  };

  const std::string* find(FieldNumber field) const {
    auto at = place(field);
    return at != cells_.end() && at->field == field ? &at->text : nullptr;
  }

  void set(FieldNumber field, std::string text) {
    auto at = cells_.begin() + (place(field) - cells_.begin());
    if (at != cells_.end() && at->field == field) {
      at->text = std::move(text);
    } else {
      cells_.insert(at, {field, std::move(text)});
    }
  }

  void erase(FieldNumber field) {
    auto at = cells_.begin() + (place(field) - cells_.begin());
    if (at != cells_.end() && at->field == field) cells_.erase(at);
  }

  const std::vector<Cell>& cells() const { return cells_; }  // by field number

 private:
  std::vector<Cell>::const_iterator place(FieldNumber field) const {
    return std::ranges::lower_bound(cells_, field, {}, &Cell::field);
  }
  std::vector<Cell> cells_;
};

// Accepted values of one write; empty text clears.
using FieldValues = std::vector<Image::Cell>;

}  // namespace parley::sandbox
