// Separators of at least one byte.
#pragma once
#include "texts.cuh"

// The first place from `from` on where the separator begins; the length if there is none.
__device__ __forceinline__ i32 find(const u8* __restrict__ bytes, i32 from, i32 length, const u8* __restrict__ separator,
                                    int size) {
  for (i32 at = from; at <= length - size; at++) {
    if (same_bytes(bytes + at, separator, size)) return at;
  }
  return length;
}
