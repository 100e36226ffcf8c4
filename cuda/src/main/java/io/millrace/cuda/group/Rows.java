package io.millrace.cuda.group;

import io.millrace.cuda.vec.DeviceVec;

/**
 * Rows that are to be taken in.
 *
 * @param count how many
 * @param keys one for each key column, the pane's first
 * @param inputs one for each aggregate; null where it takes none
 * @param hashes of the keys, 64 bits each at a device address; 0 if they are not there
 * @param sequence their places in the stream
 * @param ordered whether they are in the order of the table's parts
 */
record Rows(
    int count,
    DeviceVec[] keys,
    DeviceVec[] inputs,
    long hashes,
    Sequence sequence,
    boolean ordered) {
  /** The {@code length} rows from the one at {@code from} on, a multiple of 64. */
  Rows slice(int from, int length) {
    RowSlice slice = new RowSlice(from, length);
    return new Rows(
        length,
        slice.of(keys),
        slice.of(inputs),
        hashes == 0 ? 0 : hashes + 8L * from,
        sequence.from(from),
        ordered);
  }

  /** The rows from the one at {@code from} on. */
  Rows from(int from) {
    return slice(from, count - from);
  }

  /** The same with hashes of the keys. */
  Rows hashed(long address) {
    return new Rows(count, keys, inputs, address, sequence, ordered);
  }

  /** These rows in another order. */
  Rows in(RowOrder order) {
    return new Rows(
        count,
        order.of(keys),
        order.of(inputs),
        hashes == 0 ? 0 : order.words(hashes),
        sequence.in(order),
        true);
  }
}
