package io.millrace.kernels.cpu.select;

import io.millrace.error.InternalException;
import io.millrace.kernels.cpu.logic.Words;
import io.millrace.kernels.cpu.scratch.Scratch;
import io.millrace.kernels.cpu.vec.BoolVec;
import io.millrace.kernels.cpu.vec.BytesVec;
import io.millrace.kernels.cpu.vec.CpuVec;
import io.millrace.kernels.cpu.vec.DoubleVec;
import io.millrace.kernels.cpu.vec.LongVec;
import io.millrace.kernels.types.DataType;

/** One of two values for each row. */
public final class Choose {
  private Choose() {}

  /** {@code then} where the condition is true. */
  public static CpuVec choose(Scratch scratch, BoolVec condition, CpuVec then, CpuVec otherwise) {
    int n = condition.length();
    long[] mask = Words.both(scratch, condition.bits(), condition.validity(), n);
    long[] validity = validity(scratch, mask, then.validity(), otherwise.validity(), n);
    DataType type = DataType.widest(then.type(), otherwise.type());
    return switch (then) {
      case LongVec a when otherwise instanceof LongVec b ->
          new LongVec(type, n, longs(scratch, mask, a.values(), b.values(), n), validity);
      case DoubleVec a when otherwise instanceof DoubleVec b ->
          new DoubleVec(type, n, doubles(scratch, mask, a.values(), b.values(), n), validity);
      case BoolVec a when otherwise instanceof BoolVec b ->
          new BoolVec(n, words(scratch, mask, a.bits(), b.bits(), n), validity);
      case BytesVec a when otherwise instanceof BytesVec b ->
          new BytesVec(
              type,
              n,
              longs(scratch, mask, a.addresses(), b.addresses(), n),
              ints(scratch, mask, a.lengths(), b.lengths(), n),
              validity);
      default ->
          throw new InternalException(
              "Both sides of a choice have one lane: then="
                  + then.type()
                  + ", otherwise="
                  + otherwise.type()
                  + ".");
    };
  }

  private static long[] validity(
      Scratch scratch, long[] mask, long[] then, long[] otherwise, int n) {
    if (then == null && otherwise == null) {
      return null;
    }
    long[] validity = scratch.words(n);
    for (int w = 0; w < Words.length(n); w++) {
      validity[w] = (mask[w] & Words.word(then, w)) | (~mask[w] & Words.word(otherwise, w));
    }
    return validity;
  }

  private static long[] words(Scratch scratch, long[] mask, long[] then, long[] otherwise, int n) {
    long[] result = scratch.words(n);
    for (int w = 0; w < Words.length(n); w++) {
      result[w] = (mask[w] & then[w]) | (~mask[w] & otherwise[w]);
    }
    return result;
  }

  private static long[] longs(Scratch scratch, long[] mask, long[] then, long[] otherwise, int n) {
    long[] result = scratch.longs(n);
    for (int i = 0; i < n; i++) {
      long chosen = -(mask[i >> 6] >>> i & 1);
      result[i] = otherwise[i] ^ ((then[i] ^ otherwise[i]) & chosen);
    }
    return result;
  }

  private static int[] ints(Scratch scratch, long[] mask, int[] then, int[] otherwise, int n) {
    int[] result = scratch.ints(n);
    for (int i = 0; i < n; i++) {
      int chosen = -(int) (mask[i >> 6] >>> i & 1);
      result[i] = otherwise[i] ^ ((then[i] ^ otherwise[i]) & chosen);
    }
    return result;
  }

  private static double[] doubles(
      Scratch scratch, long[] mask, double[] then, double[] otherwise, int n) {
    double[] result = scratch.doubles(n);
    for (int i = 0; i < n; i++) {
      result[i] = (mask[i >> 6] >>> i & 1) != 0 ? then[i] : otherwise[i];
    }
    return result;
  }
}
