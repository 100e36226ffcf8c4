// Exclusive prefix sums, tile by tile: a tile's own sums and its total, then the totals in the same
// way, then each tile moved by what lies before it. One item more than there are values is summed,
// so that the last sum is the total of all.
#include "rows.cuh"

// Items of a thread: four neighbours, which 16 bytes hold of 32 bits. Loads and stores of so many
// bytes leave a warp's sectors whole; word by word each is touched four times.
constexpr int ITEMS = 4;
// A block has THREADS threads, or fewer whole warps if it is the only one.
constexpr int TILE = THREADS * ITEMS;

__device__ __forceinline__ void load(const i32* __restrict__ from, i64* values) {
  int4 four = *(const int4*)from;
  values[0] = four.x, values[1] = four.y, values[2] = four.z, values[3] = four.w;
}

__device__ __forceinline__ void load(const i64* __restrict__ from, i64* values) {
  for (int i = 0; i < ITEMS; i += 2) {
    longlong2 two = ((const longlong2*)from)[i / 2];
    values[i] = two.x, values[i + 1] = two.y;
  }
}

template <typename Value>
__device__ void tile(int items, int values, const Value* __restrict__ from, i64* __restrict__ sums, i64* __restrict__ totals) {
  __shared__ i64 warps[THREADS / 32];
  i64 first = (i64)blockIdx.x * TILE + threadIdx.x * ITEMS;
  i64 own[ITEMS];
  // What is given may begin anywhere; sums lie in memory of their own, which is aligned.
  if (first + ITEMS <= values && (u64)from % 16 == 0) {
    load(from + first, own);
  } else {
    for (int i = 0; i < ITEMS; i++) own[i] = first + i < values ? (i64)from[first + i] : 0;
  }
  i64 sum = 0;
  for (int i = 0; i < ITEMS; i++) {
    i64 value = own[i];
    own[i] = sum;
    sum += value;
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
  if (first + ITEMS <= items) {
    for (int i = 0; i < ITEMS; i += 2) {
      ((longlong2*)(sums + first))[i / 2] = make_longlong2(before + own[i], before + own[i + 1]);
    }
  } else {
    for (int i = 0; i < ITEMS; i++) {
      if (first + i < items) sums[first + i] = before + own[i];
    }
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
