package io.millrace.operator;

/** Numbers the rows that a query's operators are given, on and on from batch to batch. */
final class RowCounter {
  private long rows;

  /** The number of the first of so many rows that come next. */
  long next(int count) {
    long first = rows;
    rows += count;
    return first;
  }
}
