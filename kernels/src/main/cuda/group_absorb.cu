// Partial states, as another pane or table has them, into groups; or out of them, by a sign of -1.
#include "group.cuh"

// Words that are added: counts, and sums of integers.
extern "C" __global__ void group_absorb_words(int rows, const i32* __restrict__ ids, const u64* __restrict__ values,
                                              const u32* __restrict__ validity, i64 sign, u64* words) {
  ONE_BY_ONE
  for (i64 row = first_row(); row < rows; row += stride()) {
    if (valid(validity, row)) atomicAdd(words + ids[row], (u64)sign * values[row]);
  }
}

extern "C" __global__ void group_absorb_sums(int rows, const i32* __restrict__ ids, const double* __restrict__ values,
                                             const u32* __restrict__ validity, i64 sign, double* sums) {
  ONE_BY_ONE
  for (i64 row = first_row(); row < rows; row += stride()) {
    if (valid(validity, row)) atomicAdd(sums + ids[row], (double)sign * values[row]);
  }
}

// How many inputs were null, from how many rows there were (one, if nobody knows) and how many inputs
// (if nobody counted: all rows where there is a value, else none).
extern "C" __global__ void group_absorb_nulls(int count, const i32* __restrict__ ids, const i64* __restrict__ rows,
                                              const i64* __restrict__ inputs, const u32* __restrict__ validity, i64 sign,
                                              u64* nulls) {
  ONE_BY_ONE
  for (i64 i = first_row(); i < count; i += stride()) {
    i64 all = rows == nullptr ? 1 : rows[i];
    i64 had = !valid(validity, i) ? 0 : inputs == nullptr ? all : inputs[i];
    if (all != had) atomicAdd(nulls + ids[i], (u64)(sign * (all - had)));
  }
}
