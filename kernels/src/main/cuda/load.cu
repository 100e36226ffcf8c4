// Columns as they lie in Arrow's buffers, widened into their lane.
#include "words.cuh"

template <typename From, typename To>
__device__ void widen(int rows, const From* __restrict__ from, To* __restrict__ to) {
  for (i64 row = first_row(); row < rows; row += stride()) to[row] = (To)from[row];
}

#define WIDEN(name, From, To)                                                                      \
  extern "C" __global__ void name(int rows, const From* __restrict__ from, To* __restrict__ to) { \
    widen<From, To>(rows, from, to);                                                              \
  }

WIDEN(load_int8, signed char, i64)
WIDEN(load_int16, short, i64)
WIDEN(load_int32, int, i64)
WIDEN(load_uint8, unsigned char, i64)
WIDEN(load_uint16, unsigned short, i64)
WIDEN(load_uint32, unsigned int, i64)
WIDEN(load_float, float, double)

// Bits from any bit offset on, to offset 0; the rest of the last word is cleared. A thread has a word of
// them, put together from the two that hold it; a word without a row's bit is not read.
extern "C" __global__ void load_bits(int rows, const u32* __restrict__ from, i64 offset, u32* __restrict__ to) {
  i64 last = (offset + rows - 1) >> 5;
  u32 shift = offset & 31;
  for (i64 word = first_row(); word < word_count(rows); word += stride()) {
    i64 at = (offset >> 5) + word;
    u32 low = at <= last ? from[at] : 0;
    u32 high = shift != 0 && at < last ? from[at + 1] : 0;
    to[word] = __funnelshift_r(low, high, shift) & word_mask(word, rows);
  }
}

// Offsets as addresses and lengths; the data are here from offset `first` to `last`, and `data` is
// where offset 0 would be. What falls, or does not lie within them, is counted and loaded as empty,
// so that nothing reads past the data; so are null rows.
template <typename Offset>
__device__ void texts(int rows, const Offset* __restrict__ offsets, const u32* __restrict__ validity, i64 data, i64 first,
                      i64 last, i64* __restrict__ addresses, i32* __restrict__ lengths, Tally* tally) {
  for (i64 row = first_row(); row < padded(rows); row += stride()) {
    bool wrong = false;
    if (row < rows) {
      i64 begin = offsets[row];
      i64 length = offsets[row + 1] - begin;
      wrong = begin < first || length < 0 || length > 0x7fffffff || begin > last - length;
      addresses[row] = data + (wrong ? first : begin);
      lengths[row] = wrong || !valid(validity, row) ? 0 : (i32)length;
    }
    count_rows(&tally->bad_offsets, wrong);
  }
}

extern "C" __global__ void load_text32(int rows, const i32* offsets, const u32* validity, i64 data, i64 first,
                                       i64 last, i64* addresses, i32* lengths, Tally* tally) {
  texts(rows, offsets, validity, data, first, last, addresses, lengths, tally);
}

extern "C" __global__ void load_text64(int rows, const i64* offsets, const u32* validity, i64 data, i64 first,
                                       i64 last, i64* addresses, i32* lengths, Tally* tally) {
  texts(rows, offsets, validity, data, first, last, addresses, lengths, tally);
}
