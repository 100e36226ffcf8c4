package io.millrace.kernels.cpu.compare;

import io.millrace.error.InternalException;
import io.millrace.kernels.cpu.logic.Words;
import io.millrace.kernels.cpu.scratch.Scratch;
import io.millrace.kernels.cpu.vec.BoolVec;
import io.millrace.kernels.cpu.vec.BytesVec;
import io.millrace.kernels.cpu.vec.CpuVec;
import io.millrace.kernels.cpu.vec.DoubleVec;
import io.millrace.kernels.cpu.vec.LongVec;
import io.millrace.kernels.op.Comparison;
import io.millrace.kernels.types.Kind;
import java.util.Objects;

/** Comparisons of two vectors of one lane. */
public final class CompareKernels {
  private CompareKernels() {}

  /** The rows for which the comparison holds. */
  public static BoolVec compare(Scratch scratch, Comparison op, CpuVec left, CpuVec right) {
    int n = left.length();
    long[] bits = scratch.words(n);
    switch (left) {
      case LongVec a when right instanceof LongVec b ->
          LongComparison.compare(op, a.values(), b.values(), bits, n, flip(a, b));
      case DoubleVec a when right instanceof DoubleVec b ->
          DoubleComparison.compare(op, a.values(), b.values(), bits, n);
      case BoolVec a when right instanceof BoolVec b ->
          BoolComparison.compare(op, a.bits(), b.bits(), bits, n);
      case BytesVec a when right instanceof BytesVec b ->
          BytesComparison.compare(op, a, b, bits, n);
      default -> throw disagreement(left, right);
    }
    return new BoolVec(n, bits, Words.both(scratch, left.validity(), right.validity(), n));
  }

  private static long flip(LongVec a, LongVec b) {
    if (!Objects.equals(a.type().unit(), b.type().unit())) {
      throw disagreement(a, b);
    }
    boolean unsigned = a.type().kind() == Kind.UINT64 || b.type().kind() == Kind.UINT64;
    return unsigned ? Long.MIN_VALUE : 0;
  }

  private static InternalException disagreement(CpuVec a, CpuVec b) {
    return new InternalException(
        "The operands of a comparison have one lane and one unit: left="
            + a.type()
            + ", right="
            + b.type()
            + ".");
  }
}
