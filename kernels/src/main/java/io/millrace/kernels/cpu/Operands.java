package io.millrace.kernels.cpu;

import io.millrace.error.InternalException;
import io.millrace.kernels.Selection;
import io.millrace.kernels.Vec;
import io.millrace.kernels.cpu.select.CpuSelection;
import io.millrace.kernels.cpu.vec.BoolVec;
import io.millrace.kernels.cpu.vec.BytesVec;
import io.millrace.kernels.cpu.vec.CpuVec;
import io.millrace.kernels.cpu.vec.DoubleVec;
import io.millrace.kernels.cpu.vec.LongVec;
import io.millrace.kernels.types.Lane;

/** The contract's vectors as this backend's. What does not fit is a mistake of the planner. */
final class Operands {
  private Operands() {}

  static CpuVec any(Vec vec) {
    if (vec instanceof CpuVec cpu) {
      return cpu;
    }
    throw new InternalException(
        "Vectors belong to the backend that made them: backend=cpu, vector="
            + vec.getClass().getName()
            + ".");
  }

  static LongVec longs(Vec vec) {
    return vec instanceof LongVec longs ? longs : fail(vec, Lane.LONG);
  }

  static DoubleVec doubles(Vec vec) {
    return vec instanceof DoubleVec doubles ? doubles : fail(vec, Lane.DOUBLE);
  }

  static BoolVec bools(Vec vec) {
    return vec instanceof BoolVec bools ? bools : fail(vec, Lane.BOOL);
  }

  static BytesVec bytes(Vec vec) {
    return vec instanceof BytesVec bytes ? bytes : fail(vec, Lane.BYTES);
  }

  static BytesVec utf8(Vec vec) {
    if (vec instanceof BytesVec bytes && vec.type().kind().isText()) {
      return bytes;
    }
    throw new InternalException("The operand of a text function is text: type=" + vec.type() + ".");
  }

  static LongVec instant(Vec vec) {
    if (vec instanceof LongVec longs && vec.type().kind().isInstant()) {
      return longs;
    }
    throw new InternalException("The operand is a date or a timestamp: type=" + vec.type() + ".");
  }

  static CpuSelection selection(Selection selection) {
    if (selection instanceof CpuSelection cpu) {
      return cpu;
    }
    throw new InternalException(
        "Selections belong to the backend that made them: backend=cpu, selection="
            + selection.getClass().getName()
            + ".");
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

  private static <T> T fail(Vec vec, Lane expected) {
    throw new InternalException(
        "A kernel's operand has the lane that it computes in: expected="
            + expected
            + ", type="
            + vec.type()
            + ".");
  }
}
