// Texts into parts at white space or at one byte, empty parts left out: parts are counted, the counts
// summed up (scan.cu), and the parts then written. A warp has a text and looks at 32 bytes at a time.
#include "texts.cuh"

// A byte that cuts: this one, or white space where it is negative.
__device__ __forceinline__ bool cuts(u8 byte, int separator) { return separator < 0 ? is_space(byte) : byte == separator; }

// Which of the 32 bytes from `at` on belong to parts.
__device__ __forceinline__ u32 kept(const u8* __restrict__ bytes, i64 at, i32 length, int separator) {
  i64 mine = at + (threadIdx.x & 31);
  return __ballot_sync(~0u, mine < length && !cuts(bytes[mine], separator));
}

extern "C" __global__ void split_count(int rows, const i64* __restrict__ addresses, const i32* __restrict__ lengths,
                                       int separator, i32* __restrict__ counts) {
  for (i64 row = first_row() >> 5; row < rows; row += stride() >> 5) {
    const u8* bytes = (const u8*)addresses[row];
    i32 length = lengths[row];
    i32 count = 0;
    u32 open = 0;
    for (i64 at = 0; at < length; at += 32) {
      u32 part = kept(bytes, at, length, separator);
      count += __popc(part & ~(part << 1 | open));
      open = part >> 31;
    }
    if ((threadIdx.x & 31) == 0) counts[row] = count;
  }
}

// A part is written by the lane that holds its first byte, if it ends within the 32 bytes; else it
// stays open, and lane 0 writes it when its end is found.
extern "C" __global__ void split_write(int rows, const i64* __restrict__ addresses, const i32* __restrict__ lengths,
                                       int separator, const i64* __restrict__ before, i64* __restrict__ part_addresses,
                                       i32* __restrict__ part_lengths, i32* __restrict__ parents) {
  i32 lane = threadIdx.x & 31;
  for (i64 row = first_row() >> 5; row < rows; row += stride() >> 5) {
    const u8* bytes = (const u8*)addresses[row];
    i32 length = lengths[row];
    i64 next = before[row];
    i64 open = -1;
    for (i64 at = 0; at < length; at += 32) {
      u32 part = kept(bytes, at, length, separator);
      if (open >= 0 && part != ~0u) {
        if (lane == 0) {
          part_addresses[next] = (i64)(bytes + open);
          part_lengths[next] = (i32)(at + __ffs(~part) - 1 - open);
          parents[next] = (i32)row;
        }
        next++;
        part &= part + 1;  // without the open part's bytes, which are the lowest
        open = -1;
      }
      if (open < 0) {
        u32 starts = part & ~(part << 1);
        u32 ends = ~part & (part << 1);  // places behind a part, which is closed here
        u32 after = ends >> lane >> 1 << lane << 1;
        bool begins = starts >> lane & 1;
        if (begins && after != 0) {
          i64 place = next + __popc(starts & ((1u << lane) - 1));
          part_addresses[place] = (i64)(bytes + at + lane);
          part_lengths[place] = __ffs(after) - 1 - lane;
          parents[place] = (i32)row;
        }
        next += __popc(ends);
        if (part >> 31) open = at + 31 - __clz(starts);
      }
    }
    if (open >= 0 && lane == 0) {
      part_addresses[next] = (i64)(bytes + open);
      part_lengths[next] = (i32)(length - open);
      parents[next] = (i32)row;
    }
  }
}
