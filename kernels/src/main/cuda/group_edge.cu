// First and last values by group: first which place in the stream wins, then that row's value. Places
// are signed, and kept as words of unsigned order.
#include "group.cuh"

extern "C" __global__ void group_edge_place(int rows, const i32* __restrict__ ids, i32 last,
                                            const u32* __restrict__ validity, i64 first, const i64* __restrict__ places,
                                            u64* held) {
  ONE_BY_ONE
  for (i64 row = first_row(); row < rows; row += stride()) {
    if (!valid(validity, row)) continue;
    u64 place = place_of(row, first, places);
    u64* best = held + ids[row];
    u64 now = *(volatile u64*)best;
    if (last != 0 && place > now) atomicMax(best, place);
    if (last == 0 && place < now) atomicMin(best, place);
  }
}

// Two rows of one place come only from state that was exported twice; then either value does.
extern "C" __global__ void group_edge_value(int rows, const i32* __restrict__ ids, i64 form,
                                            const void* __restrict__ values, const u32* __restrict__ validity, i64 first,
                                            const i64* __restrict__ places, const u64* __restrict__ held, u64* words) {
  ONE_BY_ONE
  for (i64 row = first_row(); row < rows; row += stride()) {
    if (!valid(validity, row)) continue;
    i32 id = ids[row];
    if (held[id] == place_of(row, first, places)) {
      u64 word = form == BIT ? word_at<BIT>(values, row) : word_at<WORD>(values, row);
      *(volatile u64*)(words + id) = word;
    }
  }
}
