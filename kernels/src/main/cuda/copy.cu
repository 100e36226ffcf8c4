// Values of variable length, packed one behind the other.
#include "rows.cuh"

// A warp a value: lanes copy neighbouring bytes.
extern "C" __global__ void copy_texts(int rows, const i64* __restrict__ addresses, const i32* __restrict__ lengths,
                                      const i64* __restrict__ offsets, u8* __restrict__ to) {
  i64 lane = threadIdx.x & 31;
  for (i64 row = first_row() >> 5; row < rows; row += stride() >> 5) {
    const u8* from = (const u8*)addresses[row];
    u8* at = to + offsets[row];
    for (i32 i = (i32)lane; i < lengths[row]; i += 32) at[i] = from[i];
  }
}
