// Numbers and booleans to one another.
#include "failed.cuh"

// Values that a type cannot hold; the others stay where they are.
extern "C" __global__ void cast_range(int rows, const i64* __restrict__ values, const u32* __restrict__ validity, i64 least,
                                      i64 greatest, u32* __restrict__ out, Tally* tally) {
  for (i64 row = first_row(); row < padded(rows); row += stride()) {
    i64 value = row < rows ? values[row] : least;
    settle(rows, row, validity, value < least || value > greatest, out, tally);
  }
}

constexpr double TWO_TO_63 = 9223372036854775808.0;

// Toward zero; NaN fits nothing.
extern "C" __global__ void cast_doubles_longs(int rows, const double* __restrict__ from, const u32* __restrict__ validity,
                                              i64 least, i64 greatest, i64* __restrict__ to, u32* __restrict__ out,
                                              Tally* tally) {
  for (i64 row = first_row(); row < padded(rows); row += stride()) {
    bool fits = true;
    if (row < rows) {
      double value = from[row];
      fits = value >= -TWO_TO_63 && value < TWO_TO_63;
      i64 whole = fits ? (i64)value : 0;
      fits = fits && whole >= least && whole <= greatest;
      to[row] = whole;
    }
    settle(rows, row, validity, !fits, out, tally);
  }
}

extern "C" __global__ void cast_doubles_unsigned(int rows, const double* __restrict__ from, const u32* __restrict__ validity,
                                                 u64* __restrict__ to, u32* __restrict__ out, Tally* tally) {
  for (i64 row = first_row(); row < padded(rows); row += stride()) {
    bool fits = true;
    if (row < rows) {
      double value = from[row];
      fits = value > -1 && value < 2 * TWO_TO_63;
      to[row] = fits && value > 0 ? (u64)value : 0;
    }
    settle(rows, row, validity, !fits, out, tally);
  }
}

// A finite number must not become infinite.
extern "C" __global__ void cast_doubles_floats(int rows, const double* __restrict__ from, const u32* __restrict__ validity,
                                               double* __restrict__ to, u32* __restrict__ out, Tally* tally) {
  for (i64 row = first_row(); row < padded(rows); row += stride()) {
    bool fits = true;
    if (row < rows) {
      double value = from[row];
      float narrow = (float)value;
      fits = !isinf(narrow) || isinf(value);
      to[row] = narrow;
    }
    settle(rows, row, validity, !fits, out, tally);
  }
}

// To 32 bits in one step, since two would round twice.
extern "C" __global__ void cast_longs_doubles(int rows, const i64* __restrict__ from, int is_unsigned, int narrow,
                                              double* __restrict__ to) {
  for (i64 row = first_row(); row < rows; row += stride()) {
    i64 value = from[row];
    double wide = is_unsigned ? (double)(u64)value : (double)value;
    float rounded = is_unsigned ? (float)(u64)value : (float)value;
    to[row] = narrow ? (double)rounded : wide;
  }
}

extern "C" __global__ void cast_bits_longs(int rows, const u32* __restrict__ from, i64* __restrict__ to) {
  for (i64 row = first_row(); row < rows; row += stride()) to[row] = bit(from, row);
}

extern "C" __global__ void cast_bits_doubles(int rows, const u32* __restrict__ from, double* __restrict__ to) {
  for (i64 row = first_row(); row < rows; row += stride()) to[row] = bit(from, row) ? 1 : 0;
}

// NaN is not zero.
extern "C" __global__ void cast_longs_bits(int rows, const i64* __restrict__ from, u32* __restrict__ to) {
  for (i64 row = first_row(); row < padded(rows); row += stride()) put_bit(to, row, row < rows && from[row] != 0);
}

extern "C" __global__ void cast_doubles_bits(int rows, const double* __restrict__ from, u32* __restrict__ to) {
  for (i64 row = first_row(); row < padded(rows); row += stride()) put_bit(to, row, row < rows && from[row] != 0);
}
