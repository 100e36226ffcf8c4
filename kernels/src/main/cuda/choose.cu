// One of two values for each row, by a bit.
#include "rows.cuh"

extern "C" __global__ void choose_words(int rows, const u32* __restrict__ mask, const u64* __restrict__ then,
                                        const u64* __restrict__ otherwise, u64* __restrict__ to) {
  for (i64 row = first_row(); row < rows; row += stride()) to[row] = bit(mask, row) ? then[row] : otherwise[row];
}

extern "C" __global__ void choose_texts(int rows, const u32* __restrict__ mask, const i64* __restrict__ then,
                                        const i32* __restrict__ then_lengths, const i64* __restrict__ otherwise,
                                        const i32* __restrict__ otherwise_lengths, i64* __restrict__ to,
                                        i32* __restrict__ lengths) {
  for (i64 row = first_row(); row < rows; row += stride()) {
    bool chosen = bit(mask, row);
    to[row] = chosen ? then[row] : otherwise[row];
    lengths[row] = chosen ? then_lengths[row] : otherwise_lengths[row];
  }
}
