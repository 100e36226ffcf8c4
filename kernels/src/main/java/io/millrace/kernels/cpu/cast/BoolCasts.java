package io.millrace.kernels.cpu.cast;

import io.millrace.kernels.cpu.scratch.Scratch;
import io.millrace.kernels.cpu.vec.BoolVec;
import io.millrace.kernels.cpu.vec.BytesVec;
import io.millrace.kernels.cpu.vec.DoubleVec;
import io.millrace.kernels.cpu.vec.LongVec;
import io.millrace.kernels.memory.Raw;
import io.millrace.kernels.types.DataType;
import java.nio.charset.StandardCharsets;

/**
 * Booleans to numbers (1 and 0) and text, and numbers to booleans (whether they are not zero; NaN
 * is not).
 */
final class BoolCasts {
  private static final byte[] WORDS = "truefalse".getBytes(StandardCharsets.US_ASCII);

  private BoolCasts() {}

  static LongVec toLong(Scratch scratch, BoolVec a, DataType to) {
    int n = a.length();
    long[] result = scratch.longs(n);
    for (int i = 0; i < n; i++) {
      result[i] = a.bits()[i >> 6] >>> i & 1;
    }
    return new LongVec(to, n, result, a.validity());
  }

  static DoubleVec toDouble(Scratch scratch, BoolVec a, DataType to) {
    int n = a.length();
    double[] result = scratch.doubles(n);
    for (int i = 0; i < n; i++) {
      result[i] = (double) (a.bits()[i >> 6] >>> i & 1);
    }
    return new DoubleVec(to, n, result, a.validity());
  }

  static BytesVec toText(Scratch scratch, BoolVec a, DataType to) {
    int n = a.length();
    long address = scratch.bytes(WORDS.length);
    Raw.copy(WORDS, 0, address, WORDS.length);
    long[] addresses = scratch.longs(n);
    int[] lengths = scratch.ints(n);
    for (int i = 0; i < n; i++) {
      int no = (int) (~a.bits()[i >> 6] >>> i & 1);
      addresses[i] = address + 4L * no;
      lengths[i] = a.isNull(i) ? 0 : 4 + no;
    }
    return new BytesVec(to, n, addresses, lengths, a.validity());
  }

  static BoolVec fromLong(Scratch scratch, LongVec a) {
    int n = a.length();
    long[] bits = scratch.words(n);
    for (int from = 0; from < n; from += 64) {
      int to = Math.min(n, from + 64);
      long word = 0;
      for (int i = from; i < to; i++) {
        word |= (a.values()[i] != 0 ? 1L : 0L) << i;
      }
      bits[from >> 6] = word;
    }
    return new BoolVec(n, bits, a.validity());
  }

  static BoolVec fromDouble(Scratch scratch, DoubleVec a) {
    int n = a.length();
    long[] bits = scratch.words(n);
    for (int from = 0; from < n; from += 64) {
      int to = Math.min(n, from + 64);
      long word = 0;
      for (int i = from; i < to; i++) {
        word |= (a.values()[i] != 0 ? 1L : 0L) << i;
      }
      bits[from >> 6] = word;
    }
    return new BoolVec(n, bits, a.validity());
  }
}
