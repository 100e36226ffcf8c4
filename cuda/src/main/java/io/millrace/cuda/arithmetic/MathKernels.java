package io.millrace.cuda.arithmetic;

import io.millrace.cuda.device.CudaDevice;
import io.millrace.cuda.launch.KernelFile;
import io.millrace.cuda.vec.DeviceDoubles;
import io.millrace.cuda.vec.DeviceLongs;
import io.millrace.cuda.vec.DeviceVec;
import io.millrace.kernels.op.MathFunction;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Kind;

/** Functions of one number. */
public final class MathKernels {
  private final CudaDevice device;

  /** Functions on one device. */
  public MathKernels(CudaDevice device) {
    this.device = device;
  }

  /** A function of integers. */
  public DeviceVec compute(MathFunction function, DeviceLongs a) {
    DataType type = function.resultType(a.type());
    boolean unsigned = a.type().kind() == Kind.UINT64;
    int rows = a.length();
    return switch (function) {
      case SQRT -> {
        long roots = map(unsigned ? "sqrt_unsigned" : "sqrt_longs", a.values(), rows);
        yield new DeviceDoubles(type, rows, roots, a.validity());
      }
      case NEGATE ->
          new DeviceLongs(type, rows, map("negate_longs", a.values(), rows), a.validity());
      case ABS -> {
        long values = unsigned ? a.values() : map("abs_longs", a.values(), rows);
        yield new DeviceLongs(type, rows, values, a.validity());
      }
      case FLOOR, CEIL -> new DeviceLongs(type, rows, a.values(), a.validity());
    };
  }

  /** A function of doubles. */
  public DeviceDoubles compute(MathFunction function, DeviceDoubles a) {
    String kernel =
        switch (function) {
          case NEGATE -> "negate_doubles";
          case ABS -> "abs_doubles";
          case FLOOR -> "floor_doubles";
          case CEIL -> "ceil_doubles";
          case SQRT -> "sqrt_doubles";
        };
    long values = map(kernel, a.values(), a.length());
    return new DeviceDoubles(function.resultType(a.type()), a.length(), values, a.validity());
  }

  private long map(String kernel, long from, int rows) {
    long to = device.scratch().words(rows);
    device.kernels().overRows(KernelFile.MATH, kernel, rows, from, to);
    return to;
  }
}
