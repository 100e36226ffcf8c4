package io.millrace.cuda.transfer;

import static io.millrace.cuda.vec.DeviceVec.bitmapBytes;

import io.millrace.cuda.device.CudaDevice;
import io.millrace.cuda.vec.DeviceBools;
import io.millrace.cuda.vec.DeviceBytes;
import io.millrace.cuda.vec.DeviceDoubles;
import io.millrace.cuda.vec.DeviceLongs;
import io.millrace.cuda.vec.DeviceVec;
import io.millrace.kernels.cpu.vec.BoolVec;
import io.millrace.kernels.cpu.vec.BytesVec;
import io.millrace.kernels.cpu.vec.CpuVec;
import io.millrace.kernels.cpu.vec.DoubleVec;
import io.millrace.kernels.cpu.vec.LongVec;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** Vectors of the CPU as vectors of the device, in the device's scratch memory. */
public final class ToDevice {
  private final CudaDevice device;

  /** A way into the device's scratch memory. */
  public ToDevice(CudaDevice device) {
    this.device = device;
  }

  /** The vector; the host's may be reset once this returns. */
  public DeviceVec vector(CpuVec vec) {
    int rows = vec.length();
    long validity = vec.mayHaveNulls() ? bitmap(vec.validity(), rows) : 0;
    return switch (vec) {
      case LongVec longs -> {
        long to = put(MemorySegment.ofArray(longs.values()), 8L * rows);
        yield new DeviceLongs(vec.type(), rows, to, validity);
      }
      case DoubleVec doubles -> {
        long to = put(MemorySegment.ofArray(doubles.values()), 8L * rows);
        yield new DeviceDoubles(vec.type(), rows, to, validity);
      }
      case BoolVec bools -> new DeviceBools(rows, bitmap(bools.bits(), rows), validity);
      case BytesVec text -> texts(text, validity);
    };
  }

  private long put(MemorySegment values, long bytes) {
    long to = device.scratch().take(bytes);
    device.uploads().begin(to);
    device.uploads().put(values.asSlice(0, bytes));
    device.uploads().finish();
    return to;
  }

  /** On the device, bits past the length are zero. */
  private long bitmap(long[] words, int rows) {
    long[] cleared = Arrays.copyOf(words, (rows + 63) / 64);
    if ((rows & 63) != 0) {
      cleared[cleared.length - 1] &= -1L >>> -rows;
    }
    return put(MemorySegment.ofArray(cleared), bitmapBytes(rows));
  }

  private DeviceBytes texts(BytesVec text, long validity) {
    int rows = text.length();
    long total = 0;
    for (int row = 0; row < rows; row++) {
      total += text.lengths()[row];
    }
    long to = device.scratch().take(total);
    long[] addresses = new long[rows];
    device.uploads().begin(to);
    for (int row = 0; row < rows; row++) {
      addresses[row] = to;
      device.uploads().put(text.addresses()[row], text.lengths()[row]);
      to += text.lengths()[row];
    }
    device.uploads().finish();
    return new DeviceBytes(
        text.type(),
        rows,
        put(MemorySegment.ofArray(addresses), 8L * rows),
        put(MemorySegment.ofArray(text.lengths()), 4L * rows),
        validity);
  }
}
