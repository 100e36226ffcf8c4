// Least, greatest, first and last texts by group. No atomic exchanges a text, but one exchanges the
// number of a row: rows of a batch compete for their groups by number, their texts lying where nobody
// writes. Bytes are copied once it is known which rows have won (group_store.cu).
#include "group.cuh"

// Up to eight bytes as a number of the same order.
__device__ __forceinline__ u64 big_endian(u64 word) {
  u32 low = __byte_perm((u32)word, 0, 0x0123);
  return (u64)low << 32 | __byte_perm((u32)(word >> 32), 0, 0x0123);
}

// Whether a text is before another, by unsigned bytes; it is before those that it begins.
__device__ __forceinline__ bool is_before(const u8* a, i32 a_length, const u8* b, i32 b_length) {
  i32 common = min(a_length, b_length);
  for (i32 i = 0; i < common; i += 8) {
    i32 bytes = min(8, common - i);
    u64 mine = load_bytes(a + i, bytes);
    u64 other = load_bytes(b + i, bytes);
    if (mine != other) return big_endian(mine) < big_endian(other);
  }
  return a_length < b_length;
}

// What texts begin with, as words whose unsigned order is theirs as far as it goes: a shorter text is
// filled up with zeros, and equal words decide nothing.
extern "C" __global__ void group_text_heads(int rows, const u8* const* __restrict__ addresses,
                                            const i32* __restrict__ lengths, const u32* __restrict__ validity,
                                            u64* __restrict__ heads) {
  ONE_BY_ONE
  for (i64 row = first_row(); row < rows; row += stride()) {
    heads[row] = valid(validity, row) ? big_endian(load_bytes(addresses[row], min(8, lengths[row]))) : 0;
  }
}

// Which row of the batch has won each group so far, or NOBODY; and the groups that a row has won.
constexpr i32 NOBODY = -1;

struct Contest {
  i32* winners;
  i32* won;
  i32* count;
};

// Puts a row in another's or nobody's place; false if that is not there any more.
__device__ __forceinline__ bool replace(const Contest& contest, i32 group, i32 held, i64 row) {
  if (atomicCAS(contest.winners + group, held, (i32)row) != held) return false;
  if (held == NOBODY) contest.won[atomicAdd(contest.count, 1)] = group;
  return true;
}

// Rows whose head is their group's best compete: with the text that the group has, then with one another.
template <bool GREATEST>
__device__ __forceinline__ void compete(int rows, const i32* __restrict__ ids, const u64* __restrict__ heads,
                                        const u64* __restrict__ best, const u8* const* __restrict__ addresses,
                                        const i32* __restrict__ lengths, const u32* __restrict__ validity,
                                        const u64* __restrict__ words, const i32* __restrict__ sizes,
                                        const u8* __restrict__ present, const u8* __restrict__ arena,
                                        const Contest& contest) {
  ONE_BY_ONE
  for (i64 row = first_row(); row < rows; row += stride()) {
    if (!valid(validity, row)) continue;
    i32 id = ids[row];
    if (heads[row] != best[id]) continue;
    const u8* text = addresses[row];
    i32 length = lengths[row];
    for (;;) {
      i32 held = *(volatile i32*)(contest.winners + id);
      if (held != NOBODY || present[id] != 0) {
        const u8* other = held == NOBODY ? arena + words[id] : addresses[held];
        i32 size = held == NOBODY ? sizes[id] : lengths[held];
        if (GREATEST ? !is_before(other, size, text, length) : !is_before(text, length, other, size)) break;
      }
      if (replace(contest, id, held, row)) break;
    }
  }
}

#define COMPETE(name, GREATEST)                                                                                      \
  extern "C" __global__ void name(int rows, const i32* ids, const u64* heads, const u64* best,                       \
                                  const u8* const* addresses, const i32* lengths, const u32* validity,               \
                                  const u64* words, const i32* sizes, const u8* present, const u8* arena,            \
                                  i32* winners, i32* won, i32* count) {                                              \
    compete<GREATEST>(rows, ids, heads, best, addresses, lengths, validity, words, sizes, present, arena,            \
                      Contest{winners, won, count});                                                                 \
  }

COMPETE(group_text_least, false)
COMPETE(group_text_greatest, true)

// The row at the place that its group holds has won. Two rows of one place come only from state that
// was exported twice; then either does.
extern "C" __global__ void group_text_edge(int rows, const i32* __restrict__ ids, const u32* __restrict__ validity,
                                           i64 first, const i64* __restrict__ places, const u64* __restrict__ held,
                                           i32* winners, i32* won, i32* count) {
  ONE_BY_ONE
  for (i64 row = first_row(); row < rows; row += stride()) {
    if (!valid(validity, row)) continue;
    i32 id = ids[row];
    if (held[id] == place_of(row, first, places)) replace(Contest{winners, won, count}, id, NOBODY, row);
  }
}

// The rows that have won, and how long their texts are; nobody has won any more. There are `count`
// of them, or fewer than `most`.
extern "C" __global__ void group_text_won(int most, const i32* __restrict__ count, const i32* __restrict__ won,
                                          const i32* __restrict__ lengths, i32* __restrict__ winners,
                                          i32* __restrict__ rows, i32* __restrict__ sizes) {
  ONE_BY_ONE
  for (i64 i = first_row(); i < most; i += stride()) {
    sizes[i] = 0;
    if (i >= *count) continue;
    i32 row = winners[won[i]];
    winners[won[i]] = NOBODY;
    rows[i] = row;
    sizes[i] = lengths[row];
  }
}
