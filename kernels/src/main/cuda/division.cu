// Division of integers. Rows divided by zero become null, and are counted unless they were null before.
#include "wrap.cuh"

template <typename Number, typename Divide>
__device__ __forceinline__ void divide(int rows, const i64* __restrict__ as, const i64* __restrict__ bs,
                                       const u32* __restrict__ validity, int shift, int is_unsigned,
                                       i64* __restrict__ to, u32* __restrict__ out, Tally* tally, Divide quotient) {
  for (i64 row = first_row(); row < padded(rows); row += stride()) {
    bool there = row < rows && valid(validity, row);
    bool zero = false;
    if (row < rows) {
      Number b = (Number)bs[row];
      zero = b == 0;
      to[row] = wrapped((i64)quotient((Number)as[row], zero ? (Number)1 : b), shift, is_unsigned);
    }
    put_bit(out, row, there && !zero);
    count_rows(&tally->divisions_by_zero, there && zero);
  }
}

#define DIVISION(name, Number, expression)                                                                             \
  extern "C" __global__ void name(int rows, const i64* as, const i64* bs, const u32* validity, int shift,             \
                                  int is_unsigned, i64* to, u32* out, Tally* tally) {                                 \
    divide<Number>(rows, as, bs, validity, shift, is_unsigned, to, out, tally,                                        \
                   [](Number a, Number b) { return expression; });                                                    \
  }

// The least integer divided by -1 is the least integer again: by negation, since the quotient overflows.
__device__ __forceinline__ i64 truncated(i64 a, i64 b) { return b == -1 ? (i64)(0 - (u64)a) : a / b; }

__device__ __forceinline__ i64 remainder(i64 a, i64 b) { return b == -1 ? 0 : a % b; }

// One less than the truncated quotient where the signs differ and something is left.
__device__ __forceinline__ i64 floored(i64 a, i64 b) {
  i64 quotient = truncated(a, b);
  return (a ^ b) < 0 && (i64)((u64)quotient * (u64)b) != a ? quotient - 1 : quotient;
}

DIVISION(divide_longs, i64, truncated(a, b))
DIVISION(modulo_longs, i64, remainder(a, b))
DIVISION(floor_divide_longs, i64, floored(a, b))
DIVISION(divide_unsigned, u64, a / b)
DIVISION(modulo_unsigned, u64, a % b)
