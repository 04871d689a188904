// The reference of the library as Markdown, printed from the descriptors: docs/language/functions.md is this
// text, and a test holds the two together.
#pragma once

#include <string>
#include <string_view>

namespace parley::functions {

// The whole page.
std::string reference_page();
// One function's part of it, every overload; empty where there is no such function.
std::string reference_of(std::string_view name);

}  // namespace parley::functions
