// Values of a dictionary by index.
#include "rows.cuh"

// Which rows have a value: the index is there, lies within the dictionary, and the value that it
// points to is there. Rows without one get index 0, which is safe to read where the dictionary has
// a value at all. Indices that lie outside are counted.
extern "C" __global__ void dictionary_check(int rows, const i64* __restrict__ indices, const u32* __restrict__ validity,
                                            i64 length, const u32* __restrict__ values_validity, i64* __restrict__ checked,
                                            u32* __restrict__ out, Tally* tally) {
  for (i64 row = first_row(); row < padded(rows); row += stride()) {
    bool there = row < rows && valid(validity, row);
    i64 index = there ? indices[row] : 0;
    bool wrong = there && (index < 0 || index >= length);
    if (wrong) atomicExch((u64*)&tally->bad_index, (u64)index);
    count_rows(&tally->bad_indices, wrong);
    there = there && !wrong && valid(values_validity, index);
    if (row < rows) checked[row] = there ? index : 0;
    put_bit(out, row, there);
  }
}

extern "C" __global__ void dictionary_words(int rows, const i64* __restrict__ indices, const u64* __restrict__ from,
                                            u64* __restrict__ to) {
  for (i64 row = first_row(); row < rows; row += stride()) to[row] = from[indices[row]];
}

extern "C" __global__ void dictionary_bits(int rows, const i64* __restrict__ indices, const u32* __restrict__ from,
                                           u32* __restrict__ to) {
  for (i64 row = first_row(); row < padded(rows); row += stride()) {
    put_bit(to, row, row < rows && bit(from, indices[row]));
  }
}

extern "C" __global__ void dictionary_texts(int rows, const i64* __restrict__ indices, const u32* __restrict__ validity,
                                            const i64* __restrict__ addresses, const i32* __restrict__ lengths,
                                            i64* __restrict__ to_addresses, i32* __restrict__ to_lengths) {
  for (i64 row = first_row(); row < rows; row += stride()) {
    i64 index = indices[row];
    to_addresses[row] = addresses[index];
    to_lengths[row] = valid(validity, row) ? lengths[index] : 0;
  }
}
