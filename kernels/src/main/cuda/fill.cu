// One value in every row.
#include "words.cuh"

extern "C" __global__ void fill_words(int rows, u64 value, u64* __restrict__ to) {
  for (i64 row = first_row(); row < rows; row += stride()) to[row] = value;
}

extern "C" __global__ void fill_bits(int rows, int set, u32* __restrict__ to) {
  for (i64 word = first_row(); word < word_count(rows); word += stride()) to[word] = set != 0 ? word_mask(word, rows) : 0;
}

extern "C" __global__ void fill_texts(int rows, i64 address, i32 length, i64* __restrict__ addresses,
                                      i32* __restrict__ lengths) {
  for (i64 row = first_row(); row < rows; row += stride()) {
    addresses[row] = address;
    lengths[row] = length;
  }
}
