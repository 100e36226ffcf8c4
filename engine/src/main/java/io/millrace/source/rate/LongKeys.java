package io.millrace.source.rate;

import io.millrace.kernels.memory.Raw;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Keys as 64-bit integers. */
record LongKeys(KeyDistribution keys) implements LongFill {
  private static final int CHUNK = 1024;

  @Override
  public void fill(RowRange range, long address) {
    long[] chunk = new long[CHUNK];
    for (int at = 0; at < range.rows(); at += CHUNK) {
      int count = Math.min(CHUNK, range.rows() - at);
      keys.draw(range.seed(), range.first() + at, chunk, count);
      MemorySegment.copy(
          chunk, 0, Raw.ALL, ValueLayout.JAVA_LONG_UNALIGNED, address + at * 8L, count);
    }
  }
}
