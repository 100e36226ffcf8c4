// Least and greatest of the values that are there. Threads first take all that they stride over, then
// a warp's are brought together, so that there is one atomic a warp.
#include "rows.cuh"

struct Range {
  i64 least;
  i64 greatest;
};

extern "C" __global__ void range_longs(int rows, const i64* __restrict__ values, const u32* __restrict__ validity,
                                       Range* to) {
  i64 least = 0x7fffffffffffffffll;
  i64 greatest = ~least;
  for (i64 row = first_row(); row < rows; row += stride()) {
    if (valid(validity, row)) {
      i64 value = values[row];
      least = value < least ? value : least;
      greatest = value > greatest ? value : greatest;
    }
  }
  for (int step = 16; step > 0; step /= 2) {
    i64 other_least = __shfl_xor_sync(~0u, least, step);
    i64 other_greatest = __shfl_xor_sync(~0u, greatest, step);
    least = other_least < least ? other_least : least;
    greatest = other_greatest > greatest ? other_greatest : greatest;
  }
  if ((threadIdx.x & 31) == 0 && least <= greatest) {
    atomicMin(&to->least, least);
    atomicMax(&to->greatest, greatest);
  }
}

// What a range begins as: empty.
extern "C" __global__ void range_empty(int rows, Range* to) {
  for (i64 row = first_row(); row < rows; row += stride()) to[row] = {0x7fffffffffffffffll, ~0x7fffffffffffffffll};
}
