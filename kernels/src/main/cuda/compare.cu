// Comparisons of two values of a row: whether they are equal, and whether the first is before the
// second. The other four are these with the sides exchanged, or inverted.
#include "texts.cuh"

// NaN equals NaN, and is greater than all else.
__device__ __forceinline__ bool equal(double a, double b) { return a == b || (a != a && b != b); }
__device__ __forceinline__ bool less(double a, double b) { return a < b || (b != b && a == a); }

// `flip` turns unsigned order into signed order when it is exclusive-ored in.
#define COMPARISON(name, Value, expression)                                                                      \
  extern "C" __global__ void name(int rows, const Value* __restrict__ as, const Value* __restrict__ bs, i64 flip, \
                                  int invert, u32* __restrict__ to) {                                            \
    for (i64 row = first_row(); row < padded(rows); row += stride()) {                                           \
      bool holds = false;                                                                                        \
      if (row < rows) {                                                                                          \
        Value a = as[row], b = bs[row];                                                                          \
        holds = (expression) != (invert != 0);                                                                   \
      }                                                                                                          \
      put_bit(to, row, holds);                                                                                   \
    }                                                                                                            \
  }

COMPARISON(equal_longs, i64, a == b)
COMPARISON(less_longs, i64, (a ^ flip) < (b ^ flip))
COMPARISON(equal_doubles, double, equal(a, b))
COMPARISON(less_doubles, double, less(a, b))

extern "C" __global__ void equal_texts(int rows, const i64* __restrict__ as, const i32* __restrict__ a_lengths,
                                       const i64* __restrict__ bs, const i32* __restrict__ b_lengths, int invert,
                                       u32* __restrict__ to) {
  for (i64 row = first_row(); row < padded(rows); row += stride()) {
    bool holds = false;
    if (row < rows) {
      i32 length = a_lengths[row];
      bool same = length == b_lengths[row] && same_bytes((const u8*)as[row], (const u8*)bs[row], length);
      holds = same != (invert != 0);
    }
    put_bit(to, row, holds);
  }
}

extern "C" __global__ void less_texts(int rows, const i64* __restrict__ as, const i32* __restrict__ a_lengths,
                                      const i64* __restrict__ bs, const i32* __restrict__ b_lengths, int invert,
                                      u32* __restrict__ to) {
  for (i64 row = first_row(); row < padded(rows); row += stride()) {
    bool holds = false;
    if (row < rows) {
      bool before = order_of((const u8*)as[row], a_lengths[row], (const u8*)bs[row], b_lengths[row]) < 0;
      holds = before != (invert != 0);
    }
    put_bit(to, row, holds);
  }
}
