// What the processor offers beyond the one that all is compiled for.
#pragma once

namespace parley::core {

// AVX2 and what came with it: functions of that target may run. False until static objects are made.
inline const bool has_wide_registers = __builtin_cpu_supports("avx2") != 0;
// AVX-512, with what came with its instructions for bytes.
inline const bool has_widest_registers = __builtin_cpu_supports("avx512bw") != 0 &&
                                         __builtin_cpu_supports("avx512vl") != 0 &&
                                         __builtin_cpu_supports("avx512cd") != 0 && has_wide_registers;
// An attribute of functions that run only where these are.
#define PARLEY_WIDEST gnu::target("avx512f,avx512bw,avx512vl,avx512cd,avx2,bmi,bmi2")

}  // namespace parley::core
