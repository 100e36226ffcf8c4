// Which groups are meant: flags, then their numbers in a list.
#include "group.cuh"

// Groups of one pane, or of all without panes; and only those that the epoch touched, if asked for.
extern "C" __global__ void group_pick(int groups, const i64* __restrict__ panes, i64 pane, const i32* __restrict__ touched,
                                      i32 epoch, i32* __restrict__ flags) {
  ONE_BY_ONE
  for (i64 group = first_row(); group < groups; group += stride()) {
    bool mine = panes == nullptr || panes[group] == pane;
    flags[group] = mine && (touched == nullptr || touched[group] == epoch);
  }
}

// Groups of a pane are none that stay.
extern "C" __global__ void group_drop_pane(int groups, const i64* __restrict__ panes, i64 pane, i32* __restrict__ flags) {
  ONE_BY_ONE
  for (i64 group = first_row(); group < groups; group += stride()) {
    if (panes[group] == pane) flags[group] = 0;
  }
}

// Groups without a row are none that stay.
extern "C" __global__ void group_drop_empty(int groups, const i64* __restrict__ rows, i32* __restrict__ flags) {
  ONE_BY_ONE
  for (i64 group = first_row(); group < groups; group += stride()) flags[group] = rows[group] > 0;
}

// Slots that hold a group.
extern "C" __global__ void group_taken(int slots, const i32* __restrict__ held, i32* __restrict__ flags) {
  ONE_BY_ONE
  for (i64 slot = first_row(); slot < slots; slot += stride()) flags[slot] = held[slot] >= 0;
}

extern "C" __global__ void group_list(int groups, const i32* __restrict__ flags, const i64* __restrict__ before,
                                      i32* __restrict__ list) {
  ONE_BY_ONE
  for (i64 group = first_row(); group < groups; group += stride()) {
    if (flags[group] != 0) list[before[group]] = (i32)group;
  }
}

// Rows touch their groups.
extern "C" __global__ void group_touch(int rows, const i32* __restrict__ ids, i32 epoch, i32* touched) {
  ONE_BY_ONE
  for (i64 row = first_row(); row < rows; row += stride()) {
    volatile i32* mark = touched + ids[row];
    if (*mark != epoch) *mark = epoch;
  }
}

extern "C" __global__ void group_number(int count, i32* __restrict__ list) {
  ONE_BY_ONE
  for (i64 i = first_row(); i < count; i += stride()) list[i] = (i32)i;
}
