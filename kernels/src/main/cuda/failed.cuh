// Rows for which a cast has no value.
#pragma once
#include "rows.cuh"

// They become null, and are counted unless they were null before; all lanes of the warp call it.
__device__ __forceinline__ void settle(int rows, i64 row, const u32* __restrict__ validity, bool failed,
                                       u32* __restrict__ out, Tally* tally) {
  bool there = row < rows && valid(validity, row);
  put_bit(out, row, there && !failed);
  count_rows(&tally->failed_casts, there && failed);
}
