package io.millrace.kernels.cpu.scratch;

import org.apache.arrow.memory.BufferAllocator;

/**
 * One worker's memory for the results of kernels: Java arrays, and native memory for bytes that
 * kernels make. What was taken stays valid until {@link #reset()}, which takes all of it back.
 * Contents are undefined when taken.
 *
 * <p>Not thread-safe.
 */
public final class Scratch implements AutoCloseable {
  private final ArrayPool<long[]> longs = new ArrayPool<>(long[]::new);
  private final ArrayPool<double[]> doubles = new ArrayPool<>(double[]::new);
  private final ArrayPool<int[]> ints = new ArrayPool<>(int[]::new);
  private final ByteArena bytes;

  /** Empty scratch memory whose native part comes from {@code allocator}. */
  public Scratch(BufferAllocator allocator) {
    this.bytes = new ByteArena(allocator);
  }

  /** An array of at least {@code length} longs. */
  public long[] longs(int length) {
    return longs.take(length);
  }

  /** An array of at least {@code length} doubles. */
  public double[] doubles(int length) {
    return doubles.take(length);
  }

  /** An array of at least {@code length} ints. */
  public int[] ints(int length) {
    return ints.take(length);
  }

  /** Words for one bit a row. */
  public long[] words(int rows) {
    return longs.take((rows + 63) >>> 6);
  }

  /**
   * The address of {@code count} bytes. Eight bytes behind them may be read and written as well,
   * until the next call: kernels may work in whole words.
   */
  public long bytes(long count) {
    return bytes.take(count);
  }

  /** Gives back the last {@code count} bytes of what {@link #bytes} gave last. */
  public void giveBackBytes(long count) {
    bytes.giveBack(count);
  }

  /** Takes everything back. */
  public void reset() {
    longs.reset();
    doubles.reset();
    ints.reset();
    bytes.reset();
  }

  @Override
  public void close() {
    bytes.close();
  }
}
