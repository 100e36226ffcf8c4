package io.millrace.cuda.build;

import io.millrace.cuda.device.CudaDevice;
import io.millrace.cuda.memory.Departure;
import io.millrace.cuda.vec.DeviceBools;
import io.millrace.cuda.vec.DeviceVec;
import io.millrace.kernels.types.DataType;
import org.apache.arrow.memory.BufferAllocator;

/** Booleans, as bits. */
final class BitColumn extends DeviceColumn {
  private long bytes;
  private long at;

  BitColumn(CudaDevice device, BufferAllocator allocator) {
    super(device, DataType.BOOL, allocator);
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
    buffers().appendBits(words(at, added), rows, added);
  }
}
