// What all kernels share: the shape of a launch, bitmaps, and the tally of errors.
//
// A launch has one thread for each row, or fewer that stride over the rows. Bitmaps are padded to
// 64 rows with zeros, so a loop that writes one runs to the padded length: then all lanes of a warp
// are in it together, and each warp writes one word by a ballot, without an atomic.
#pragma once

using i64 = long long;
using u64 = unsigned long long;
using u32 = unsigned int;
using i32 = int;
using u8 = unsigned char;

// Threads of a block: enough to hide latency, and with 32 registers each, eight blocks fit.
constexpr int THREADS = 256;

// Where kernels count what went wrong; the host reads it when it waits for the device.
struct Tally {
  u64 divisions_by_zero;
  u64 failed_casts;
  // Rows whose dictionary index, and values whose offsets, do not lie within the data; and one such index.
  u64 bad_indices;
  i64 bad_index;
  u64 bad_offsets;
};

__device__ __forceinline__ i64 first_row() { return (i64)blockIdx.x * blockDim.x + threadIdx.x; }

__device__ __forceinline__ i64 stride() { return (i64)gridDim.x * blockDim.x; }

// Rows with the padding of a bitmap.
__device__ __forceinline__ i64 padded(int rows) { return ((i64)rows + 63) & ~63ll; }

__device__ __forceinline__ bool bit(const u32* __restrict__ words, i64 row) { return words[row >> 5] >> (row & 31) & 1; }

// No bitmap means that no row is null.
__device__ __forceinline__ bool valid(const u32* __restrict__ validity, i64 row) {
  return validity == nullptr || bit(validity, row);
}

// Writes one word of a bitmap: all lanes of the warp call it, with the row that each has.
__device__ __forceinline__ void put_bit(u32* words, i64 row, bool set) {
  u32 word = __ballot_sync(~0u, set);
  if ((row & 31) == 0) words[row >> 5] = word;
}

// Adds the warp's rows for which something holds to a counter; all lanes call it.
__device__ __forceinline__ void count_rows(u64* counter, bool holds) {
  u32 word = __ballot_sync(~0u, holds);
  if (word != 0 && (threadIdx.x & 31) == 0) atomicAdd(counter, (u64)__popc(word));
}
