// Texts into parts at separators of several bytes, empty parts left out. Where a separator counts
// depends on those before it, so a thread goes through a text from left to right.
#include "separator.cuh"

template <typename Take>
__device__ __forceinline__ void each_part(const u8* __restrict__ bytes, i32 length, const u8* __restrict__ separator,
                                          int size, Take take) {
  i64 from = 0;  // may come to lie behind the greatest length
  while (from < length) {
    i32 at = find(bytes, (i32)from, length, separator, size);
    if (at > from) take((i32)from, at - (i32)from);
    from = (i64)at + size;
  }
}

extern "C" __global__ void split_long_count(int rows, const i64* __restrict__ addresses, const i32* __restrict__ lengths,
                                            const u8* __restrict__ separator, int size, i32* __restrict__ counts) {
  for (i64 row = first_row(); row < rows; row += stride()) {
    i32 count = 0;
    each_part((const u8*)addresses[row], lengths[row], separator, size, [&count](i32, i32) { count++; });
    counts[row] = count;
  }
}

extern "C" __global__ void split_long_write(int rows, const i64* __restrict__ addresses, const i32* __restrict__ lengths,
                                            const u8* __restrict__ separator, int size, const i64* __restrict__ before,
                                            i64* __restrict__ part_addresses, i32* __restrict__ part_lengths,
                                            i32* __restrict__ parents) {
  for (i64 row = first_row(); row < rows; row += stride()) {
    i64 next = before[row];
    each_part((const u8*)addresses[row], lengths[row], separator, size, [&](i32 from, i32 part) {
      part_addresses[next] = addresses[row] + from;
      part_lengths[next] = part;
      parents[next] = (i32)row;
      next++;
    });
  }
}
