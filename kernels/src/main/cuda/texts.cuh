// Bytes of texts. A thread has a text and reads byte by byte: nothing outside of it is touched, and
// neighbouring bytes come from the cache.
#pragma once
#include "rows.cuh"

__device__ __forceinline__ bool same_bytes(const u8* __restrict__ a, const u8* __restrict__ b, i32 length) {
  for (i32 i = 0; i < length; i++) {
    if (a[i] != b[i]) return false;
  }
  return true;
}

// Below, at or above 0, by unsigned bytes; a text is before those that it begins.
__device__ __forceinline__ i32 order_of(const u8* __restrict__ a, i32 a_length, const u8* __restrict__ b, i32 b_length) {
  i32 common = a_length < b_length ? a_length : b_length;
  for (i32 i = 0; i < common; i++) {
    i32 difference = (i32)a[i] - (i32)b[i];
    if (difference != 0) return difference;
  }
  return a_length < b_length ? -1 : a_length > b_length;
}

// Space, and \t to \r.
__device__ __forceinline__ bool is_space(u8 byte) { return byte == ' ' || (byte >= '\t' && byte <= '\r'); }

// Whether a byte begins a code point; any that does not continue one counts.
__device__ __forceinline__ bool begins_code_point(u8 byte) { return (byte & 0xc0) != 0x80; }
