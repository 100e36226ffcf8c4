package io.millrace.cuda.arithmetic;

import io.millrace.cuda.device.CudaDevice;
import io.millrace.cuda.launch.KernelFile;
import io.millrace.cuda.logic.Bitmaps;
import io.millrace.cuda.vec.DeviceLongs;
import io.millrace.kernels.op.Arithmetic;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Kind;

/** Arithmetic on longs, modulo 2^64 and then modulo the result's width. */
public final class LongArithmetic {
  private final CudaDevice device;
  private final Bitmaps bitmaps;

  /** Arithmetic on one device. */
  public LongArithmetic(CudaDevice device) {
    this.device = device;
    this.bitmaps = new Bitmaps(device);
  }

  /** One operation on two vectors of equal length. */
  public DeviceLongs compute(Arithmetic op, DataType type, DeviceLongs a, DeviceLongs b) {
    boolean unsigned = type.kind() == Kind.UINT64;
    return switch (op) {
      case ADD -> plain("add_longs", type, a, b);
      case SUBTRACT -> plain("subtract_longs", type, a, b);
      case MULTIPLY -> plain("multiply_longs", type, a, b);
      case LEAST -> plain("least_longs", type, a, b);
      case GREATEST -> plain("greatest_longs", type, a, b);
      case DIVIDE -> division(unsigned ? "divide_unsigned" : "divide_longs", type, a, b);
      case MODULO -> division(unsigned ? "modulo_unsigned" : "modulo_longs", type, a, b);
      case FLOOR_DIVIDE ->
          division(unsigned ? "divide_unsigned" : "floor_divide_longs", type, a, b);
    };
  }

  private DeviceLongs plain(String kernel, DataType type, DeviceLongs a, DeviceLongs b) {
    int rows = a.length();
    long to = device.scratch().words(rows);
    device
        .kernels()
        .overRows(
            KernelFile.ARITHMETIC,
            kernel,
            rows,
            a.values(),
            b.values(),
            missingBits(type),
            type.kind().isUnsigned() ? 1 : 0,
            type.kind() == Kind.UINT64 ? Long.MIN_VALUE : 0,
            to);
    return new DeviceLongs(type, rows, to, bitmaps.both(a.validity(), b.validity(), rows));
  }

  /** Which rows are divided by zero is known on the device alone: there is always a validity. */
  private DeviceLongs division(String kernel, DataType type, DeviceLongs a, DeviceLongs b) {
    int rows = a.length();
    long there = bitmaps.both(a.validity(), b.validity(), rows);
    long to = device.scratch().words(rows);
    long validity = device.scratch().bitmap(rows);
    device
        .kernels()
        .overRows(
            KernelFile.DIVISION,
            kernel,
            rows,
            a.values(),
            b.values(),
            there,
            missingBits(type),
            type.kind().isUnsigned() ? 1 : 0,
            to,
            validity,
            device.tally().address());
    return new DeviceLongs(type, rows, to, validity);
  }

  private static long missingBits(DataType type) {
    return Long.SIZE - (long) Byte.SIZE * type.kind().width();
  }
}
