// One part of each text, by its number from 0; null where there is none. A thread has a text.
#include "separator.cuh"

__device__ __forceinline__ void put_part(int rows, i64 row, bool found, i64 address, i32 length, i64* __restrict__ addresses,
                                         i32* __restrict__ lengths, u32* __restrict__ out) {
  if (row < rows) {
    addresses[row] = address;
    lengths[row] = found ? length : 0;
  }
  put_bit(out, row, found);
}

// Empty parts count.
extern "C" __global__ void split_part(int rows, const i64* __restrict__ addresses, const i32* __restrict__ lengths,
                                      const u32* __restrict__ validity, const u8* __restrict__ separator, int size,
                                      int index, i64* __restrict__ to_addresses, i32* __restrict__ to_lengths,
                                      u32* __restrict__ out) {
  for (i64 row = first_row(); row < padded(rows); row += stride()) {
    bool found = row < rows && index >= 0 && valid(validity, row);
    i64 address = row < rows ? addresses[row] : 0;
    i32 from = 0, end = 0;
    if (found) {
      i32 length = lengths[row];
      end = find((const u8*)address, 0, length, separator, size);
      for (int part = 0; part < index && found; part++) {
        // At the end there is no separator: a text that ends with one has an empty part behind it.
        found = end < length;
        if (found) {
          from = end + size;
          end = find((const u8*)address, from, length, separator, size);
        }
      }
    }
    put_part(rows, row, found, address + from, end - from, to_addresses, to_lengths, out);
  }
}

// Runs of white space cut, and there are no empty parts.
extern "C" __global__ void split_part_words(int rows, const i64* __restrict__ addresses, const i32* __restrict__ lengths,
                                            const u32* __restrict__ validity, int index, i64* __restrict__ to_addresses,
                                            i32* __restrict__ to_lengths, u32* __restrict__ out) {
  for (i64 row = first_row(); row < padded(rows); row += stride()) {
    bool found = row < rows && index >= 0 && valid(validity, row);
    i64 address = row < rows ? addresses[row] : 0;
    i32 from = 0, end = 0;
    if (found) {
      const u8* bytes = (const u8*)address;
      i32 length = lengths[row];
      for (int part = 0; part <= index && found; part++) {
        from = end;
        while (from < length && is_space(bytes[from])) from++;
        end = from;
        while (end < length && !is_space(bytes[end])) end++;
        found = end > from;
      }
    }
    put_part(rows, row, found, address + from, end - from, to_addresses, to_lengths, out);
  }
}
