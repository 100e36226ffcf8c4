// Whether texts hold, begin or end with others, by bytes.
#include "texts.cuh"

struct Starts {
  __device__ __forceinline__ bool operator()(const u8* text, i32 length, const u8* pattern, i32 size) const {
    return same_bytes(text, pattern, size);
  }
};

struct Ends {
  __device__ __forceinline__ bool operator()(const u8* text, i32 length, const u8* pattern, i32 size) const {
    return same_bytes(text + (length - size), pattern, size);
  }
};

struct Contains {
  __device__ __forceinline__ bool operator()(const u8* text, i32 length, const u8* pattern, i32 size) const {
    for (i32 at = 0; at <= length - size; at++) {
      if (same_bytes(text + at, pattern, size)) return true;
    }
    return false;
  }
};

template <typename Rule>
__device__ __forceinline__ void match(int rows, const i64* __restrict__ texts, const i32* __restrict__ lengths,
                                      const i64* __restrict__ patterns, const i32* __restrict__ sizes, u32* __restrict__ to,
                                      Rule rule) {
  for (i64 row = first_row(); row < padded(rows); row += stride()) {
    bool holds = false;
    if (row < rows && sizes[row] <= lengths[row]) {
      holds = rule((const u8*)texts[row], lengths[row], (const u8*)patterns[row], sizes[row]);
    }
    put_bit(to, row, holds);
  }
}

#define MATCH(name, Rule)                                                                                              \
  extern "C" __global__ void name(int rows, const i64* texts, const i32* lengths, const i64* patterns, const i32* sizes, \
                                  u32* to) {                                                                           \
    match(rows, texts, lengths, patterns, sizes, to, Rule());                                                          \
  }

MATCH(match_starts, Starts)
MATCH(match_ends, Ends)
MATCH(match_contains, Contains)
