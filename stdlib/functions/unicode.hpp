// What needs ICU's tables: case mappings and normal forms. Native only. Every text is valid UTF-8 (the walk
// has checked it); where ICU refuses nonetheless, the text comes back as it is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace parley::functions {

std::string lower_unicode(std::string_view text);
std::string upper_unicode(std::string_view text);
std::string title_unicode(std::string_view text);
std::string nfc(std::string_view text);
// For match keys: compatibility form, case folded, without combining marks.
std::string folded(std::string_view text);
// Calls `boundary` with the byte behind each grapheme until it answers false.
void each_grapheme(std::string_view text, const std::function<bool(std::size_t end)>& boundary);
std::int64_t count_graphemes(std::string_view text);

}  // namespace parley::functions
