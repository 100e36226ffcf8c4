package io.millrace.kernels.group;

import io.millrace.kernels.Vec;

/**
 * One worker's way into a {@link GroupTable}. Used by that worker's thread alone, between two
 * seals.
 */
public interface GroupWriter {
  /**
   * Adds one chunk of rows. The vectors may be reset once this returns, and their staged batch may
   * be closed after the seal.
   *
   * @param panes for each row its pane, {@code INT64} without nulls; null puts all rows into pane 0
   * @param keys one for each key column of the spec
   * @param inputs one for each aggregate; null for {@code COUNT_ALL}
   * @param rows length of every vector; may exceed the backend's chunk size. Tells alone how many
   *     rows there are where there is neither key nor input, as in a plain count.
   * @param sequence place of the first row in the stream's order; rows count up from it. Only
   *     {@code FIRST} and {@code LAST} look at it.
   */
  void update(Vec panes, Vec[] keys, Vec[] inputs, int rows, long sequence);
}
