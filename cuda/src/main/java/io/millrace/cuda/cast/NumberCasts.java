package io.millrace.cuda.cast;

import io.millrace.cuda.device.CudaDevice;
import io.millrace.cuda.launch.KernelFile;
import io.millrace.cuda.vec.DeviceBools;
import io.millrace.cuda.vec.DeviceDoubles;
import io.millrace.cuda.vec.DeviceLongs;
import io.millrace.cuda.vec.DeviceVec;
import io.millrace.kernels.cpu.cast.IntegerRange;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Kind;

/** Numbers and booleans to one another. */
final class NumberCasts {
  private final CudaDevice device;

  NumberCasts(CudaDevice device) {
    this.device = device;
  }

  /** Integers, and the numbers behind dates and the like: the values stay where they are. */
  DeviceLongs toLongs(DeviceLongs a, DataType to) {
    Kind from = a.type().kind();
    if (from == to.kind() || IntegerRange.fits(from, to.kind())) {
      return new DeviceLongs(to, a.length(), a.values(), a.validity());
    }
    IntegerRange range = IntegerRange.between(from, to.kind());
    long validity = device.scratch().bitmap(a.length());
    over("cast_range", a, a.values(), a.validity(), range.min(), range.max(), validity, tally());
    return new DeviceLongs(to, a.length(), a.values(), validity);
  }

  /** Toward zero. */
  DeviceLongs toLongs(DeviceDoubles a, DataType to) {
    int rows = a.length();
    long values = device.scratch().words(rows);
    long validity = device.scratch().bitmap(rows);
    if (to.kind() == Kind.UINT64) {
      over("cast_doubles_unsigned", a, a.values(), a.validity(), values, validity, tally());
    } else {
      IntegerRange range = IntegerRange.of(to.kind());
      over(
          "cast_doubles_longs",
          a,
          a.values(),
          a.validity(),
          range.min(),
          range.max(),
          values,
          validity,
          tally());
    }
    return new DeviceLongs(to, rows, values, validity);
  }

  /** To 1 and 0. */
  DeviceLongs toLongs(DeviceBools a, DataType to) {
    long values = device.scratch().words(a.length());
    over("cast_bits_longs", a, a.bits(), values);
    return new DeviceLongs(to, a.length(), values, a.validity());
  }

  /** To 1 and 0. */
  DeviceDoubles toDoubles(DeviceBools a, DataType to) {
    long values = device.scratch().words(a.length());
    over("cast_bits_doubles", a, a.bits(), values);
    return new DeviceDoubles(to, a.length(), values, a.validity());
  }

  /** To the nearest. */
  DeviceDoubles toDoubles(DeviceLongs a, DataType to) {
    long values = device.scratch().words(a.length());
    long unsigned = a.type().kind() == Kind.UINT64 ? 1 : 0;
    long narrow = to.kind() == Kind.FLOAT32 ? 1 : 0;
    over("cast_longs_doubles", a, a.values(), unsigned, narrow, values);
    return new DeviceDoubles(to, a.length(), values, a.validity());
  }

  /** To the nearest. */
  DeviceDoubles toDoubles(DeviceDoubles a, DataType to) {
    int rows = a.length();
    if (to.kind() == Kind.FLOAT64) {
      return new DeviceDoubles(to, rows, a.values(), a.validity());
    }
    long values = device.scratch().words(rows);
    long validity = device.scratch().bitmap(rows);
    over("cast_doubles_floats", a, a.values(), a.validity(), values, validity, tally());
    return new DeviceDoubles(to, rows, values, validity);
  }

  /** Whether they are not zero. */
  DeviceBools toBools(DeviceLongs a) {
    return toBools("cast_longs_bits", a, a.values());
  }

  /** Whether they are not zero; NaN is not. */
  DeviceBools toBools(DeviceDoubles a) {
    return toBools("cast_doubles_bits", a, a.values());
  }

  private DeviceBools toBools(String kernel, DeviceVec a, long values) {
    long bits = device.scratch().bitmap(a.length());
    over(kernel, a, values, bits);
    return new DeviceBools(a.length(), bits, a.validity());
  }

  private long tally() {
    return device.tally().address();
  }

  private void over(String kernel, DeviceVec a, long... arguments) {
    device.kernels().overRows(KernelFile.CAST_NUMBERS, kernel, a.length(), arguments);
  }
}
