package io.millrace.kernels.cpu.build;

import io.millrace.kernels.batch.Column;
import io.millrace.kernels.cpu.vec.BoolVec;
import io.millrace.kernels.cpu.vec.CpuVec;
import io.millrace.kernels.types.DataType;
import org.apache.arrow.memory.BufferAllocator;

/** Collects booleans as bits. */
final class BoolColumnBuilder extends ColumnBuilder {
  private final GrowingBuffer data;

  BoolColumnBuilder(BufferAllocator allocator) {
    super(new ValidityBuilder(allocator));
    this.data = new GrowingBuffer(allocator);
  }

  @Override
  void appendValues(CpuVec vec, int rows) {
    long used = rows == 0 ? 0 : BitAppender.bytes(rows);
    long address = data.reserve(used, BitAppender.bytes((long) rows + vec.length()));
    BitAppender.append(address, rows, ((BoolVec) vec).bits(), vec.length());
  }

  @Override
  Column build(int rows) {
    Column column =
        Column.of(
            DataType.BOOL,
            rows,
            validity().nulls(),
            validity().view(rows),
            null,
            data.view((rows + 7L) / 8));
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
