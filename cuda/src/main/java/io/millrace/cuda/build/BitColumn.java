package io.millrace.cuda.build;

import io.millrace.cuda.device.CudaDevice;
import io.millrace.cuda.memory.Departure;
import io.millrace.cuda.vec.DeviceBools;
import io.millrace.cuda.vec.DeviceVec;
import io.millrace.kernels.batch.Column;
import io.millrace.kernels.cpu.build.BitAppender;
import io.millrace.kernels.cpu.build.GrowingBuffer;
import io.millrace.kernels.types.DataType;
import org.apache.arrow.memory.BufferAllocator;

/** Booleans, as bits. */
final class BitColumn extends DeviceColumn {
  private final GrowingBuffer data;
  private long bytes;
  private long at;

  BitColumn(CudaDevice device, BufferAllocator allocator) {
    super(device, allocator);
    this.data = new GrowingBuffer(allocator);
  }

  @Override
  long begin(DeviceVec vec) {
    bytes = DeviceVec.bitmapBytes(vec.length());
    return 0;
  }

  @Override
  long size(long unasked) {
    return bytes;
  }

  @Override
  void queueValues(DeviceVec vec, Departure departure) {
    at = departure.add(((DeviceBools) vec).bits(), bytes);
  }

  @Override
  void landValues(int rows, int added) {
    long used = rows == 0 ? 0 : BitAppender.bytes(rows);
    long address = data.reserve(used, BitAppender.bytes((long) rows + added));
    BitAppender.append(address, rows, words(at, added), added);
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
