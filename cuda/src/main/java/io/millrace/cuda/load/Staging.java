package io.millrace.cuda.load;

import io.millrace.cuda.device.CudaDevice;
import io.millrace.cuda.memory.DeviceHeap;
import io.millrace.cuda.memory.HostRange;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.batch.Column;
import io.millrace.kernels.memory.Raw;
import io.millrace.kernels.types.Kind;
import io.millrace.kernels.types.Lane;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Brings columns to the device as one block: first the place of each buffer is decided, then all
 * are copied there in that order. Of each buffer only the bytes of the column's own rows travel.
 */
public final class Staging {
  /** Buffers begin where the widest access of a warp does; kernels read bitmaps in whole words. */
  private static final long ALIGNMENT = 64;

  private final List<HostRange> ranges = new ArrayList<>();
  private long end;

  private Staging() {}

  /** Begins to bring the given columns to the device. The caller closes the result. */
  public static CudaStagedBatch stage(CudaDevice device, Batch batch, int... ordinals) {
    Staging staging = new Staging();
    Map<Integer, StagedColumn> columns = new HashMap<>();
    for (int ordinal : ordinals) {
      columns.computeIfAbsent(ordinal, each -> staging.place(batch.column(each)));
    }
    long bytes = Math.max(DeviceHeap.ALIGNMENT, staging.end);
    return new CudaStagedBatch(
        batch.rows(), device.arrivals().begin(staging.ranges, bytes), columns);
  }

  /**
   * Addresses of what is placed are relative to the block until it is there, from 1 on: 0 is none.
   */
  private StagedColumn place(Column column) {
    long first = column.offset();
    int rows = column.length();
    StagedColumn dictionary = column.dictionary() == null ? null : place(column.dictionary());
    long validity = 0;
    if (column.nullCount() > 0) {
      validity = bits(column.validity().memoryAddress(), first, rows);
    }
    int bit = (int) (first & 7);
    Kind kind = column.indices() != null ? column.indices() : column.type().kind();
    if (rows == 0) {
      return new StagedColumn(column.type(), 0, 0, 0, 0, 0, 0, 0, 0, column.indices(), dictionary);
    }
    if (kind.lane() == Lane.BOOL) {
      long data = bits(column.data().memoryAddress(), first, rows);
      return new StagedColumn(column.type(), rows, validity, bit, 0, data, bit, 0, 0, null, null);
    }
    long width = kind.width();
    if (kind.lane() != Lane.BYTES) {
      long data = range(column.data().memoryAddress() + first * width, rows * width);
      return new StagedColumn(
          column.type(), rows, validity, bit, 0, data, 0, 0, 0, column.indices(), dictionary);
    }
    long host = column.offsets().memoryAddress() + first * width;
    long offsets = range(host, (rows + 1L) * width);
    // What the offsets say is not known to be right: the bytes that travel lie within the buffer.
    long capacity = column.data() == null ? 0 : column.data().capacity();
    long from = Math.clamp(offset(host, width, 0), 0, capacity);
    long to = Math.clamp(offset(host, width, rows), from, capacity);
    long data = range(column.data() == null ? 0 : column.data().memoryAddress() + from, to - from);
    return new StagedColumn(
        column.type(), rows, validity, bit, offsets, data, 0, from, to, null, null);
  }

  private static long offset(long offsets, long width, long at) {
    return width == Integer.BYTES ? Raw.getInt(offsets + 4 * at) : Raw.getLong(offsets + 8 * at);
  }

  private long bits(long address, long first, int rows) {
    return range(address + (first >> 3), ((first & 7) + rows + 7) / 8);
  }

  private long range(long from, long bytes) {
    long to = end;
    ranges.add(new HostRange(from, bytes, to));
    end = (to + bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    return to + 1;
  }
}
