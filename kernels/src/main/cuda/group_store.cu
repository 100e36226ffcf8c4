// The columns that groups have: keys of new groups in, columns by a list of groups out.
#include "group.cuh"

// Words of new groups' keys.
extern "C" __global__ void group_store_words(int count, const i32* __restrict__ new_rows, i64 form,
                                             const void* __restrict__ values, const u32* __restrict__ validity, i32 groups,
                                             u64* __restrict__ words, u8* __restrict__ present) {
  ONE_BY_ONE
  for (i64 i = first_row(); i < count; i += stride()) {
    i32 row = new_rows[i];
    bool there = valid(validity, row);
    words[groups + i] = there ? word_at(form, values, row) : 0;
    present[groups + i] = there;
  }
}

// How long new groups' texts are.
extern "C" __global__ void group_store_sizes(int count, const i32* __restrict__ new_rows, const i32* __restrict__ lengths,
                                             const u32* __restrict__ validity, i32 groups, i32* __restrict__ sizes,
                                             u8* __restrict__ present) {
  ONE_BY_ONE
  for (i64 i = first_row(); i < count; i += stride()) {
    i32 row = new_rows[i];
    bool there = valid(validity, row);
    sizes[i] = there ? lengths[row] : 0;
    present[groups + i] = there;
  }
}

// Texts of rows to groups, their bytes behind what the arena has: a warp a text. Groups are listed, or
// counted up from `groups`.
extern "C" __global__ void group_store_texts(int count, const i32* __restrict__ rows, const i64* __restrict__ addresses,
                                             const i32* __restrict__ lengths, const i64* __restrict__ offsets, i64 used,
                                             const i32* __restrict__ list, i32 groups, u64* __restrict__ words,
                                             i32* __restrict__ sizes, u8* __restrict__ present, u8* __restrict__ arena) {
  i32 lane = threadIdx.x & 31;
  ONE_BY_ONE
  for (i64 i = first_row() >> 5; i < count; i += stride() >> 5) {
    i64 to = used + offsets[i];
    const u8* from = (const u8*)addresses[rows[i]];
    i32 length = lengths[i];
    for (i32 at = lane; at < length; at += 32) arena[to + at] = from[at];
    if (lane == 0) {
      i32 group = list == nullptr ? groups + (i32)i : list[i];
      words[group] = (u64)to;
      sizes[group] = length;
      if (present != nullptr) present[group] = 1;
    }
  }
}

template <typename Value>
__device__ void gather(int count, const i32* __restrict__ list, const Value* __restrict__ from, Value* __restrict__ to) {
  ONE_BY_ONE
  for (i64 i = first_row(); i < count; i += stride()) to[i] = from[list[i]];
}

extern "C" __global__ void group_gather8(int count, const i32* list, const u8* from, u8* to) { gather(count, list, from, to); }

extern "C" __global__ void group_gather32(int count, const i32* list, const i32* from, i32* to) {
  gather(count, list, from, to);
}

extern "C" __global__ void group_gather64(int count, const i32* list, const u64* from, u64* to) {
  gather(count, list, from, to);
}

// Addresses of texts in the arena.
extern "C" __global__ void group_gather_texts(int count, const i32* __restrict__ list, const u64* __restrict__ words,
                                              i64 arena, i64* __restrict__ addresses) {
  ONE_BY_ONE
  for (i64 i = first_row(); i < count; i += stride()) addresses[i] = arena + (i64)words[list[i]];
}

extern "C" __global__ void group_gather_present(int count, const i32* __restrict__ list, const u8* __restrict__ present,
                                                u32* __restrict__ bits) {
  ONE_BY_ONE
  for (i64 i = first_row(); i < padded(count); i += stride()) put_bit(bits, i, i < count && present[list[i]] != 0);
}

// Words as bits.
extern "C" __global__ void group_gather_bits(int count, const i32* __restrict__ list, const u64* __restrict__ words,
                                             u32* __restrict__ bits) {
  ONE_BY_ONE
  for (i64 i = first_row(); i < padded(count); i += stride()) put_bit(bits, i, i < count && words[list[i]] != 0);
}
