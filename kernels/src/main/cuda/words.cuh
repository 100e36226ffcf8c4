// Bitmaps a word at a time: a thread has 32 rows.
#pragma once
#include "rows.cuh"

// Words of a bitmap of so many rows, with its padding.
__device__ __forceinline__ i64 word_count(int rows) { return padded(rows) >> 5; }

// No bitmap means that every bit is set.
__device__ __forceinline__ u32 word_at(const u32* __restrict__ words, i64 word) {
  return words == nullptr ? ~0u : words[word];
}

// The bits of a word that belong to rows.
__device__ __forceinline__ u32 word_mask(i64 word, int rows) {
  i64 left = rows - (word << 5);
  return left >= 32 ? ~0u : left <= 0 ? 0 : (1u << left) - 1;
}
