// Groups of rows that are coded by a dictionary: those of its values that occur are looked for, once
// each, and rows get their groups by code. Rows without a value have the code behind the last.
#include "group.cuh"

__device__ __forceinline__ i64 code_of(const i64* __restrict__ codes, const u32* __restrict__ validity, i32 size, i64 row) {
  return valid(validity, row) ? codes[row] : size;
}

// Which codes occur. Most rows find theirs marked: a plain look is cheaper than a write.
extern "C" __global__ void group_code_mark(int rows, const i64* __restrict__ codes, const u32* __restrict__ validity,
                                           i32 size, i32* marks) {
  ONE_BY_ONE
  for (i64 row = first_row(); row < rows; row += stride()) {
    volatile i32* mark = marks + code_of(codes, validity, size, row);
    if (*mark == 0) *mark = 1;
  }
}

// The texts of a list of codes.
extern "C" __global__ void group_code_texts(int count, const i32* __restrict__ list, i32 size,
                                            const i64* __restrict__ addresses, const i32* __restrict__ lengths,
                                            i64* __restrict__ to_addresses, i32* __restrict__ to_lengths,
                                            u32* __restrict__ validity) {
  ONE_BY_ONE
  for (i64 i = first_row(); i < padded(count); i += stride()) {
    bool there = i < count && list[i] < size;
    if (i < count) {
      to_addresses[i] = there ? addresses[list[i]] : 0;
      to_lengths[i] = there ? lengths[list[i]] : 0;
    }
    put_bit(validity, i, there);
  }
}

// The groups of a list of codes, by code.
extern "C" __global__ void group_code_groups(int count, const i32* __restrict__ list, const i32* __restrict__ groups,
                                             i32* __restrict__ by_code) {
  ONE_BY_ONE
  for (i64 i = first_row(); i < count; i += stride()) by_code[list[i]] = groups[i];
}

// And those of rows.
extern "C" __global__ void group_code_rows(int rows, const i64* __restrict__ codes, const u32* __restrict__ validity,
                                           i32 size, const i32* __restrict__ by_code, i32* __restrict__ ids) {
  ONE_BY_ONE
  for (i64 row = first_row(); row < rows; row += stride()) ids[row] = by_code[code_of(codes, validity, size, row)];
}
