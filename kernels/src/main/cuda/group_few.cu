// Few groups, 255 at most: each block keeps the table in shared memory, so that a row costs its key and
// one byte for its group's number, and nothing else of device memory.
#include "group.cuh"

// Groups of a byte, but for NONE; and slots that are at most a quarter full, so that most keys are
// found in the first.
constexpr i32 FEW = 255;
constexpr u8 NONE = 255;
constexpr u32 SLOT_BITS = 10;
constexpr u32 SLOTS = 1u << SLOT_BITS;

// Rows of a thread in one go, so that their loads are under way together.
constexpr i32 ROWS = 8;

__device__ __forceinline__ u32 home(u64 word) { return (u32)(word * FIRST_FACTOR >> (64 - SLOT_BITS)); }

struct Resident {
  u64 words[FEW + 1];
  i32 slots[SLOTS];
  i32 null;
};

__device__ __forceinline__ void load(Resident& table, i32 groups, const u64* words, const u8* present) {
  ONE_BY_ONE
  for (u32 i = threadIdx.x; i < SLOTS; i += THREADS) table.slots[i] = EMPTY;
  if (threadIdx.x == 0) table.null = NONE;
  __syncthreads();
  if (threadIdx.x < groups) {
    u64 word = words[threadIdx.x];
    table.words[threadIdx.x] = word;
    if (present[threadIdx.x] == 0) {
      table.null = threadIdx.x;
    } else {
      u32 at = home(word);
      while (atomicCAS(table.slots + at, EMPTY, (i32)threadIdx.x) != EMPTY) at = (at + 1) & (SLOTS - 1);
    }
  }
  __syncthreads();
}

__device__ __forceinline__ i32 find(const Resident& table, u64 word) {
  u32 at = home(word);
  for (;;) {
    i32 held = table.slots[at];
    if (held < 0) return NONE;
    if (table.words[held] == word) return held;
    at = (at + 1) & (SLOTS - 1);
  }
}

template <i32 FORM>
__device__ __forceinline__ void find_few(int rows, const void* __restrict__ values, const u32* __restrict__ validity,
                                         i32 groups, const u64* __restrict__ words, const u8* __restrict__ present,
                                         u8* __restrict__ ids, i32* missed) {
  __shared__ Resident table;
  load(table, groups, words, present);
  i32 greatest = 0;
  for (i64 tile = (i64)blockIdx.x * ROWS * THREADS; tile < rows; tile += (i64)gridDim.x * ROWS * THREADS) {
    i64 row = tile + threadIdx.x;
    if (validity == nullptr && tile + ROWS * THREADS <= rows) {
      u64 own[ROWS];
#pragma unroll
      for (i32 i = 0; i < ROWS; i++) own[i] = word_at<FORM>(values, row + i * THREADS);
#pragma unroll
      for (i32 i = 0; i < ROWS; i++) {
        i32 id = find(table, own[i]);
        greatest = max(greatest, id);
        ids[row + i * THREADS] = (u8)id;
      }
    } else {
      for (; row < rows && row < tile + ROWS * THREADS; row += THREADS) {
        i32 id = valid(validity, row) ? find(table, word_at<FORM>(values, row)) : table.null;
        greatest = max(greatest, id);
        ids[row] = (u8)id;
      }
    }
  }
  if (greatest == NONE) atomicOr(missed, 1);
}

#define FIND(name, FORM)                                                                                     \
  extern "C" __global__ void name(int rows, const void* values, const u32* validity, i32 groups,            \
                                  const u64* words, const u8* present, u8* ids, i32* missed) {               \
    find_few<FORM>(rows, values, validity, groups, words, present, ids, missed);                             \
  }

FIND(group_few_word, WORD)
FIND(group_few_double, DOUBLE)
FIND(group_few_bit, BIT)

// Numbers of groups between their two widths.
extern "C" __global__ void group_narrow(int rows, const i32* __restrict__ ids, u8* __restrict__ narrow) {
  ONE_BY_ONE
  for (i64 row = first_row(); row < rows; row += stride()) narrow[row] = (u8)ids[row];
}

extern "C" __global__ void group_widen(int rows, const u8* __restrict__ narrow, i32* __restrict__ ids) {
  ONE_BY_ONE
  for (i64 row = first_row(); row < rows; row += stride()) ids[row] = narrow[row];
}
