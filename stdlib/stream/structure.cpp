#include "stdlib/stream/structure.hpp"

#include <simdjson.h>

#include <bit>

#include "stdlib/core/check.hpp"
#include "stdlib/core/text.hpp"

namespace parley::stream {

namespace {

constexpr std::size_t depth_unused = 1;  // only its second stage has a depth

const char* reason(simdjson::error_code error) {
  switch (error) {
    case simdjson::UTF8_ERROR:
      return "is not valid UTF-8";
    case simdjson::UNCLOSED_STRING:
      return "has a text without its closing quote";
    case simdjson::UNESCAPED_CHARS:
      return "has a control character inside a text";
    default:
      return simdjson::error_message(error);
  }
}

// The first control character inside a text, or the quote that opens a text which is not closed.
std::size_t unquotable_at(std::string_view bytes) {
  std::size_t opened = std::string_view::npos;
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    bool inside = opened != std::string_view::npos;
    if (bytes[at] == '"') opened = inside ? std::string_view::npos : at;
    if (!inside) continue;
    if (static_cast<unsigned char>(bytes[at]) < 0x20) return at;
    if (bytes[at] == '\\') ++at;
  }
  return opened == std::string_view::npos ? 0 : opened;
}

}  // namespace

struct Structure::Parser {
  std::unique_ptr<simdjson::internal::dom_parser_implementation> stage;
  std::uint32_t none[1] = {0};
  bool empty = true;
  bool is_utf8 = true;
};

Structure::Structure() : parser_(std::make_unique<Parser>()) {}
Structure::~Structure() = default;
Structure::Structure(Structure&&) noexcept = default;
Structure& Structure::operator=(Structure&&) noexcept = default;

const char* Structure::index(std::string_view bytes) {
  auto& stage = parser_->stage;
  if (!stage || stage->capacity() < bytes.size()) {
    // Windows differ by a few bytes: not each one that is a little larger allocates anew.
    std::size_t capacity = std::bit_ceil(bytes.size());
    auto error = simdjson::get_active_implementation()->create_dom_parser_implementation(capacity,
                                                                                         depth_unused, stage);
    ENSURE(error == simdjson::SUCCESS, simdjson::error_message(error));
  }
  parser_->none[0] = static_cast<std::uint32_t>(bytes.size());
  parser_->empty = bytes.empty();
  if (bytes.empty()) return nullptr;
  auto error = stage->stage1(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size(),
                             simdjson::stage1_mode::regular);
  parser_->empty = error == simdjson::EMPTY;
  parser_->is_utf8 = error != simdjson::UTF8_ERROR;
  return error == simdjson::SUCCESS || error == simdjson::EMPTY ? nullptr : reason(error);
}

std::uint32_t Structure::wrong_at(std::string_view bytes) const {
  return static_cast<std::uint32_t>(parser_->is_utf8 ? unquotable_at(bytes) : core::valid_utf8_length(bytes));
}

const std::uint32_t* Structure::positions() const {
  return parser_->empty ? parser_->none : parser_->stage->structural_indexes.get();
}

std::size_t Structure::count() const {
  return parser_->empty ? 0 : parser_->stage->n_structural_indexes;
}

}  // namespace parley::stream
