// The values of rows at given positions.
#include "rows.cuh"

extern "C" __global__ void gather_words(int rows, const i32* __restrict__ positions, const u64* __restrict__ from,
                                        u64* __restrict__ to) {
  for (i64 row = first_row(); row < rows; row += stride()) to[row] = from[positions[row]];
}

extern "C" __global__ void gather_bits(int rows, const i32* __restrict__ positions, const u32* __restrict__ from,
                                       u32* __restrict__ to) {
  for (i64 row = first_row(); row < padded(rows); row += stride()) {
    put_bit(to, row, row < rows && bit(from, positions[row]));
  }
}

extern "C" __global__ void gather_texts(int rows, const i32* __restrict__ positions, const i64* __restrict__ addresses,
                                        const i32* __restrict__ lengths, i64* __restrict__ to_addresses,
                                        i32* __restrict__ to_lengths) {
  for (i64 row = first_row(); row < rows; row += stride()) {
    i32 position = positions[row];
    to_addresses[row] = addresses[position];
    to_lengths[row] = lengths[position];
  }
}
