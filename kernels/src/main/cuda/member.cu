// Whether values are in a set, whose members ascend.
#include "texts.cuh"

// Members as signed integers.
__device__ __forceinline__ bool among(const i64* __restrict__ members, int count, i64 value) {
  int from = 0, to = count;
  while (from < to) {
    int middle = (from + to) >> 1;
    if (members[middle] < value) from = middle + 1;
    else to = middle;
  }
  return from < count && members[from] == value;
}

extern "C" __global__ void member_longs(int rows, const i64* __restrict__ values, const i64* __restrict__ members, int count,
                                        u32* __restrict__ to) {
  for (i64 row = first_row(); row < padded(rows); row += stride()) {
    put_bit(to, row, row < rows && among(members, count, values[row]));
  }
}

// Doubles by their bits: there is one NaN and one zero, as in comparisons.
__device__ __forceinline__ i64 bits_of(double value) {
  return value != value ? 0x7ff8000000000000ll : __double_as_longlong(value + 0.0);
}

extern "C" __global__ void member_doubles(int rows, const double* __restrict__ values, const i64* __restrict__ members,
                                          int count, u32* __restrict__ to) {
  for (i64 row = first_row(); row < padded(rows); row += stride()) {
    put_bit(to, row, row < rows && among(members, count, bits_of(values[row])));
  }
}

// Members by unsigned bytes: member i lies from offset i to offset i + 1.
extern "C" __global__ void member_texts(int rows, const i64* __restrict__ addresses, const i32* __restrict__ lengths,
                                        const u8* __restrict__ bytes, const i64* __restrict__ offsets, int count,
                                        u32* __restrict__ to) {
  for (i64 row = first_row(); row < padded(rows); row += stride()) {
    bool found = false;
    if (row < rows) {
      const u8* text = (const u8*)addresses[row];
      i32 length = lengths[row];
      int from = 0, until = count;
      while (from < until && !found) {
        int middle = (from + until) >> 1;
        i64 begin = offsets[middle];
        i32 order = order_of(text, length, bytes + begin, (i32)(offsets[middle + 1] - begin));
        found = order == 0;
        if (order > 0) from = middle + 1;
        else until = middle;
      }
    }
    put_bit(to, row, found);
  }
}
