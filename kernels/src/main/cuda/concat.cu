// Texts one after another: their lengths are added up part by part, summed up over the rows (scan.cu),
// and the parts are then copied in order to where they belong.
#include "rows.cuh"

extern "C" __global__ void concat_add(int rows, const i32* __restrict__ lengths, i64* __restrict__ sums) {
  for (i64 row = first_row(); row < rows; row += stride()) sums[row] += lengths[row];
}

// To 32 bits, and nothing for null rows. What 32 bits do not hold is noted in `longest`.
extern "C" __global__ void concat_lengths(int rows, const i64* __restrict__ sums, const u32* __restrict__ validity,
                                          i32* __restrict__ lengths, i64* longest) {
  for (i64 row = first_row(); row < rows; row += stride()) {
    i64 sum = sums[row];
    if (sum > 0x7fffffff) atomicMax(longest, sum);
    lengths[row] = valid(validity, row) ? (i32)sum : 0;
  }
}

extern "C" __global__ void concat_addresses(int rows, const i64* __restrict__ offsets, i64 to, i64* __restrict__ addresses) {
  for (i64 row = first_row(); row < rows; row += stride()) addresses[row] = to + offsets[row];
}

// A warp a row: a part of each row to where the row's next part goes, which is then behind it.
extern "C" __global__ void concat_copy(int rows, const u32* __restrict__ validity, const i64* __restrict__ addresses,
                                       const i32* __restrict__ lengths, i64* __restrict__ next) {
  i32 lane = threadIdx.x & 31;
  for (i64 row = first_row() >> 5; row < rows; row += stride() >> 5) {
    if (valid(validity, row)) {
      const u8* from = (const u8*)addresses[row];
      u8* to = (u8*)next[row];
      i32 length = lengths[row];
      for (i32 i = lane; i < length; i += 32) to[i] = from[i];
      __syncwarp();
      if (lane == 0) next[row] = (i64)(to + length);
    }
  }
}
