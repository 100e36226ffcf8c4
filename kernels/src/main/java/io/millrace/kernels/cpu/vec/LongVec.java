package io.millrace.kernels.cpu.vec;

import io.millrace.kernels.cpu.scratch.Scratch;
import io.millrace.kernels.memory.Raw;
import io.millrace.kernels.types.DataType;

/**
 * Integers, dates, timestamps, durations: widened to 64 bits, unsigned kinds zero-extended.
 *
 * <p>Values that lie in memory with 64 bits each stay there until somebody asks for the array: a
 * loop that reads them once, and works on each, hides the memory's latency behind its work, where a
 * copy beforehand only waits.
 */
public final class LongVec extends CpuVec {
  private final Scratch scratch;
  private final long address;
  private long[] values;

  /** A vector over the given arrays; {@code validity} null if no row is null. */
  public LongVec(DataType type, int length, long[] values, long[] validity) {
    super(type, length, validity);
    this.scratch = null;
    this.address = 0;
    this.values = values;
  }

  /** A vector over {@code length} little-endian words at an address. */
  public LongVec(DataType type, int length, Scratch scratch, long address, long[] validity) {
    super(type, length, validity);
    this.scratch = scratch;
    this.address = address;
  }

  /** The values, at least {@code length} of them. */
  public long[] values() {
    if (values == null) {
      values = scratch.longs(length());
      Raw.copy(address, values, 0, length());
    }
    return values;
  }

  /** Where the values lie in memory; 0 if they are in an array. */
  public long address() {
    return values == null ? address : 0;
  }
}
