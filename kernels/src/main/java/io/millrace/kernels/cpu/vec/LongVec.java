package io.millrace.kernels.cpu.vec;

import io.millrace.kernels.LongRange;
import io.millrace.kernels.cpu.scratch.Scratch;
import io.millrace.kernels.memory.Raw;
import io.millrace.kernels.types.DataType;
import java.util.Arrays;

/**
 * Integers, dates, timestamps, durations: widened to 64 bits, unsigned kinds zero-extended.
 *
 * <p>Values that lie in memory with 64 bits each stay there until somebody asks for the array: a
 * loop that reads them once, and works on each, hides the memory's latency behind its work, where a
 * copy beforehand only waits. Constants, too, become an array only where one is asked for.
 */
public final class LongVec extends CpuVec {
  private final Scratch scratch;
  private final long address;
  private final boolean constant;
  private final long value;
  private long[] values;
  private LongRange range;

  /** A vector over the given arrays; {@code validity} null if no row is null. */
  public LongVec(DataType type, int length, long[] values, long[] validity) {
    this(type, length, null, values, 0, false, 0, validity);
  }

  private LongVec(
      DataType type,
      int length,
      Scratch scratch,
      long[] values,
      long address,
      boolean constant,
      long value,
      long[] validity) {
    super(type, length, validity);
    this.scratch = scratch;
    this.values = values;
    this.address = address;
    this.constant = constant;
    this.value = value;
  }

  /** A vector over {@code length} little-endian words at an address. */
  public static LongVec inMemory(
      DataType type, int length, Scratch scratch, long address, long[] validity) {
    return new LongVec(type, length, scratch, null, address, false, 0, validity);
  }

  /** The same value in every row, none of which is null. */
  public static LongVec constant(DataType type, int length, Scratch scratch, long value) {
    return new LongVec(type, length, scratch, null, 0, true, value, null);
  }

  /** The values, at least {@code length} of them. */
  public long[] values() {
    if (values == null) {
      values = scratch.longs(length());
      if (constant) {
        Arrays.fill(values, 0, length(), value);
      } else {
        Raw.copy(address, values, 0, length());
      }
    }
    return values;
  }

  /** Where the values lie in memory; 0 if they are in an array, or a constant. */
  public long address() {
    return values == null ? address : 0;
  }

  /** Whether all rows are known to have the same value, which {@link #constant()} tells. */
  public boolean isConstant() {
    return constant;
  }

  /** The value of all rows, if it is known to be one. */
  public long constant() {
    return value;
  }

  /** The range of the values if it was computed before, else null. */
  public LongRange range() {
    return range;
  }

  /** Keeps the range for whoever asks next. */
  public LongRange remember(LongRange computed) {
    range = computed;
    return computed;
  }
}
