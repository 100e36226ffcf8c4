package io.millrace.source.rate;

/** Writes one 64-bit value a row to memory, in a tight loop. */
@FunctionalInterface
interface LongFill {
  void fill(RowRange range, long address);
}
