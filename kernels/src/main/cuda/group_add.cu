// Counts and sums by group, for any number of groups: one atomic a row, whose old value nobody asks for.
#include "group.cuh"

extern "C" __global__ void group_count(int rows, const i32* __restrict__ ids, u64* counts) {
  for (i64 row = first_row(); row < rows; row += stride()) atomicAdd(counts + ids[row], 1ull);
}

// Rows without a value.
extern "C" __global__ void group_count_nulls(int rows, const i32* __restrict__ ids, const u32* __restrict__ validity,
                                             u64* counts) {
  for (i64 row = first_row(); row < rows; row += stride()) {
    if (!bit(validity, row)) atomicAdd(counts + ids[row], 1ull);
  }
}

extern "C" __global__ void group_sum_words(int rows, const i32* __restrict__ ids, const u64* __restrict__ values,
                                           const u32* __restrict__ validity, u64* sums) {
  for (i64 row = first_row(); row < rows; row += stride()) {
    if (valid(validity, row)) atomicAdd(sums + ids[row], values[row]);
  }
}

extern "C" __global__ void group_sum_numbers(int rows, const i32* __restrict__ ids, i64 form,
                                             const void* __restrict__ values, const u32* __restrict__ validity,
                                             double* sums) {
  for (i64 row = first_row(); row < rows; row += stride()) {
    if (valid(validity, row)) atomicAdd(sums + ids[row], number_at(form, values, row));
  }
}
