#include "stdlib/functions/unicode.hpp"

#include <unicode/brkiter.h>
#include <unicode/bytestream.h>
#include <unicode/casemap.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utext.h>

#include <cstring>
#include <memory>

#include "stdlib/core/check.hpp"

namespace parley::functions {

namespace {

icu::StringPiece piece(std::string_view text) {
  return {text.data(), static_cast<std::int32_t>(text.size())};
}

// ICU counts in 32 bits.
constexpr std::size_t icu_bytes_max = INT32_MAX / 4;

template <class Step>
std::string mapped(std::string_view text, Step step) {
  if (text.size() > icu_bytes_max) return std::string(text);
  std::string out;
  icu::StringByteSink<std::string> sink(&out, static_cast<std::int32_t>(text.size()));
  UErrorCode status = U_ZERO_ERROR;
  step(sink, status);
  return U_SUCCESS(status) ? out : std::string(text);
}

std::string normalized(const icu::Normalizer2* form, std::string_view text) {
  return mapped(text, [&](icu::ByteSink& sink, UErrorCode& status) {
    form->normalizeUTF8(0, piece(text), sink, nullptr, status);
  });
}

const icu::Normalizer2* form_of(const icu::Normalizer2* (*get)(UErrorCode&)) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* form = get(status);
  ENSURE(U_SUCCESS(status), "ICU has no normalization tables");
  return form;
}

std::string without_marks(const std::string& text) {
  icu::UnicodeString all = icu::UnicodeString::fromUTF8(text);
  icu::UnicodeString kept;
  for (std::int32_t at = 0; at < all.length(); at = all.moveIndex32(at, 1)) {
    UChar32 c = all.char32At(at);
    if (u_charType(c) != U_NON_SPACING_MARK) kept.append(c);
  }
  std::string out;
  kept.toUTF8String(out);
  return out;
}

}  // namespace

std::string lower_unicode(std::string_view text) {
  return mapped(text, [&](icu::ByteSink& sink, UErrorCode& status) {
    icu::CaseMap::utf8ToLower("", 0, piece(text), sink, nullptr, status);
  });
}

std::string upper_unicode(std::string_view text) {
  return mapped(text, [&](icu::ByteSink& sink, UErrorCode& status) {
    icu::CaseMap::utf8ToUpper("", 0, piece(text), sink, nullptr, status);
  });
}

std::string title_unicode(std::string_view text) {
  return mapped(text, [&](icu::ByteSink& sink, UErrorCode& status) {
    icu::CaseMap::utf8ToTitle("", 0, nullptr, piece(text), sink, nullptr, status);
  });
}

std::string nfc(std::string_view text) {
  static const icu::Normalizer2* form = form_of(icu::Normalizer2::getNFCInstance);
  return normalized(form, text);
}

std::string folded(std::string_view text) {
  static const icu::Normalizer2* fold = form_of(icu::Normalizer2::getNFKCCasefoldInstance);
  static const icu::Normalizer2* apart = form_of(icu::Normalizer2::getNFDInstance);
  // Taking marks off may uncover letters that fold further (U+0130), so the fold runs on the bare letters
  // too.
  std::string bare = without_marks(normalized(apart, normalized(fold, text)));
  return normalized(fold, bare);
}

void each_grapheme(std::string_view text, const std::function<bool(std::size_t)>& boundary) {
  if (text.size() > icu_bytes_max) return;
  UErrorCode status = U_ZERO_ERROR;
  thread_local std::unique_ptr<icu::BreakIterator> graphemes(
      icu::BreakIterator::createCharacterInstance(icu::Locale::getRoot(), status));
  ENSURE(graphemes != nullptr, "ICU has no break rules");
  UText* view = utext_openUTF8(nullptr, text.data(), static_cast<std::int64_t>(text.size()), &status);
  graphemes->setText(view, status);
  graphemes->first();
  for (std::int32_t at = graphemes->next(); at != icu::BreakIterator::DONE; at = graphemes->next())
    if (!boundary(static_cast<std::size_t>(at))) break;
  utext_close(view);
}

std::int64_t count_graphemes(std::string_view text) {
  std::int64_t count = 0;
  each_grapheme(text, [&](std::size_t) {
    ++count;
    return true;
  });
  return count;
}

}  // namespace parley::functions
