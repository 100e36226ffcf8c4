// Exclusive prefix sums, tile by tile: a tile's own sums and its total, then the totals in the same
// way, then each tile moved by what lies before it. One item more than there are values is summed,
// so that the last sum is the total of all.
#include "rows.cuh"

// Items of a thread: four neighbours, one 16-byte load of 32-bit values.
constexpr int ITEMS = 4;
// A block has THREADS threads, or fewer whole warps if it is the only one.
constexpr int TILE = THREADS * ITEMS;

template <typename Value>
__device__ void tile(int items, int values, const Value* __restrict__ from, i64* __restrict__ sums, i64* __restrict__ totals) {
  __shared__ i64 warps[THREADS / 32];
  i64 first = (i64)blockIdx.x * TILE + threadIdx.x * ITEMS;
  i64 own[ITEMS];
  i64 sum = 0;
  for (int i = 0; i < ITEMS; i++) {
    own[i] = sum;
    sum += first + i < values ? (i64)from[first + i] : 0;
  }
  int lane = threadIdx.x & 31;
  i64 before = sum;
  for (int step = 1; step < 32; step *= 2) {
    i64 other = __shfl_up_sync(~0u, before, step);
    if (lane >= step) before += other;
  }
  if (lane == 31) warps[threadIdx.x >> 5] = before;
  before -= sum;
  __syncthreads();
  i64 total = 0;
  for (int warp = 0; warp < blockDim.x >> 5; warp++) {
    if (warp == threadIdx.x >> 5) before += total;
    total += warps[warp];
  }
  for (int i = 0; i < ITEMS; i++) {
    if (first + i < items) sums[first + i] = before + own[i];
  }
  if (threadIdx.x == 0) totals[blockIdx.x] = total;
}

extern "C" __global__ void scan_tile32(int items, int values, const i32* from, i64* sums, i64* totals) {
  tile(items, values, from, sums, totals);
}

extern "C" __global__ void scan_tile64(int items, int values, const i64* from, i64* sums, i64* totals) {
  tile(items, values, from, sums, totals);
}

extern "C" __global__ void scan_move(int items, const i64* __restrict__ before, i64* __restrict__ sums) {
  for (i64 item = first_row(); item < items; item += stride()) sums[item] += before[item / TILE];
}
