package io.millrace.kernels.cpu.build;

import io.millrace.kernels.cpu.vec.CpuVec;
import io.millrace.kernels.cpu.vec.LongVec;
import io.millrace.kernels.memory.Raw;
import io.millrace.kernels.types.DataType;
import org.apache.arrow.memory.BufferAllocator;

/** Collects integers, dates, timestamps and durations, cut down to their width. */
final class LongColumnBuilder extends ColumnBuilder {
  LongColumnBuilder(DataType type, BufferAllocator allocator) {
    super(type, allocator);
  }

  @Override
  void appendValues(CpuVec vec, int rows) {
    long width = buffers().type().kind().width();
    GrowingBuffer data = buffers().data();
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
}
