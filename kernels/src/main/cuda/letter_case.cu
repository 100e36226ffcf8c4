// Upper and lower case of ASCII letters.
#include "rows.cuh"

// Notes whether any byte is not ASCII. A warp a row.
extern "C" __global__ void case_look(int rows, const i64* __restrict__ addresses, const i32* __restrict__ lengths, i64* other) {
  i32 lane = threadIdx.x & 31;
  for (i64 row = first_row() >> 5; row < rows; row += stride() >> 5) {
    const u8* bytes = (const u8*)addresses[row];
    u8 seen = 0;
    for (i32 i = lane; i < lengths[row]; i += 32) seen |= bytes[i];
    if (__any_sync(~0u, seen >= 0x80) && lane == 0) atomicExch((u64*)other, 1);
  }
}

// Bytes from `first` on, 26 of them, change by their bit 0x20. A warp a row.
extern "C" __global__ void case_map(int rows, const i64* __restrict__ addresses, const i32* __restrict__ lengths,
                                    const i64* __restrict__ offsets, int first, i64 to, i64* __restrict__ to_addresses) {
  i32 lane = threadIdx.x & 31;
  for (i64 row = first_row() >> 5; row < rows; row += stride() >> 5) {
    const u8* from = (const u8*)addresses[row];
    u8* mapped = (u8*)to + offsets[row];
    for (i32 i = lane; i < lengths[row]; i += 32) {
      u8 byte = from[i];
      mapped[i] = (u32)(byte - first) < 26 ? byte ^ 0x20 : byte;
    }
    if (lane == 0) to_addresses[row] = (i64)mapped;
  }
}
