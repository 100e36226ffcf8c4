package io.millrace.cuda.compare;

import io.millrace.cuda.device.CudaDevice;
import io.millrace.cuda.launch.KernelFile;
import io.millrace.cuda.logic.Bitmaps;
import io.millrace.cuda.vec.DeviceBools;
import io.millrace.cuda.vec.DeviceBytes;
import io.millrace.cuda.vec.DeviceDoubles;
import io.millrace.cuda.vec.DeviceLongs;
import io.millrace.cuda.vec.DeviceVec;
import io.millrace.error.InternalException;
import io.millrace.kernels.op.Comparison;
import io.millrace.kernels.types.Kind;
import java.util.Objects;

/** Comparisons of two vectors of one lane. */
public final class Compare {
  private final CudaDevice device;
  private final Bitmaps bitmaps;

  /** Comparisons on one device. */
  public Compare(CudaDevice device) {
    this.device = device;
    this.bitmaps = new Bitmaps(device);
  }

  /** The rows for which the comparison holds. */
  public DeviceBools compare(Comparison op, DeviceVec left, DeviceVec right) {
    int rows = left.length();
    long bits =
        switch (left) {
          case DeviceLongs a when right instanceof DeviceLongs b ->
              numbers(op, "longs", a.values(), b.values(), flip(a, b), rows);
          case DeviceDoubles a when right instanceof DeviceDoubles b ->
              numbers(op, "doubles", a.values(), b.values(), 0, rows);
          case DeviceBools a when right instanceof DeviceBools b ->
              bools(op, a.bits(), b.bits(), rows);
          case DeviceBytes a when right instanceof DeviceBytes b -> texts(op, a, b);
          default -> throw disagreement(left, right);
        };
    return new DeviceBools(rows, bits, bitmaps.both(left.validity(), right.validity(), rows));
  }

  /** What turns unsigned order into signed order when it is exclusive-ored in. */
  private static long flip(DeviceLongs a, DeviceLongs b) {
    if (!Objects.equals(a.type().unit(), b.type().unit())) {
      throw disagreement(a, b);
    }
    boolean unsigned = a.type().kind() == Kind.UINT64 || b.type().kind() == Kind.UINT64;
    return unsigned ? Long.MIN_VALUE : 0;
  }

  private long numbers(Comparison op, String lane, long a, long b, long flip, int rows) {
    long to = device.scratch().bitmap(rows);
    String kernel = (ofOrder(op) ? "less_" : "equal_") + lane;
    long left = exchanged(op) ? b : a;
    long right = exchanged(op) ? a : b;
    device
        .kernels()
        .overRows(KernelFile.COMPARE, kernel, rows, left, right, flip, inverted(op), to);
    return to;
  }

  private long texts(Comparison op, DeviceBytes a, DeviceBytes b) {
    int rows = a.length();
    long to = device.scratch().bitmap(rows);
    DeviceBytes left = exchanged(op) ? b : a;
    DeviceBytes right = exchanged(op) ? a : b;
    device
        .kernels()
        .overRows(
            KernelFile.COMPARE,
            ofOrder(op) ? "less_texts" : "equal_texts",
            rows,
            left.addresses(),
            left.lengths(),
            right.addresses(),
            right.lengths(),
            inverted(op),
            to);
    return to;
  }

  /** False comes before true. */
  private long bools(Comparison op, long a, long b, int rows) {
    return bitmaps.function(a, b, holds(op, 0), holds(op, -1), holds(op, 1), holds(op, 0), rows);
  }

  private static boolean holds(Comparison op, int order) {
    return switch (op) {
      case EQUAL -> order == 0;
      case NOT_EQUAL -> order != 0;
      case LESS -> order < 0;
      case LESS_OR_EQUAL -> order <= 0;
      case GREATER -> order > 0;
      case GREATER_OR_EQUAL -> order >= 0;
    };
  }

  private static boolean ofOrder(Comparison op) {
    return op != Comparison.EQUAL && op != Comparison.NOT_EQUAL;
  }

  private static boolean exchanged(Comparison op) {
    return op == Comparison.GREATER || op == Comparison.LESS_OR_EQUAL;
  }

  private static long inverted(Comparison op) {
    return switch (op) {
      case EQUAL, LESS, GREATER -> 0;
      case NOT_EQUAL, LESS_OR_EQUAL, GREATER_OR_EQUAL -> 1;
    };
  }

  private static InternalException disagreement(DeviceVec a, DeviceVec b) {
    return new InternalException(
        "The operands of a comparison have one lane and one unit: left="
            + a.type()
            + ", right="
            + b.type()
            + ".");
  }
}
