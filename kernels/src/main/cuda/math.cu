// Functions of one number.
#include "rows.cuh"

#define MAP(name, From, To, expression)                                                              \
  extern "C" __global__ void name(int rows, const From* __restrict__ from, To* __restrict__ to) {    \
    for (i64 row = first_row(); row < rows; row += stride()) {                                       \
      From a = from[row];                                                                            \
      to[row] = expression;                                                                          \
    }                                                                                                \
  }

// Modulo 2^64, so the least integer stays what it is.
MAP(negate_longs, u64, u64, 0 - a)
MAP(abs_longs, i64, u64, a < 0 ? 0 - (u64)a : (u64)a)
MAP(sqrt_longs, i64, double, sqrt((double)a))
MAP(sqrt_unsigned, u64, double, sqrt((double)a))

MAP(negate_doubles, double, double, -a)
MAP(abs_doubles, double, double, fabs(a))
MAP(floor_doubles, double, double, floor(a))
MAP(ceil_doubles, double, double, ceil(a))
MAP(sqrt_doubles, double, double, sqrt(a))
