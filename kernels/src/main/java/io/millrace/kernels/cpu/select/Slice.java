package io.millrace.kernels.cpu.select;

import io.millrace.kernels.cpu.logic.Words;
import io.millrace.kernels.cpu.scratch.Scratch;
import io.millrace.kernels.cpu.vec.BoolVec;
import io.millrace.kernels.cpu.vec.BytesVec;
import io.millrace.kernels.cpu.vec.CpuVec;
import io.millrace.kernels.cpu.vec.DoubleVec;
import io.millrace.kernels.cpu.vec.LongVec;

/** Consecutive rows; arrays are shared where the slice begins at row 0. */
public final class Slice {
  private Slice() {}

  /** Rows {@code from} to {@code from + n}, which must lie within the vector. */
  public static CpuVec slice(Scratch scratch, CpuVec vec, int from, int n) {
    long[] validity = vec.validity() == null ? null : bits(scratch, vec.validity(), from, n);
    return switch (vec) {
      case LongVec a -> new LongVec(a.type(), n, longs(scratch, a.values(), from, n), validity);
      case DoubleVec a ->
          new DoubleVec(a.type(), n, doubles(scratch, a.values(), from, n), validity);
      case BoolVec a -> new BoolVec(n, bits(scratch, a.bits(), from, n), validity);
      case BytesVec a ->
          new BytesVec(
              a.type(),
              n,
              longs(scratch, a.addresses(), from, n),
              ints(scratch, a.lengths(), from, n),
              validity);
    };
  }

  private static long[] longs(Scratch scratch, long[] values, int from, int n) {
    if (from == 0) {
      return values;
    }
    long[] to = scratch.longs(n);
    System.arraycopy(values, from, to, 0, n);
    return to;
  }

  private static int[] ints(Scratch scratch, int[] values, int from, int n) {
    if (from == 0) {
      return values;
    }
    int[] to = scratch.ints(n);
    System.arraycopy(values, from, to, 0, n);
    return to;
  }

  private static double[] doubles(Scratch scratch, double[] values, int from, int n) {
    if (from == 0) {
      return values;
    }
    double[] to = scratch.doubles(n);
    System.arraycopy(values, from, to, 0, n);
    return to;
  }

  private static long[] bits(Scratch scratch, long[] words, int from, int n) {
    if (from == 0) {
      return words;
    }
    long[] to = scratch.words(n);
    int first = from >> 6;
    int last = Words.length(from + n) - 1;
    for (int w = 0; w < Words.length(n); w++) {
      long low = words[first + w] >>> from;
      // A shift by 64 would be one by 0: the upper part comes in two steps.
      long high = first + w < last ? words[first + w + 1] << 1 << ~from : 0;
      to[w] = low | high;
    }
    return to;
  }
}
