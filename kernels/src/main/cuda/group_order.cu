// Rows in the order of the part of a table that they are for: where a table is much larger than the
// device's cache, rows that follow one another then look at slots, keys and aggregates that are in it.
//
// A part is a stretch of slots. Blocks count their rows of each part, the counts are summed up part by
// part (scan.cu), and each row then knows its place. Rows of one block and part come in any order.
#include "group.cuh"

// The most parts, as many as RowOrder.java asks for: a block has a counter for each.
constexpr i32 PARTS = 1024;

// Rows of a block: so many that a part has a few of them, whose places lie side by side.
constexpr i32 TILE = 16 * THREADS;

using u16 = unsigned short;

// Counts by block, those of one part side by side; `part` gives a row's.
template <typename Part>
__device__ __forceinline__ void count_parts(int rows, i32 parts, u16* __restrict__ row_parts, i32* __restrict__ counts,
                                            Part part) {
  __shared__ i32 own[PARTS];
  ONE_BY_ONE
  for (i32 i = threadIdx.x; i < parts; i += THREADS) own[i] = 0;
  __syncthreads();
  i64 first = (i64)blockIdx.x * TILE;
  ONE_BY_ONE
  for (i64 row = first + threadIdx.x; row < rows && row < first + TILE; row += THREADS) {
    u32 mine = part(row);
    row_parts[row] = (u16)mine;
    atomicAdd(own + mine, 1);
  }
  __syncthreads();
  ONE_BY_ONE
  for (i32 i = threadIdx.x; i < parts; i += THREADS) counts[(i64)i * gridDim.x + blockIdx.x] = own[i];
}

// A part of 2^shift slots; null, which has a slot of its own, counts as a word of zeros.
#define COUNT(name, FORM)                                                                                         \
  extern "C" __global__ void name(int rows, const void* __restrict__ values, const u32* __restrict__ validity,   \
                                  u32 mask, i32 shift, i32 parts, u16* __restrict__ row_parts,                    \
                                  i32* __restrict__ counts) {                                                     \
    count_parts(rows, parts, row_parts, counts, [&](i64 row) {                                                    \
      return (slot_of(valid(validity, row) ? word_at<FORM>(values, row) : 0) & mask) >> shift;                    \
    });                                                                                                           \
  }

COUNT(group_order_count_word, WORD)
COUNT(group_order_count_double, DOUBLE)

extern "C" __global__ void group_order_count_hash(int rows, const u64* __restrict__ hashes, u32 mask, i32 shift,
                                                  i32 parts, u16* __restrict__ row_parts, i32* __restrict__ counts) {
  count_parts(rows, parts, row_parts, counts, [&](i64 row) { return ((u32)hashes[row] & mask) >> shift; });
}

// Where each row goes; blocks as for counting.
extern "C" __global__ void group_order_place(int rows, i32 parts, const u16* __restrict__ row_parts,
                                             const i64* __restrict__ before, i32* __restrict__ places) {
  __shared__ i32 next[PARTS];
  ONE_BY_ONE
  for (i32 i = threadIdx.x; i < parts; i += THREADS) next[i] = (i32)before[(i64)i * gridDim.x + blockIdx.x];
  __syncthreads();
  i64 first = (i64)blockIdx.x * TILE;
  ONE_BY_ONE
  for (i64 row = first + threadIdx.x; row < rows && row < first + TILE; row += THREADS) {
    places[row] = atomicAdd(next + row_parts[row], 1);
  }
}

template <typename Value>
__device__ __forceinline__ void put(int rows, const i32* __restrict__ places, const Value* __restrict__ from,
                                    Value* __restrict__ to) {
  ONE_BY_ONE
  for (i64 row = first_row(); row < rows; row += stride()) to[places[row]] = from[row];
}

extern "C" __global__ void group_order_words(int rows, const i32* places, const u64* from, u64* to) {
  put(rows, places, from, to);
}

extern "C" __global__ void group_order_ints(int rows, const i32* places, const i32* from, i32* to) {
  put(rows, places, from, to);
}

// Which row has come to each place.
extern "C" __global__ void group_order_rows(int rows, const i32* __restrict__ places, i32* __restrict__ order) {
  ONE_BY_ONE
  for (i64 row = first_row(); row < rows; row += stride()) order[places[row]] = (i32)row;
}

// And where in the stream it was, the first row being at `first`.
extern "C" __global__ void group_order_sequences(int rows, const i32* __restrict__ places, i64 first,
                                                 i64* __restrict__ sequences) {
  ONE_BY_ONE
  for (i64 row = first_row(); row < rows; row += stride()) sequences[places[row]] = first + row;
}
