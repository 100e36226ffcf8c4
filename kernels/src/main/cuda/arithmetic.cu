// Arithmetic on two numbers of a row, but for the division of integers.
#include "wrap.cuh"

// `flip` turns unsigned order into signed order when it is exclusive-ored in; else it is 0.
#define LONGS(name, expression)                                                                                     \
  extern "C" __global__ void name(int rows, const i64* __restrict__ as, const i64* __restrict__ bs, int shift,     \
                                  int is_unsigned, i64 flip, i64* __restrict__ to) {                               \
    for (i64 row = first_row(); row < rows; row += stride()) {                                                      \
      i64 a = as[row], b = bs[row];                                                                                 \
      to[row] = wrapped(expression, shift, is_unsigned);                                                            \
    }                                                                                                               \
  }

LONGS(add_longs, a + b)
LONGS(subtract_longs, a - b)
LONGS(multiply_longs, a * b)
LONGS(least_longs, (b ^ flip) < (a ^ flip) ? b : a)
LONGS(greatest_longs, (a ^ flip) < (b ^ flip) ? b : a)

// In the total order: NaN is greater than all else.
__device__ __forceinline__ bool less(double a, double b) { return a < b || (b != b && a == a); }

// `narrow` rounds to 32 bits.
#define DOUBLES(name, expression)                                                                                    \
  extern "C" __global__ void name(int rows, const double* __restrict__ as, const double* __restrict__ bs, int narrow, \
                                  double* __restrict__ to) {                                                         \
    for (i64 row = first_row(); row < rows; row += stride()) {                                                       \
      double a = as[row], b = bs[row];                                                                               \
      double result = expression;                                                                                    \
      to[row] = narrow ? (double)(float)result : result;                                                             \
    }                                                                                                                \
  }

DOUBLES(add_doubles, a + b)
DOUBLES(subtract_doubles, a - b)
DOUBLES(multiply_doubles, a * b)
DOUBLES(divide_doubles, a / b)
DOUBLES(least_doubles, less(b, a) ? b : a)
DOUBLES(greatest_doubles, less(a, b) ? b : a)

// Exact, as a long division is: a loop of its own for each row, which four rows at once make no faster.
extern "C" __global__ void modulo_doubles(int rows, const double* __restrict__ as, const double* __restrict__ bs, int narrow,
                                          double* __restrict__ to) {
#pragma unroll 1
  for (i64 row = first_row(); row < rows; row += stride()) {
    double result = fmod(as[row], bs[row]);
    to[row] = narrow ? (double)(float)result : result;
  }
}
