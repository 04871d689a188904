// Secret: a text that no log, error or plan can show by accident. It has no operator<<, no formatter and no
// comparison; reveal() is the only way in and stands only where a header or a signature is made. Wiped at the
// end.
#pragma once

#include <string>
#include <utility>

namespace parley::http {

class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string text) : text_(std::move(text)) {}
  Secret(const Secret&) = default;
  // Copied and wiped: a short text that is moved stays behind as bytes.
  Secret(Secret&& other) noexcept : text_(other.text_) {  // NOLINT(performance-move-constructor-init)
    other.wipe();
  }
  Secret& operator=(const Secret&) = default;
  Secret& operator=(Secret&& other) noexcept {
    if (this != &other) {
      text_ = other.text_;
      other.wipe();
    }
    return *this;
  }
  ~Secret() { wipe(); }

  bool empty() const { return text_.empty(); }
  const std::string& reveal() const { return text_; }

 private:
  void wipe() {
    for (volatile char& byte : text_) byte = 0;
    text_.clear();
  }

  std::string text_;
};

}  // namespace parley::http
