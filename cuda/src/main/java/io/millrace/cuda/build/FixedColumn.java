package io.millrace.cuda.build;

import io.millrace.cuda.device.CudaDevice;
import io.millrace.cuda.launch.KernelFile;
import io.millrace.cuda.memory.Departure;
import io.millrace.cuda.vec.DeviceDoubles;
import io.millrace.cuda.vec.DeviceLongs;
import io.millrace.cuda.vec.DeviceVec;
import io.millrace.error.InternalException;
import io.millrace.kernels.memory.Raw;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Kind;
import org.apache.arrow.memory.BufferAllocator;

/** Numbers, dates and the like: cut down to their width on the device, so that no more travels. */
final class FixedColumn extends DeviceColumn {
  private long values;
  private long bytes;
  private long at;

  FixedColumn(CudaDevice device, DataType type, BufferAllocator allocator) {
    super(device, type, allocator);
  }

  @Override
  long begin(DeviceVec vec) {
    int rows = vec.length();
    DataType type = buffers().type();
    bytes = buffers().bytes(rows);
    values = lane(vec);
    if (type.kind().width() < Long.BYTES) {
      long narrow = device().scratch().take(bytes);
      device().kernels().overRows(KernelFile.NARROW, narrowing(), rows, values, narrow);
      values = narrow;
    }
    return 0;
  }

  private static long lane(DeviceVec vec) {
    return switch (vec) {
      case DeviceLongs longs -> longs.values();
      case DeviceDoubles doubles -> doubles.values();
      default ->
          throw new InternalException("A fixed width was expected: type=" + vec.type() + ".");
    };
  }

  private String narrowing() {
    DataType type = buffers().type();
    if (type.kind() == Kind.FLOAT32) {
      return "narrow_float";
    }
    return switch (type.kind().width()) {
      case 1 -> "narrow_8";
      case 2 -> "narrow_16";
      default -> "narrow_32";
    };
  }

  @Override
  long size(long unasked) {
    return bytes;
  }

  @Override
  void queueValues(DeviceVec vec, Departure departure) {
    at = departure.add(values, bytes);
  }

  @Override
  void landValues(int rows, int added) {
    long used = buffers().bytes(rows);
    Raw.copy(at, buffers().data().reserve(used, used + bytes) + used, bytes);
  }
}
