// What the processor offers beyond the one that all is compiled for.
#pragma once

namespace parley::core {

// AVX2 and what came with it: functions of that target may run. False until static objects are made.
inline const bool has_wide_registers = __builtin_cpu_supports("avx2") != 0;

}  // namespace parley::core
