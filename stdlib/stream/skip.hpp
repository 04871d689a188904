// Skip: steps over a container whose tokens are known, sixty-three at a time, and checks all of its grammar
// but the escapes in its texts:
//   [{"at":4,"on":[true,"x"]},…    tokens: [ { " : 4 , " : [ t , " ] } ,
// Pure. Needs a processor with AVX-512.
#pragma once

#include <cstddef>
#include <cstdint>

namespace parley::stream {

constexpr std::size_t depth_by_words = 60;  // of brackets in one container; deeper ones are rare

// Behind the container's last token. Null: it is wrong, or rare; Cursor::skip_value() knows. `at`: its first
// token; behind at_end stands the length of the bytes. Precondition: core::has_widest_registers.
const std::uint32_t* skip_container(const char* bytes, const std::uint32_t* at, const std::uint32_t* at_end);

}  // namespace parley::stream
