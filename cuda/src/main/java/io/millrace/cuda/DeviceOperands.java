package io.millrace.cuda;

import io.millrace.cuda.load.CudaStagedBatch;
import io.millrace.cuda.vec.DeviceBools;
import io.millrace.cuda.vec.DeviceBytes;
import io.millrace.cuda.vec.DeviceDoubles;
import io.millrace.cuda.vec.DeviceLongs;
import io.millrace.cuda.vec.DeviceSelection;
import io.millrace.cuda.vec.DeviceVec;
import io.millrace.error.InternalException;
import io.millrace.kernels.Selection;
import io.millrace.kernels.StagedBatch;
import io.millrace.kernels.Vec;
import io.millrace.kernels.types.Lane;

/** The contract's vectors as this backend's. What does not fit is a mistake of the planner. */
final class DeviceOperands {
  private DeviceOperands() {}

  static DeviceVec any(Vec vec) {
    return vec instanceof DeviceVec device ? device : foreign(vec);
  }

  static CudaStagedBatch staged(StagedBatch batch) {
    return batch instanceof CudaStagedBatch device ? device : foreign(batch);
  }

  static DeviceSelection selection(Selection selection) {
    return selection instanceof DeviceSelection device ? device : foreign(selection);
  }

  static DeviceLongs longs(Vec vec) {
    return vec instanceof DeviceLongs longs ? longs : fail(vec, Lane.LONG);
  }

  static DeviceDoubles doubles(Vec vec) {
    return vec instanceof DeviceDoubles doubles ? doubles : fail(vec, Lane.DOUBLE);
  }

  static DeviceBools bools(Vec vec) {
    return vec instanceof DeviceBools bools ? bools : fail(vec, Lane.BOOL);
  }

  static DeviceBytes bytes(Vec vec) {
    return vec instanceof DeviceBytes bytes ? bytes : fail(vec, Lane.BYTES);
  }

  static DeviceBytes utf8(Vec vec) {
    if (vec instanceof DeviceBytes bytes && vec.type().kind().isText()) {
      return bytes;
    }
    throw new InternalException("The operand of a text function is text: type=" + vec.type() + ".");
  }

  static DeviceLongs instant(Vec vec) {
    if (vec instanceof DeviceLongs longs && vec.type().kind().isInstant()) {
      return longs;
    }
    throw new InternalException("The operand is a date or a timestamp: type=" + vec.type() + ".");
  }

  static void sameLength(Vec a, Vec b) {
    if (a.length() != b.length()) {
      throw new InternalException(
          "Operands of a kernel have one length: first="
              + a.length()
              + ", other="
              + b.length()
              + ".");
    }
  }

  private static <T> T foreign(Object made) {
    throw new InternalException(
        "Vectors, selections and staged batches belong to the backend that made them:"
            + " backend=cuda, got="
            + made.getClass().getName()
            + ".");
  }

  private static <T> T fail(Vec vec, Lane expected) {
    throw new InternalException(
        "A kernel's operand has the lane that it computes in: expected="
            + expected
            + ", type="
            + vec.type()
            + ".");
  }
}
