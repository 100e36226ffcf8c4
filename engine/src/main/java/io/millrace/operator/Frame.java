package io.millrace.operator;

import io.millrace.kernels.Vec;

/**
 * One chunk on its way through the operators.
 *
 * @param columns one for each column of the schema; null where no operator further on reads it
 * @param length rows
 * @param order ascending in the batch's order from one morsel to the next; equal within a morsel
 * @param sequence place of the first row in the stream's order; rows count up from it
 */
public record Frame(Vec[] columns, int length, long order, long sequence) {
  /** The same place in the stream with other columns. */
  public Frame with(Vec[] newColumns, int newLength) {
    return new Frame(newColumns, newLength, order, sequence);
  }
}
