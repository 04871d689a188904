// What a typed body is written with. Everything here is also compiled to bitcode: no allocation, no
// exceptions, no intrinsics.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

#include "stdlib/abi/call.hpp"
#include "stdlib/core/clock.hpp"
#include "stdlib/functions/block.hpp"
#include "stdlib/value/decimal.hpp"
#include "stdlib/value/time.hpp"

namespace parley::functions {

using abi::CallContext;
using abi::Text;
using abi::TextItem;
using abi::TextList;
using core::Duration;
using core::Instant;
using value::Date;
using value::DateTime;
using value::Decimal;
using value::TimeOfDay;

namespace call = abi::call;
using Returned = std::int64_t;

// Copies a text to `out`; its length, as a body returns it.
inline Returned write(Text x, char* out) {
  copy_bytes(x.bytes, x.length, out);
  return static_cast<Returned>(x.length);
}

// The bytes [from, to) of x.
inline Text part(Text x, std::uint64_t from, std::uint64_t to) {
  return {x.bytes + from, to - from};
}

}  // namespace parley::functions
