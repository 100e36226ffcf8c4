package io.millrace.kernels.cpu.build;

import io.millrace.kernels.batch.Column;
import io.millrace.kernels.cpu.vec.CpuVec;
import io.millrace.kernels.cpu.vec.LongVec;
import io.millrace.kernels.memory.Raw;
import io.millrace.kernels.types.DataType;
import org.apache.arrow.memory.BufferAllocator;

/** Collects integers, dates, timestamps and durations, cut down to their width. */
final class LongColumnBuilder extends ColumnBuilder {
  private final DataType type;
  private final GrowingBuffer data;

  LongColumnBuilder(DataType type, BufferAllocator allocator) {
    super(new ValidityBuilder(allocator));
    this.type = type;
    this.data = new GrowingBuffer(allocator);
  }

  @Override
  void appendValues(CpuVec vec, int rows) {
    long width = type.kind().width();
    long to = data.reserve(rows * width, (rows + (long) vec.length()) * width) + rows * width;
    long[] values = ((LongVec) vec).values();
    switch ((int) width) {
      case 1 -> bytes(values, to, vec.length());
      case 2 -> shorts(values, to, vec.length());
      case 4 -> ints(values, to, vec.length());
      default -> Raw.copy(values, 0, to, vec.length());
    }
  }

  private static void bytes(long[] values, long to, int n) {
    for (int i = 0; i < n; i++) {
      Raw.putByte(to + i, (byte) values[i]);
    }
  }

  private static void shorts(long[] values, long to, int n) {
    for (int i = 0; i < n; i++) {
      Raw.ALL.set(Raw.SHORT, to + 2L * i, (short) values[i]);
    }
  }

  private static void ints(long[] values, long to, int n) {
    for (int i = 0; i < n; i++) {
      Raw.putInt(to + 4L * i, (int) values[i]);
    }
  }

  @Override
  Column build(int rows) {
    Column column =
        Column.of(
            type,
            rows,
            validity().nulls(),
            validity().view(rows),
            null,
            data.view((long) rows * type.kind().width()));
    validity().release();
    data.release();
    return column;
  }

  @Override
  public void close() {
    super.close();
    data.close();
  }
}
