// Rows to groups by hash, with linear probing. A search does not wait: a slot is claimed by a row,
// and the rows that claimed become groups in the kernels after it.
#include "group.cuh"

// The hash of several columns, or of text.
extern "C" __global__ void group_hash(int rows, const Key* __restrict__ keys, i32 columns, u64* __restrict__ hashes) {
  ONE_BY_ONE
  for (i64 row = first_row(); row < rows; row += stride()) {
    u64 hash = 0;
    for (i32 c = 0; c < columns; c++) {
      u64 further = hash_row(keys[c], row);
      hash = c == 0 ? further : mix((hash << 23 | hash >> 41) ^ further);
    }
    hashes[row] = hash;
  }
}

__device__ __forceinline__ void note_claim(Claims* claims, i64 row, u32 slot, i32 groups, i32* new_rows, u32* new_slots,
                                           i32* fresh) {
  i32 place = atomicAdd(&claims->count, 1);
  new_rows[place] = (i32)row;
  new_slots[place] = slot;
  fresh[row] = groups + place;
}

// Several columns, or text: groups are told apart by their stored hash first.
extern "C" __global__ void group_find(int rows, const u64* __restrict__ hashes, const Key* __restrict__ keys,
                                      i32 columns, const u64* __restrict__ stored, i32* slots, u32 mask, i32 groups,
                                      i32* __restrict__ ids, Claims* claims, i32* __restrict__ new_rows,
                                      u32* __restrict__ new_slots, i32* __restrict__ fresh) {
  ONE_BY_ONE
  for (i64 row = first_row(); row < rows; row += stride()) {
    u64 hash = hashes[row];
    u32 at = (u32)hash & mask;
    i32 held = EMPTY;
    u32 probes = 0;
    for (; probes <= mask; probes++) {
      held = *(volatile i32*)(slots + at);
      if (held == EMPTY) {
        held = atomicCAS(slots + at, EMPTY, claimed_by(row));
        if (held == EMPTY) {
          held = claimed_by(row);
          note_claim(claims, row, at, groups, new_rows, new_slots, fresh);
          break;
        }
      }
      bool same = held >= 0 ? stored[held] == hash && is_group(keys, columns, row, held)
                            : hashes[row_of(held)] == hash && same_key(keys, columns, row, row_of(held));
      if (same) break;
      at = (at + 1) & mask;
    }
    if (probes > mask) claims->failed = 1;
    ids[row] = held;
  }
}

// One column of words: compared by themselves. Null has the slot behind the last to itself.
template <i32 FORM, bool NULLS>
__device__ __forceinline__ void find_word(int rows, const void* __restrict__ values, const u32* __restrict__ validity,
                                          const u64* __restrict__ words, i32* slots, u32 mask, i32 groups,
                                          i32* __restrict__ ids, Claims* claims, i32* __restrict__ new_rows,
                                          u32* __restrict__ new_slots, i32* __restrict__ fresh) {
  ONE_BY_ONE
  for (i64 row = first_row(); row < rows; row += stride()) {
    bool there = !NULLS || bit(validity, row);
    u64 word = there ? word_at<FORM>(values, row) : 0;
    u32 at = there ? slot_of(word) & mask : mask + 1;
    i32 held = EMPTY;
    u32 probes = 0;
    for (; probes <= mask; probes++) {
      held = *(volatile i32*)(slots + at);
      if (held >= 0) {
        if (words[held] == word || !there) break;
      } else {
        if (held == EMPTY) held = atomicCAS(slots + at, EMPTY, claimed_by(row));
        if (held == EMPTY) {
          held = claimed_by(row);
          note_claim(claims, row, at, groups, new_rows, new_slots, fresh);
          break;
        }
        if (!there || word_at<FORM>(values, row_of(held)) == word) break;
      }
      at = (at + 1) & mask;
    }
    if (probes > mask) claims->failed = 1;
    ids[row] = held;
  }
}

#define FIND(name, FORM)                                                                                           \
  extern "C" __global__ void name(int rows, const void* values, const u32* validity, const u64* words, i32* slots, \
                                  u32 mask, i32 groups, i32* ids, Claims* claims, i32* new_rows, u32* new_slots,   \
                                  i32* fresh) {                                                                    \
    if (validity == nullptr) {                                                                                     \
      find_word<FORM, false>(rows, values, validity, words, slots, mask, groups, ids, claims, new_rows, new_slots, \
                             fresh);                                                                               \
    } else {                                                                                                       \
      find_word<FORM, true>(rows, values, validity, words, slots, mask, groups, ids, claims, new_rows, new_slots,  \
                            fresh);                                                                                \
    }                                                                                                              \
  }

FIND(group_find_word, WORD)
FIND(group_find_double, DOUBLE)
FIND(group_find_bit, BIT)

// Rows that claimed become groups: their slots now hold the group's number.
extern "C" __global__ void group_publish(int count, const i32* __restrict__ new_rows, const u32* __restrict__ new_slots,
                                         i32 groups, const u64* __restrict__ hashes, i32* __restrict__ slots,
                                         u64* __restrict__ stored) {
  ONE_BY_ONE
  for (i64 i = first_row(); i < count; i += stride()) {
    slots[new_slots[i]] = groups + (i32)i;
    if (stored != nullptr) stored[groups + i] = hashes[new_rows[i]];
  }
}

// And rows that found a claim belong to the group of the row that claimed.
extern "C" __global__ void group_resolve(int rows, const i32* __restrict__ fresh, i32* __restrict__ ids) {
  ONE_BY_ONE
  for (i64 row = first_row(); row < rows; row += stride()) {
    i32 held = ids[row];
    if (held < 0) ids[row] = fresh[row_of(held)];
  }
}

// All groups into empty slots; no two have the same key.
extern "C" __global__ void group_rebuild(int groups, const u64* __restrict__ stored, const u64* __restrict__ words,
                                         const u8* __restrict__ present, i32* slots, u32 mask) {
  ONE_BY_ONE
  for (i64 group = first_row(); group < groups; group += stride()) {
    if (stored == nullptr && present[group] == 0) {
      slots[mask + 1] = (i32)group;
      continue;
    }
    u32 at = (stored == nullptr ? slot_of(words[group]) : (u32)stored[group]) & mask;
    while (atomicCAS(slots + at, EMPTY, (i32)group) != EMPTY) at = (at + 1) & mask;
  }
}
