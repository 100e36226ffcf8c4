// Results for types that are narrower than 64 bits.
#pragma once
#include "rows.cuh"

// Into a type narrower than 64 bits, modulo its width: `shift` is what it lacks of 64 bits.
__device__ __forceinline__ i64 wrapped(i64 value, int shift, int is_unsigned) {
  u64 high = (u64)value << shift;
  return is_unsigned ? (i64)(high >> shift) : (i64)high >> shift;
}
