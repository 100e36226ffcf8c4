// Values from their lane to the width that they have in Arrow's buffers.
#include "rows.cuh"

#define NARROW(name, From, To)                                                                     \
  extern "C" __global__ void name(int rows, const From* __restrict__ from, To* __restrict__ to) { \
    for (i64 row = first_row(); row < rows; row += stride()) to[row] = (To)from[row];             \
  }

NARROW(narrow_8, i64, signed char)
NARROW(narrow_16, i64, short)
NARROW(narrow_32, i64, int)
NARROW(narrow_float, double, float)

// Offsets of texts, from `first` on.
extern "C" __global__ void narrow_offsets(int rows, const i64* __restrict__ from, i64 first, i32* __restrict__ to) {
  for (i64 row = first_row(); row < rows; row += stride()) to[row] = (i32)(first + from[row]);
}

extern "C" __global__ void wide_offsets(int rows, const i64* __restrict__ from, i64 first, i64* __restrict__ to) {
  for (i64 row = first_row(); row < rows; row += stride()) to[row] = first + from[row];
}
