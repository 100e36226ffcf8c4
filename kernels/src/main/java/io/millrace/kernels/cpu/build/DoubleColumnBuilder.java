package io.millrace.kernels.cpu.build;

import io.millrace.kernels.cpu.vec.CpuVec;
import io.millrace.kernels.cpu.vec.DoubleVec;
import io.millrace.kernels.memory.Raw;
import io.millrace.kernels.types.DataType;
import org.apache.arrow.memory.BufferAllocator;

/** Collects floating point numbers, rounded to their width. */
final class DoubleColumnBuilder extends ColumnBuilder {
  DoubleColumnBuilder(DataType type, BufferAllocator allocator) {
    super(type, allocator);
  }

  @Override
  void appendValues(CpuVec vec, int rows) {
    long width = buffers().type().kind().width();
    GrowingBuffer data = buffers().data();
    long to = data.reserve(rows * width, (rows + (long) vec.length()) * width) + rows * width;
    double[] values = ((DoubleVec) vec).values();
    if (width == Double.BYTES) {
      Raw.copy(values, 0, to, vec.length());
    } else {
      floats(values, to, vec.length());
    }
  }

  private static void floats(double[] values, long to, int n) {
    for (int i = 0; i < n; i++) {
      Raw.ALL.set(Raw.FLOAT, to + 4L * i, (float) values[i]);
    }
  }
}
