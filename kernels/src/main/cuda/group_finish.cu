// Aggregates of the groups in a list, as they leave the table. How many inputs a group had is its
// rows, less those that were null where any was.
#include "group.cuh"

__device__ __forceinline__ i64 inputs(i32 group, const i64* rows, const i64* nulls) {
  return rows[group] - (nulls == nullptr ? 0 : nulls[group]);
}

extern "C" __global__ void group_finish_counts(int count, const i32* __restrict__ list, const i64* __restrict__ rows,
                                               const i64* __restrict__ nulls, i64* __restrict__ counts) {
  ONE_BY_ONE
  for (i64 i = first_row(); i < count; i += stride()) counts[i] = inputs(list[i], rows, nulls);
}

// Whether groups had an input.
extern "C" __global__ void group_finish_any(int count, const i32* __restrict__ list, const i64* __restrict__ rows,
                                            const i64* __restrict__ nulls, u32* __restrict__ bits) {
  ONE_BY_ONE
  for (i64 i = first_row(); i < padded(count); i += stride()) {
    put_bit(bits, i, i < count && inputs(list[i], rows, nulls) > 0);
  }
}

extern "C" __global__ void group_finish_means(int count, const i32* __restrict__ list, const i64* __restrict__ rows,
                                              const i64* __restrict__ nulls, const double* __restrict__ sums,
                                              double* __restrict__ means) {
  ONE_BY_ONE
  for (i64 i = first_row(); i < count; i += stride()) {
    i64 n = inputs(list[i], rows, nulls);
    means[i] = n > 0 ? sums[list[i]] / (double)n : 0;
  }
}

extern "C" __global__ void group_finish_words(int count, const i32* __restrict__ list, i64 form,
                                              const u64* __restrict__ words, u64* __restrict__ values) {
  ONE_BY_ONE
  for (i64 i = first_row(); i < count; i += stride()) values[i] = unordered(form, words[list[i]]);
}

// Whether groups have a place in the stream.
extern "C" __global__ void group_finish_placed(int count, const i32* __restrict__ list, u64 none,
                                               const u64* __restrict__ places, u32* __restrict__ bits) {
  ONE_BY_ONE
  for (i64 i = first_row(); i < padded(count); i += stride()) put_bit(bits, i, i < count && places[list[i]] != none);
}
