// Lengths of texts and parts of them, which share the texts' bytes.
#include "texts.cuh"

extern "C" __global__ void text_bytes(int rows, const i32* __restrict__ lengths, i64* __restrict__ to) {
  for (i64 row = first_row(); row < rows; row += stride()) to[row] = lengths[row];
}

extern "C" __global__ void text_code_points(int rows, const i64* __restrict__ addresses, const i32* __restrict__ lengths,
                                            i64* __restrict__ to) {
  for (i64 row = first_row(); row < rows; row += stride()) {
    const u8* bytes = (const u8*)addresses[row];
    i64 count = 0;
    for (i32 i = 0; i < lengths[row]; i++) count += begins_code_point(bytes[i]);
    to[row] = count;
  }
}

extern "C" __global__ void text_trim(int rows, const i64* __restrict__ addresses, const i32* __restrict__ lengths,
                                     i64* __restrict__ to_addresses, i32* __restrict__ to_lengths) {
  for (i64 row = first_row(); row < rows; row += stride()) {
    const u8* bytes = (const u8*)addresses[row];
    i32 from = 0, end = lengths[row];
    while (from < end && is_space(bytes[from])) from++;
    while (from < end && is_space(bytes[end - 1])) end--;
    to_addresses[row] = addresses[row] + from;
    to_lengths[row] = end - from;
  }
}

// The window [begin, begin + length) cut to what there is; a begin below 0 is before the first.
__device__ __forceinline__ void window(i64 begin, i64 length, i64 count, i64* from, i64* to) {
  i64 most = 0x7fffffffffffffffll;
  i64 end = length <= 0 ? begin : begin > most - length ? most : begin + length;
  *from = begin < 0 ? 0 : begin > count ? count : begin;
  *to = end < *from ? *from : end > count ? count : end;
}

// Counted from 1, or from the end if negative; 0 is as 1.
__device__ __forceinline__ i64 begin_of(i64 start, i64 count) { return start > 0 ? start - 1 : start < 0 ? count + start : 0; }

extern "C" __global__ void text_part_bytes(int rows, const i64* __restrict__ addresses, const i32* __restrict__ lengths,
                                           i64 start, i64 length, i64* __restrict__ to_addresses,
                                           i32* __restrict__ to_lengths) {
  for (i64 row = first_row(); row < rows; row += stride()) {
    i64 from, to;
    window(begin_of(start, lengths[row]), length, lengths[row], &from, &to);
    to_addresses[row] = addresses[row] + from;
    to_lengths[row] = (i32)(to - from);
  }
}

// How many bytes there are before code point `index`; all if there are not so many.
__device__ __forceinline__ i32 bytes_before(const u8* __restrict__ bytes, i32 length, i64 index) {
  i64 left = index;
  for (i32 i = 0; i < length; i++) {
    if (begins_code_point(bytes[i]) && left-- == 0) return i;
  }
  return length;
}

extern "C" __global__ void text_part(int rows, const i64* __restrict__ addresses, const i32* __restrict__ lengths,
                                     i64 start, i64 length, i64* __restrict__ to_addresses, i32* __restrict__ to_lengths) {
  for (i64 row = first_row(); row < rows; row += stride()) {
    const u8* bytes = (const u8*)addresses[row];
    i32 size = lengths[row];
    i64 count = 0, from, to;
    for (i32 i = 0; i < size; i++) count += begins_code_point(bytes[i]);
    window(begin_of(start, count), length, count, &from, &to);
    i32 first = count == size ? (i32)from : bytes_before(bytes, size, from);
    i32 taken = count == size ? (i32)(to - from) : bytes_before(bytes + first, size - first, to - from);
    to_addresses[row] = addresses[row] + first;
    to_lengths[row] = taken;
  }
}
