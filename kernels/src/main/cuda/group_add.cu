// Counts and sums by group, for any number of groups, by atomics whose old value nobody asks for.
//
// Where rows of one warp often have the same group, their atomics wait for one another: then the
// warp's rows of a group are added up first, and one lane adds for all. Whether that pays is found
// out from a sample of the rows.
#include "group.cuh"

// Rows that were looked at, and those among them whose group an earlier lane of the warp had.
struct Skew {
  i32 rows;
  i32 repeated;
};

// Looks at as many rows as are sampled, warps of them spread evenly.
extern "C" __global__ void group_skew(int sampled, const i32* __restrict__ ids, Skew* skew, i32 rows) {
  i64 warp = first_row() >> 5;
  i32 lane = threadIdx.x & 31;
  if (warp >= sampled / 32) return;
  i32 id = ids[warp * (rows / (sampled / 32)) + lane];
  u32 peers = __match_any_sync(~0u, id);
  u32 repeated = __ballot_sync(~0u, lane != __ffs((i32)peers) - 1);
  if (lane == 0) {
    atomicAdd(&skew->rows, 32);
    atomicAdd(&skew->repeated, __popc(repeated));
  }
}

// Adding up within the warp takes about 60 instructions, so it pays from a third of the rows on.
__device__ __forceinline__ bool is_skewed(const Skew* skew) {
  return skew != nullptr && skew->repeated * 3 > skew->rows;
}

// The sum over the lanes that have one group, in the lowest of them; in five steps at most, since each
// halves the lanes that are left. All lanes of the warp call it.
template <typename Value>
__device__ __forceinline__ Value add_peers(u32 peers, Value value) {
  u32 lane = threadIdx.x & 31;
  u32 place = __popc(peers & ((1u << lane) - 1));
  u32 above = peers & (~1u << lane);
  while (__any_sync(~0u, above != 0)) {
    i32 next = __ffs((i32)above);
    Value other = __shfl_sync(~0u, value, next - 1);
    if (next != 0) value += other;
    above &= __ballot_sync(~0u, (place & 1) == 0);
    place >>= 1;
  }
  return value;
}

// Adds `value(row)` of each row that has one to its group.
template <typename Value, typename Of>
__device__ __forceinline__ void add(int rows, const i32* __restrict__ ids, const u32* __restrict__ validity,
                                    const Skew* skew, Value* sums, Of of) {
  if (!is_skewed(skew)) {
    ONE_BY_ONE
    for (i64 row = first_row(); row < rows; row += stride()) {
      if (valid(validity, row)) atomicAdd(sums + ids[row], of(row));
    }
    return;
  }
  i32 lane = threadIdx.x & 31;
  ONE_BY_ONE
  for (i64 row = first_row(); row < padded(rows); row += stride()) {
    bool there = row < rows && valid(validity, row);
    i32 id = there ? ids[row] : -1 - lane;
    u32 peers = __match_any_sync(~0u, id);
    Value sum = add_peers(peers, there ? of(row) : (Value)0);
    if (there && lane == __ffs((i32)peers) - 1) atomicAdd(sums + id, sum);
  }
}

extern "C" __global__ void group_count(int rows, const i32* ids, const Skew* skew, u64* counts) {
  if (!is_skewed(skew)) {
    ONE_BY_ONE
    for (i64 row = first_row(); row < rows; row += stride()) atomicAdd(counts + ids[row], 1ull);
    return;
  }
  i32 lane = threadIdx.x & 31;
  ONE_BY_ONE
  for (i64 row = first_row(); row < padded(rows); row += stride()) {
    i32 id = row < rows ? ids[row] : -1 - lane;
    u32 peers = __match_any_sync(~0u, id);
    if (row < rows && lane == __ffs((i32)peers) - 1) atomicAdd(counts + id, (u64)__popc(peers));
  }
}

// Rows without a value.
extern "C" __global__ void group_count_nulls(int rows, const i32* __restrict__ ids, const u32* __restrict__ validity,
                                             u64* counts) {
  ONE_BY_ONE
  for (i64 row = first_row(); row < rows; row += stride()) {
    if (!bit(validity, row)) atomicAdd(counts + ids[row], 1ull);
  }
}

extern "C" __global__ void group_sum_words(int rows, const i32* ids, const u64* __restrict__ values,
                                           const u32* validity, const Skew* skew, u64* sums) {
  add(rows, ids, validity, skew, sums, [&](i64 row) { return values[row]; });
}

extern "C" __global__ void group_sum_numbers(int rows, const i32* ids, i64 form, const void* values,
                                             const u32* validity, const Skew* skew, double* sums) {
  add(rows, ids, validity, skew, sums, [&](i64 row) { return number_at(form, values, row); });
}
