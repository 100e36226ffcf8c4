// Three-valued logic and other work on whole words of bitmaps.
#include "words.cuh"

// Bits that are set in both.
extern "C" __global__ void bits_both(int rows, const u32* __restrict__ a, const u32* __restrict__ b, u32* __restrict__ to) {
  for (i64 word = first_row(); word < word_count(rows); word += stride()) to[word] = a[word] & b[word];
}

extern "C" __global__ void bits_not(int rows, const u32* __restrict__ a, u32* __restrict__ to) {
  for (i64 word = first_row(); word < word_count(rows); word += stride()) to[word] = ~a[word] & word_mask(word, rows);
}

// Any function of two bits: of each pair of bits, whether it is to be set where it stands.
extern "C" __global__ void bits_table(int rows, const u32* __restrict__ a, const u32* __restrict__ b, int neither, int only_b,
                                      int only_a, int both, u32* __restrict__ to) {
  u32 when_neither = -(u32)neither, when_b = -(u32)only_b, when_a = -(u32)only_a, when_both = -(u32)both;
  for (i64 word = first_row(); word < word_count(rows); word += stride()) {
    u32 x = a[word], y = b[word];
    u32 set = (~x & ~y & when_neither) | (~x & y & when_b) | (x & ~y & when_a) | (x & y & when_both);
    to[word] = set & word_mask(word, rows);
  }
}

// A bit of `then` where the mask is set, else of `otherwise`; both may be absent, as all ones.
extern "C" __global__ void bits_choose(int rows, const u32* __restrict__ mask, const u32* __restrict__ then,
                                       const u32* __restrict__ otherwise, u32* __restrict__ to) {
  for (i64 word = first_row(); word < word_count(rows); word += stride()) {
    u32 chosen = mask[word];
    u32 set = (chosen & word_at(then, word)) | (~chosen & word_at(otherwise, word));
    to[word] = set & word_mask(word, rows);
  }
}

// A row is known if both sides are, or if one decides by itself: a false one of `and`, a true one of
// `or`. A side that is null does not decide, whatever its bit is.
template <bool DECIDES>
__device__ __forceinline__ void decide(int rows, const u32* __restrict__ a, const u32* __restrict__ a_there,
                                       const u32* __restrict__ b, const u32* __restrict__ b_there, u32* __restrict__ to,
                                       u32* __restrict__ known) {
  for (i64 word = first_row(); word < word_count(rows); word += stride()) {
    u32 x = a[word], y = b[word];
    u32 x_there = word_at(a_there, word), y_there = word_at(b_there, word);
    u32 x_decides = x_there & (DECIDES ? x : ~x), y_decides = y_there & (DECIDES ? y : ~y);
    to[word] = DECIDES ? x_decides | y_decides : x & y;
    if (known != nullptr) known[word] = ((x_there & y_there) | x_decides | y_decides) & word_mask(word, rows);
  }
}

extern "C" __global__ void logic_and(int rows, const u32* a, const u32* a_there, const u32* b, const u32* b_there, u32* to,
                                     u32* known) {
  decide<false>(rows, a, a_there, b, b_there, to, known);
}

extern "C" __global__ void logic_or(int rows, const u32* a, const u32* a_there, const u32* b, const u32* b_there, u32* to,
                                    u32* known) {
  decide<true>(rows, a, a_there, b, b_there, to, known);
}
