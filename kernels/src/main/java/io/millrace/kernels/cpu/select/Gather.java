package io.millrace.kernels.cpu.select;

import io.millrace.kernels.cpu.scratch.Scratch;
import io.millrace.kernels.cpu.vec.BoolVec;
import io.millrace.kernels.cpu.vec.BytesVec;
import io.millrace.kernels.cpu.vec.CpuVec;
import io.millrace.kernels.cpu.vec.DoubleVec;
import io.millrace.kernels.cpu.vec.LongVec;

/** The rows at given positions. Of text and binary only addresses and lengths move. */
public final class Gather {
  private Gather() {}

  /** A vector of the selection's length. */
  public static CpuVec gather(Scratch scratch, CpuVec vec, CpuSelection selection) {
    int n = selection.length();
    int[] at = selection.positions();
    long[] validity = vec.validity() == null ? null : bits(scratch, vec.validity(), at, n);
    return switch (vec) {
      case LongVec a -> new LongVec(a.type(), n, longs(scratch, a.values(), at, n), validity);
      case DoubleVec a -> new DoubleVec(a.type(), n, doubles(scratch, a.values(), at, n), validity);
      case BoolVec a -> new BoolVec(n, bits(scratch, a.bits(), at, n), validity);
      case BytesVec a ->
          new BytesVec(
              a.type(),
              n,
              longs(scratch, a.addresses(), at, n),
              ints(scratch, a.lengths(), at, n),
              validity);
    };
  }

  private static long[] longs(Scratch scratch, long[] from, int[] at, int n) {
    long[] to = scratch.longs(n);
    for (int i = 0; i < n; i++) {
      to[i] = from[at[i]];
    }
    return to;
  }

  private static int[] ints(Scratch scratch, int[] from, int[] at, int n) {
    int[] to = scratch.ints(n);
    for (int i = 0; i < n; i++) {
      to[i] = from[at[i]];
    }
    return to;
  }

  private static double[] doubles(Scratch scratch, double[] from, int[] at, int n) {
    double[] to = scratch.doubles(n);
    for (int i = 0; i < n; i++) {
      to[i] = from[at[i]];
    }
    return to;
  }

  private static long[] bits(Scratch scratch, long[] from, int[] at, int n) {
    long[] to = scratch.words(n);
    for (int first = 0; first < n; first += 64) {
      int end = Math.min(n, first + 64);
      long word = 0;
      for (int i = first; i < end; i++) {
        word |= (from[at[i] >> 6] >>> at[i] & 1) << i;
      }
      to[first >> 6] = word;
    }
    return to;
  }
}
