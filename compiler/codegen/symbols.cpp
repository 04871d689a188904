#include "compiler/codegen/symbols.hpp"

#include <cstring>

#include "compiler/codegen/runtime/runtime.hpp"
#include "stdlib/functions/bitcode.hpp"
#include "stdlib/functions/registry.hpp"

// Of the compiler's support library; no header declares them.
// NOLINTBEGIN: their names are not ours
extern "C" {
parley::value::Int128 __divti3(parley::value::Int128, parley::value::Int128);
parley::value::Int128 __modti3(parley::value::Int128, parley::value::Int128);
unsigned __int128 __udivti3(unsigned __int128, unsigned __int128);
unsigned __int128 __umodti3(unsigned __int128, unsigned __int128);
int bcmp(const void*, const void*, std::size_t) noexcept;
}
// NOLINTEND

namespace parley::codegen {

namespace {

template <class Function>
Symbol symbol(const char* name, Function* function) {
  return {name, reinterpret_cast<void*>(function)};
}

}  // namespace

std::vector<Symbol> allowed_symbols() {
  std::vector<Symbol> symbols = {
      symbol("parley_is_ordinary", &parley_is_ordinary),
      symbol("parley_weighted_length", &parley_weighted_length),
      symbol("parley_read_int", &parley_read_int),
      symbol("parley_read_decimal", &parley_read_decimal),
      symbol("parley_read_bool", &parley_read_bool),
      symbol("parley_read_letter", &parley_read_letter),
      symbol("parley_date_image", &parley_date_image),
      symbol("parley_instant_image", &parley_instant_image),
      symbol("parley_number_image", &parley_number_image),
      symbol("parley_choice", &parley_choice),
      symbol("parley_part_trim", &parley_part_trim),
      symbol("parley_part_trim_start", &parley_part_trim_start),
      symbol("parley_part_trim_end", &parley_part_trim_end),
      symbol("parley_wide_lower", &parley_wide_lower),
      symbol("parley_wide_upper", &parley_wide_upper),
      symbol("parley_write_rare_text", &parley_write_rare_text),
      symbol("parley_write_int", &parley_write_int),
      symbol("parley_write_bool", &parley_write_bool),
      symbol("parley_equal_text", &parley_equal_text),
      symbol("parley_compare_text", &parley_compare_text),
      symbol("parley_heavy_read_id", &parley_heavy_read_id),
      symbol("parley_heavy_read_time", &parley_heavy_read_time),
      symbol("parley_heavy_read_decimal", &parley_heavy_read_decimal),
      symbol("parley_heavy_unescape", &parley_heavy_unescape),
      // No bitcode has these names: the native code is called where few records come by.
      symbol("parley_heavy_slot_int", &parley_read_int),
      symbol("parley_heavy_slot_decimal", &parley_read_decimal),
      symbol("parley_heavy_aside_result", &parley_heavy_aside_result),
      symbol("parley_heavy_aside_leaf", &parley_heavy_aside_leaf),
      symbol("parley_heavy_trim", &parley_heavy_trim),
      symbol("parley_heavy_lower", &parley_heavy_lower),
      symbol("parley_heavy_upper", &parley_heavy_upper),
      symbol("parley_heavy_write_decimal", &parley_heavy_write_decimal),
      symbol("parley_heavy_write_time", &parley_heavy_write_time),
      symbol("parley_heavy_write_canonical_time", &parley_heavy_write_canonical_time),
      symbol("parley_heavy_compare_decimal", &parley_heavy_compare_decimal),
      symbol("parley_heavy_add", &parley_heavy_add),
      symbol("parley_heavy_subtract", &parley_heavy_subtract),
      symbol("parley_heavy_multiply", &parley_heavy_multiply),
      symbol("parley_heavy_narrow", &parley_heavy_narrow),
      symbol("parley_heavy_decimal_fits", &parley_heavy_decimal_fits),
      symbol("parley_heavy_text_fits", &parley_heavy_text_fits),
      symbol("memcpy", &std::memcpy),
      symbol("memmove", &std::memmove),
      symbol("memset", &std::memset),
      symbol("memcmp", &std::memcmp),
      symbol("bcmp", &bcmp),  // NOLINT(bugprone-unsafe-functions): LLVM asks for it
      {"memchr",
       reinterpret_cast<void*>(static_cast<const void* (*)(const void*, int, std::size_t)>(&std::memchr))},
      symbol("__divti3", &__divti3),
      symbol("__modti3", &__modti3),
      symbol("__udivti3", &__udivti3),
      symbol("__umodti3", &__umodti3),
  };
  for (const abi::NativeSymbol& native : functions::native_symbols())  // heavy bodies and slow paths
    symbols.push_back({std::string(native.name), native.address});
  for (const abi::Function& function : functions::all())
    if (const auto* body = std::get_if<abi::TypedBody>(&function.body); body != nullptr && !body->heavy)
      symbols.push_back({std::string(body->symbol), body->native});
  return symbols;
}

}  // namespace parley::codegen
