// Least and greatest values by group, as words whose unsigned order is the values'.
#include "group.cuh"

template <bool GREATEST>
__device__ __forceinline__ void extreme(int rows, const i32* __restrict__ ids, i64 form, const void* __restrict__ values,
                                        const u32* __restrict__ validity, u64* words) {
  ONE_BY_ONE
  for (i64 row = first_row(); row < rows; row += stride()) {
    if (!valid(validity, row)) continue;
    u64 word = ordered(form, word_at(form, values, row));
    u64* held = words + ids[row];
    // Most rows change nothing: a plain look is cheaper than an atomic, and a stale one does no harm.
    u64 now = *(volatile u64*)held;
    if (GREATEST ? word > now : word < now) {
      if (GREATEST) {
        atomicMax(held, word);
      } else {
        atomicMin(held, word);
      }
    }
  }
}

extern "C" __global__ void group_least(int rows, const i32* ids, i64 form, const void* values, const u32* validity,
                                       u64* words) {
  extreme<false>(rows, ids, form, values, validity, words);
}

extern "C" __global__ void group_greatest(int rows, const i32* ids, i64 form, const void* values, const u32* validity,
                                          u64* words) {
  extreme<true>(rows, ids, form, values, validity, words);
}
