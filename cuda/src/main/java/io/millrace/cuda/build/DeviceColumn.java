package io.millrace.cuda.build;

import io.millrace.cuda.device.CudaDevice;
import io.millrace.cuda.memory.Departure;
import io.millrace.cuda.vec.DeviceVec;
import io.millrace.kernels.batch.Column;
import io.millrace.kernels.cpu.build.ColumnBuffers;
import io.millrace.kernels.memory.Raw;
import io.millrace.kernels.types.DataType;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Collects one column. A chunk comes down in four steps, each for all columns before the next:
 * {@link #begin}, {@link #size}, {@link #queue}, {@link #land}.
 */
abstract sealed class DeviceColumn implements AutoCloseable
    permits FixedColumn, BitColumn, TextColumn {
  private final CudaDevice device;
  private final ColumnBuffers buffers;
  private long validityAt;

  DeviceColumn(CudaDevice device, DataType type, BufferAllocator allocator) {
    this.device = device;
    this.buffers = new ColumnBuffers(type, allocator);
  }

  static DeviceColumn of(CudaDevice device, DataType type, BufferAllocator allocator) {
    return switch (type.lane()) {
      case LONG, DOUBLE -> new FixedColumn(device, type, allocator);
      case BOOL -> new BitColumn(device, allocator);
      case BYTES -> new TextColumn(device, type, allocator);
    };
  }

  final CudaDevice device() {
    return device;
  }

  final ColumnBuffers buffers() {
    return buffers;
  }

  /**
   * Queues what the device does for a chunk of at least one row; the device address of the number
   * of bytes that it will have, 0 if that is known.
   */
  abstract long begin(DeviceVec vec);

  /** The number of bytes that {@link #begin} asked for; bytes that will come down. */
  abstract long size(long bytes);

  /** Adds the values to what comes down. */
  abstract void queueValues(DeviceVec vec, Departure departure);

  /** Appends the values, which are there, behind {@code rows} earlier ones. */
  abstract void landValues(int rows, int added);

  /** The column; its buffers now belong to the caller. */
  final Column build(int rows) {
    return buffers.build(rows);
  }

  /** Adds the column to what comes down, in no more than three ranges. */
  final void queue(DeviceVec vec, Departure departure) {
    validityAt =
        vec.mayHaveNulls() ? departure.add(vec.validity(), DeviceVec.bitmapBytes(vec.length())) : 0;
    queueValues(vec, departure);
  }

  /** Appends what came down behind {@code rows} earlier rows. */
  final void land(int rows, int added) {
    buffers.validity().append(validityAt == 0 ? null : words(validityAt, added), rows, added);
    landValues(rows, added);
  }

  /** A bitmap. */
  static long[] words(long address, int rows) {
    long[] words = new long[(int) (DeviceVec.bitmapBytes(rows) / Long.BYTES)];
    Raw.copy(address, words, 0, words.length);
    return words;
  }

  @Override
  public void close() {
    buffers.close();
  }
}
