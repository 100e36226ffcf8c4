package io.millrace.kernels.cpu.build;

import io.millrace.kernels.cpu.vec.BoolVec;
import io.millrace.kernels.cpu.vec.CpuVec;
import io.millrace.kernels.types.DataType;
import org.apache.arrow.memory.BufferAllocator;

/** Collects booleans as bits. */
final class BoolColumnBuilder extends ColumnBuilder {
  BoolColumnBuilder(BufferAllocator allocator) {
    super(DataType.BOOL, allocator);
  }

  @Override
  void appendValues(CpuVec vec, int rows) {
    buffers().appendBits(((BoolVec) vec).bits(), rows, vec.length());
  }
}
