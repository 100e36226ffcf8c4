// Whether binary is text.
#include "failed.cuh"

// Bytes of a sequence by its first byte; 0 if none begins so.
__device__ __forceinline__ i32 sequence_bytes(u8 first) {
  if (first < 0x80) return 1;
  if (first < 0xc2) return 0;
  return first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
}

// As Unicode defines it: no overlong form, no surrogate, nothing past U+10FFFF.
__device__ __forceinline__ bool is_utf8(const u8* __restrict__ bytes, i32 length) {
  i32 at = 0;
  while (at < length) {
    u8 first = bytes[at];
    i32 count = sequence_bytes(first);
    if (count == 0 || count > length - at) return false;
    for (i32 i = 1; i < count; i++) {
      u8 byte = bytes[at + i];
      u8 least = i > 1 ? 0x80 : first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
      u8 most = i > 1 ? 0xbf : first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
      if (byte < least || byte > most) return false;
    }
    at += count;
  }
  return true;
}

extern "C" __global__ void cast_binary_text(int rows, const i64* __restrict__ addresses, const i32* __restrict__ lengths,
                                            const u32* __restrict__ validity, i32* __restrict__ to, u32* __restrict__ out,
                                            Tally* tally) {
  for (i64 row = first_row(); row < padded(rows); row += stride()) {
    bool is_text = true;
    if (row < rows) {
      is_text = is_utf8((const u8*)addresses[row], lengths[row]);
      to[row] = is_text ? lengths[row] : 0;
    }
    settle(rows, row, validity, !is_text, out, tally);
  }
}
