package io.millrace.cuda.load;

import io.millrace.cuda.device.CudaDevice;
import io.millrace.cuda.launch.KernelFile;
import io.millrace.cuda.logic.Bitmaps;
import io.millrace.cuda.vec.DeviceBools;
import io.millrace.cuda.vec.DeviceBytes;
import io.millrace.cuda.vec.DeviceDoubles;
import io.millrace.cuda.vec.DeviceLongs;
import io.millrace.cuda.vec.DeviceVec;
import io.millrace.error.InternalException;
import io.millrace.kernels.types.DataType;
import java.lang.foreign.MemorySegment;

/** One value in every row, or none. */
public final class Literals {
  private final CudaDevice device;
  private final Bitmaps bitmaps;

  /** Literals in the device's scratch memory. */
  public Literals(CudaDevice device) {
    this.device = device;
    this.bitmaps = new Bitmaps(device);
  }

  /** A vector of {@code value}, boxed as its lane asks, or of nulls. */
  public DeviceVec of(DataType type, Object value, int rows) {
    long validity = value == null ? bitmaps.filled(false, rows) : 0;
    return switch (type.lane()) {
      case LONG ->
          new DeviceLongs(
              type,
              rows,
              words(value == null ? 0 : boxed(Long.class, type, value), rows),
              validity);
      case DOUBLE -> {
        double number = value == null ? 0 : boxed(Double.class, type, value);
        long values = words(Double.doubleToRawLongBits(number), rows);
        yield new DeviceDoubles(type, rows, values, validity);
      }
      case BOOL -> {
        boolean set = value != null && boxed(Boolean.class, type, value);
        yield new DeviceBools(rows, bitmaps.filled(set, rows), validity);
      }
      case BYTES -> {
        byte[] bytes = value == null ? new byte[0] : boxed(byte[].class, type, value);
        yield texts(type, bytes, rows, validity);
      }
    };
  }

  private long words(long value, int rows) {
    long to = device.scratch().words(rows);
    device.kernels().overRows(KernelFile.FILL, "fill_words", rows, value, to);
    return to;
  }

  private DeviceBytes texts(DataType type, byte[] value, int rows, long validity) {
    long text = device.scratch().take(value.length);
    device.uploads().begin(text);
    device.uploads().put(MemorySegment.ofArray(value));
    device.uploads().finish();
    long addresses = device.scratch().words(rows);
    long lengths = device.scratch().ints(rows);
    device
        .kernels()
        .overRows(KernelFile.FILL, "fill_texts", rows, text, value.length, addresses, lengths);
    return new DeviceBytes(type, rows, addresses, lengths, validity);
  }

  private static <T> T boxed(Class<T> box, DataType type, Object value) {
    if (!box.isInstance(value)) {
      throw new InternalException(
          "A literal is boxed as its lane asks: type="
              + type
              + ", expected="
              + box.getSimpleName()
              + ", got="
              + value.getClass().getSimpleName()
              + ".");
    }
    return box.cast(value);
  }
}
