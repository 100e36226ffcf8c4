// What group tables share: key columns, their hash and when two keys are equal.
#pragma once

#include "rows.cuh"

// Before a loop that takes few turns a thread: what unrolling asks beforehand (a division of 64 bits)
// costs more than it saves.
#define ONE_BY_ONE _Pragma("unroll 1")

// Slots of a table hold a group's number, EMPTY, or while keys are being found the row of this batch
// that claimed the slot: keys are compared through it, in memory that nobody writes, so nobody waits
// for a key to be published.
constexpr i32 EMPTY = -1;
__device__ __forceinline__ i32 claimed_by(i64 row) { return -2 - (i32)row; }
__device__ __forceinline__ i32 row_of(i32 claim) { return -2 - claim; }

// How a column's values lie, and what makes two of them equal.
enum Form : i32 {
  WORD = 0,      // 64 bits, as they are
  DOUBLE = 1,    // 64 bits: one NaN, and no sign of zero
  BIT = 2,       // a bitmap
  TEXT = 3,      // addresses, and lengths beside them
  UNSIGNED = 4,  // as WORD, where order or conversion matters
};

// One key column: the rows in hand, and the groups' keys. 64 bytes, as GroupKeys.java lays it out.
struct Key {
  i64 form;
  const void* values;
  const i32* lengths;
  const u32* validity;
  u64* words;  // of groups: the word, or where in the arena the text begins
  i32* sizes;
  u8* present;
  const u8* arena;
};

// The counters of one search for groups.
struct Claims {
  i32 count;
  i32 failed;  // a full table: its owner has let it overflow
};

// docs/state.md fixes these, since sketches depend on them.
constexpr u64 FIRST_FACTOR = 0x9E3779B97F4A7C15ull;
constexpr u64 SECOND_FACTOR = 0xD6E8FEB86659FD93ull;
constexpr u64 NULL_HASH = 0x6A09E667F3BCC909ull;

__device__ __forceinline__ u64 mix(u64 v) {
  u64 x = (v ^ v >> 32) * FIRST_FACTOR;
  x = (x ^ x >> 29) * SECOND_FACTOR;
  return x ^ x >> 32;
}

// Where the search for a lone word begins: the upper half of its hash's last product, which depends on
// all bits as the lower half would after one step more.
__device__ __forceinline__ u32 slot_of(u64 word) {
  u64 x = (word ^ word >> 32) * FIRST_FACTOR;
  return (u32)((x ^ x >> 29) * SECOND_FACTOR >> 32);
}

__device__ __forceinline__ u64 canonical(u64 bits) {
  if ((bits & 0x7fffffffffffffffull) > 0x7ff0000000000000ull) return 0x7ff8000000000000ull;
  return bits == 0x8000000000000000ull ? 0 : bits;
}

template <i32 FORM>
__device__ __forceinline__ u64 word_at(const void* values, i64 row) {
  if (FORM == BIT) return bit((const u32*)values, row);
  u64 word = ((const u64*)values)[row];
  return FORM == DOUBLE ? canonical(word) : word;
}

__device__ __forceinline__ u64 word_at(i64 form, const void* values, i64 row) {
  if (form == BIT) return word_at<BIT>(values, row);
  return form == DOUBLE ? word_at<DOUBLE>(values, row) : word_at<WORD>(values, row);
}

// A row's number as floating point.
__device__ __forceinline__ double number_at(i64 form, const void* values, i64 row) {
  u64 word = ((const u64*)values)[row];
  if (form == DOUBLE) return __longlong_as_double((i64)word);
  return form == UNSIGNED ? __ull2double_rn(word) : __ll2double_rn((i64)word);
}

// Up to eight bytes, little-endian; nothing beyond them is read.
__device__ __forceinline__ u64 load_bytes(const u8* from, i32 count) {
  if (count == 8 && ((u64)from & 7) == 0) return *(const u64*)from;
  u64 word = 0;
  for (i32 i = 0; i < count; i++) word |= (u64)from[i] << 8 * i;
  return word;
}

__device__ __forceinline__ u64 hash_text(const u8* text, i32 length) {
  u64 hash = (u64)length * SECOND_FACTOR;
  if (length <= 8) return mix(load_bytes(text, length) ^ hash);
  for (i32 i = 0; i < length - 8; i += 8) {
    hash = (hash ^ load_bytes(text + i, 8)) * FIRST_FACTOR;
    hash ^= hash >> 32;
  }
  return mix(hash ^ load_bytes(text + length - 8, 8));
}

__device__ __forceinline__ bool same_text(const u8* a, const u8* b, i32 length) {
  i32 i = 0;
  for (; i + 8 <= length; i += 8) {
    if (load_bytes(a + i, 8) != load_bytes(b + i, 8)) return false;
  }
  return load_bytes(a + i, length - i) == load_bytes(b + i, length - i);
}

__device__ __forceinline__ u64 hash_row(const Key& key, i64 row) {
  if (!valid(key.validity, row)) return NULL_HASH;
  if (key.form == TEXT) return hash_text(((const u8* const*)key.values)[row], key.lengths[row]);
  return mix(word_at(key.form, key.values, row));
}

// Whether a row's key is a group's.
__device__ __forceinline__ bool is_group(const Key* keys, i32 columns, i64 row, i32 group) {
  for (i32 c = 0; c < columns; c++) {
    const Key& key = keys[c];
    bool there = valid(key.validity, row);
    if (there != (key.present[group] != 0)) return false;
    if (!there) continue;
    if (key.form == TEXT) {
      i32 length = key.lengths[row];
      if (length != key.sizes[group]) return false;
      if (!same_text(((const u8* const*)key.values)[row], key.arena + key.words[group], length)) return false;
    } else if (word_at(key.form, key.values, row) != key.words[group]) {
      return false;
    }
  }
  return true;
}

// Whether two rows have the same key.
__device__ __forceinline__ bool same_key(const Key* keys, i32 columns, i64 row, i64 other) {
  for (i32 c = 0; c < columns; c++) {
    const Key& key = keys[c];
    bool there = valid(key.validity, row);
    if (there != valid(key.validity, other)) return false;
    if (!there) continue;
    if (key.form == TEXT) {
      i32 length = key.lengths[row];
      if (length != key.lengths[other]) return false;
      const u8* const* texts = (const u8* const*)key.values;
      if (!same_text(texts[row], texts[other], length)) return false;
    } else if (word_at(key.form, key.values, row) != word_at(key.form, key.values, other)) {
      return false;
    }
  }
  return true;
}

// The words that 64-bit atomics order as the values are ordered.
__device__ __forceinline__ u64 ordered(i64 form, u64 word) {
  if (form == UNSIGNED || form == BIT) return word;
  if (form == DOUBLE) word ^= (u64)((i64)word >> 63) & 0x7fffffffffffffffull;
  return word ^ 0x8000000000000000ull;
}

__device__ __forceinline__ u64 unordered(i64 form, u64 word) {
  if (form == UNSIGNED || form == BIT) return word;
  word ^= 0x8000000000000000ull;
  return form == DOUBLE ? word ^ ((u64)((i64)word >> 63) & 0x7fffffffffffffffull) : word;
}

// A row's place in the stream, counted up from the first row's or each row's own; as a word of unsigned
// order.
__device__ __forceinline__ u64 place_of(i64 row, i64 first, const i64* places) {
  return ordered(WORD, (u64)(places == nullptr ? first + row : places[row]));
}
