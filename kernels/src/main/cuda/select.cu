// From a bitmap to the positions of its set bits: the bits of each word are counted, the counts are
// summed up (scan.cu), and each set bit then knows its place.
#include "words.cuh"

extern "C" __global__ void select_count(int rows, const u32* __restrict__ bits, const u32* __restrict__ validity,
                                        i32* __restrict__ counts) {
  for (i64 word = first_row(); word < word_count(rows); word += stride()) {
    counts[word] = __popc(bits[word] & word_at(validity, word));
  }
}

// A warp has the 32 rows of a word, so its positions are written side by side.
extern "C" __global__ void select_place(int rows, const u32* __restrict__ bits, const u32* __restrict__ validity,
                                        const i64* __restrict__ before, i32* __restrict__ positions) {
  u32 lane = threadIdx.x & 31;
  for (i64 row = first_row(); row < rows; row += stride()) {
    i64 word = row >> 5;
    u32 set = bits[word] & word_at(validity, word);
    if (set >> lane & 1) positions[before[word] + __popc(set & ((1u << lane) - 1))] = (i32)row;
  }
}
