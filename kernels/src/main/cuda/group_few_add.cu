// Counts and sums of few groups: each block adds up in shared memory, then once to device memory.
//
// A group has several cells side by side, a thread uses the one of its lane: so the lanes of a warp
// that have one group do not wait for one another, and with fewer groups there are more cells.
#include "group.cuh"

// Cells of a block: as many as a hundred groups need to have eight each. More would take longer to
// clear and to add up at the end than they save.
constexpr i32 CELLS = 1024;

// Rows of a thread in one go, so that their loads are under way together.
constexpr i32 ROWS = 8;

template <typename Cell>
__device__ __forceinline__ void clear(Cell* cells, i32 used) {
  ONE_BY_ONE
  for (i32 i = threadIdx.x; i < used; i += THREADS) cells[i] = 0;
}

// Where a group's cell for a lane lies, `shift` being the logarithm of a group's cells.
template <typename Cell>
__device__ __forceinline__ Cell* cell_of(Cell* lane, u32 id, i32 shift) {
  return lane + (id << shift);
}

__device__ __forceinline__ i32 lane_of(i32 shift) { return threadIdx.x & ((1 << shift) - 1); }

// Calls `take(id, row)` for each row.
template <typename Take>
__device__ __forceinline__ void each_row(int rows, const u8* __restrict__ ids, Take take) {
  for (i64 tile = (i64)blockIdx.x * ROWS * THREADS; tile < rows; tile += (i64)gridDim.x * ROWS * THREADS) {
    i64 row = tile + threadIdx.x;
    if (tile + ROWS * THREADS <= rows) {
#pragma unroll
      for (i32 i = 0; i < ROWS; i++) take((u32)ids[row + i * THREADS], row + i * THREADS);
    } else {
      for (; row < rows; row += THREADS) take((u32)ids[row], row);
    }
  }
}

// Adds 64 bits as two halves: shared memory has no atomic addition of 64 bits but a loop.
// The upper ones lie behind all lower ones.
__device__ __forceinline__ void add_halves(u32* low, u64 value) {
  u32 before = atomicAdd(low, (u32)value);
  u32 rest = (u32)(value >> 32) + (before + (u32)value < before);
  if (rest != 0) atomicAdd(low + CELLS, rest);
}

template <bool NULLS>
__device__ __forceinline__ void count(int rows, const u8* __restrict__ ids, i32 groups, i32 shift,
                                      const u32* __restrict__ validity, u64* counts) {
  __shared__ u32 cells[CELLS];
  clear(cells, groups << shift);
  __syncthreads();
  u32* lane = cells + lane_of(shift);
  each_row(rows, ids, [&](u32 id, i64 row) {
    if (!NULLS || !bit(validity, row)) atomicAdd(cell_of(lane, id, shift), 1u);
  });
  __syncthreads();
  ONE_BY_ONE
  for (i32 group = threadIdx.x; group < groups; group += THREADS) {
    u64 sum = 0;
    ONE_BY_ONE
    for (i32 i = 0; i < 1 << shift; i++) sum += cells[(group << shift) + i];
    if (sum != 0) atomicAdd(counts + group, sum);
  }
}

extern "C" __global__ void group_few_count(int rows, const u8* ids, i32 groups, i32 shift, u64* counts) {
  count<false>(rows, ids, groups, shift, nullptr, counts);
}

extern "C" __global__ void group_few_count_nulls(int rows, const u8* ids, i32 groups, i32 shift, const u32* validity,
                                                 u64* counts) {
  count<true>(rows, ids, groups, shift, validity, counts);
}

extern "C" __global__ void group_few_sum_words(int rows, const u8* __restrict__ ids, i32 groups, i32 shift,
                                               const u64* __restrict__ values, const u32* __restrict__ validity,
                                               u64* sums) {
  __shared__ u32 low[2 * CELLS];
  u32* high = low + CELLS;
  clear(low, groups << shift);
  clear(high, groups << shift);
  __syncthreads();
  u32* lane = low + lane_of(shift);
  if (validity == nullptr) {
    each_row(rows, ids, [&](u32 id, i64 row) { add_halves(cell_of(lane, id, shift), values[row]); });
  } else {
    each_row(rows, ids, [&](u32 id, i64 row) {
      if (bit(validity, row)) add_halves(cell_of(lane, id, shift), values[row]);
    });
  }
  __syncthreads();
  ONE_BY_ONE
  for (i32 group = threadIdx.x; group < groups; group += THREADS) {
    u64 sum = 0;
    ONE_BY_ONE
    for (i32 i = group << shift; i < (group + 1) << shift; i++) sum += (u64)high[i] << 32 | low[i];
    if (sum != 0) atomicAdd(sums + group, sum);
  }
}

extern "C" __global__ void group_few_sum_numbers(int rows, const u8* __restrict__ ids, i32 groups, i32 shift, i64 form,
                                                 const void* __restrict__ values, const u32* __restrict__ validity,
                                                 double* sums) {
  __shared__ double cells[CELLS];
  clear(cells, groups << shift);
  __syncthreads();
  double* lane = cells + lane_of(shift);
  each_row(rows, ids, [&](u32 id, i64 row) {
    if (valid(validity, row)) atomicAdd(cell_of(lane, id, shift), number_at(form, values, row));
  });
  __syncthreads();
  ONE_BY_ONE
  for (i32 group = threadIdx.x; group < groups; group += THREADS) {
    double sum = 0;
    ONE_BY_ONE
    for (i32 i = group << shift; i < (group + 1) << shift; i++) sum += cells[i];
    if (sum != 0) atomicAdd(sums + group, sum);
  }
}
