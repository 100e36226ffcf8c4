package io.millrace.cuda.arithmetic;

import io.millrace.cuda.device.CudaDevice;
import io.millrace.cuda.launch.KernelFile;
import io.millrace.cuda.logic.Bitmaps;
import io.millrace.cuda.vec.DeviceDoubles;
import io.millrace.error.InternalException;
import io.millrace.kernels.op.Arithmetic;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Kind;

/**
 * Arithmetic on doubles as IEEE 754 has it; least and greatest in the total order, the first
 * operand if equal.
 */
public final class DoubleArithmetic {
  private final CudaDevice device;
  private final Bitmaps bitmaps;

  /** Arithmetic on one device. */
  public DoubleArithmetic(CudaDevice device) {
    this.device = device;
    this.bitmaps = new Bitmaps(device);
  }

  /** One operation on two vectors of equal length. */
  public DeviceDoubles compute(Arithmetic op, DataType type, DeviceDoubles a, DeviceDoubles b) {
    int rows = a.length();
    long to = device.scratch().words(rows);
    device
        .kernels()
        .overRows(
            KernelFile.ARITHMETIC,
            kernel(op, type),
            rows,
            a.values(),
            b.values(),
            type.kind() == Kind.FLOAT32 ? 1 : 0,
            to);
    return new DeviceDoubles(type, rows, to, bitmaps.both(a.validity(), b.validity(), rows));
  }

  private static String kernel(Arithmetic op, DataType type) {
    return switch (op) {
      case ADD -> "add_doubles";
      case SUBTRACT -> "subtract_doubles";
      case MULTIPLY -> "multiply_doubles";
      case DIVIDE -> "divide_doubles";
      case MODULO -> "modulo_doubles";
      case LEAST -> "least_doubles";
      case GREATEST -> "greatest_doubles";
      case FLOOR_DIVIDE ->
          throw new InternalException("Floor division is for integers: type=" + type + ".");
    };
  }
}
