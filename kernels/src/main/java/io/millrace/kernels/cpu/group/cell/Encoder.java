package io.millrace.kernels.cpu.group.cell;

import io.millrace.kernels.cpu.vec.BoolVec;
import io.millrace.kernels.cpu.vec.BytesVec;
import io.millrace.kernels.cpu.vec.CpuVec;
import io.millrace.kernels.cpu.vec.DoubleVec;
import io.millrace.kernels.cpu.vec.LongVec;
import io.millrace.kernels.types.Kind;

/**
 * Brings one column's vectors into its encoding; without copying where the vector has that form
 * already. What it returns lives until the next call.
 */
public final class Encoder {
  private final Encoding encoding;
  private long[] words = new long[0];
  private long[] tails = new long[0];
  private double[] doubles = new double[0];
  private long[] hashes = new long[0];

  /** An encoder for one column. */
  public Encoder(Encoding encoding) {
    this.encoding = encoding;
  }

  /** The rows of a vector in this column's form. */
  public Cells encode(CpuVec vec) {
    if (encoding == Encoding.NULLS) {
      return Cells.nullsOnly(vec.validity());
    }
    return encoding == Encoding.HASHED ? hashed(vec) : encode(vec, encoding);
  }

  private Cells encode(CpuVec vec, Encoding form) {
    return switch (vec) {
      case LongVec longs -> longs(longs, form);
      case DoubleVec values -> doubles(values, form);
      case BoolVec bits ->
          Cells.ofWords(expand(bits.bits(), bits.length(), words(bits.length())), bits.validity());
      case BytesVec bytes -> spans(bytes);
    };
  }

  private Cells hashed(CpuVec vec) {
    Cells cells = encode(vec, Encoding.KEY);
    hashes = hashes.length < vec.length() ? new long[Math.max(vec.length(), Cells.CHUNK)] : hashes;
    if (cells.tails() == null) {
      Hashes.ofWords(cells.words(), vec.length(), hashes);
    } else {
      Hashes.sketch(cells.words(), cells.tails(), vec.length(), hashes);
    }
    return Cells.ofWords(hashes, cells.validity());
  }

  private Cells spans(BytesVec vec) {
    int rows = vec.length();
    if (tails.length < rows) {
      tails = new long[Math.max(rows, Cells.CHUNK)];
    }
    Spans.encode(vec.addresses(), vec.lengths(), rows, words(rows), tails);
    if (vec.mayHaveNulls()) {
      Spans.setNulls(vec.validity(), rows, words, tails);
    }
    return Cells.ofSpans(words, tails, vec.validity());
  }

  private Cells longs(LongVec vec, Encoding form) {
    boolean unsigned = vec.type().kind() == Kind.UINT64;
    if (form == Encoding.DOUBLES) {
      double[] to = doubles(vec.length());
      convert(vec.values(), vec.length(), unsigned, to);
      return Cells.ofDoubles(to, vec.validity());
    }
    if (form == Encoding.ORDERED && unsigned) {
      long[] to = words(vec.length());
      flipSign(vec.values(), vec.length(), to);
      return Cells.ofWords(to, vec.validity());
    }
    return Cells.ofWords(vec);
  }

  private Cells doubles(DoubleVec vec, Encoding form) {
    if (form == Encoding.DOUBLES) {
      return Cells.ofDoubles(vec.values(), vec.validity());
    }
    long[] to = words(vec.length());
    switch (form) {
      case KEY -> keys(vec.values(), vec.length(), to);
      case ORDERED -> ordered(vec.values(), vec.length(), to);
      default -> raw(vec.values(), vec.length(), to);
    }
    return Cells.ofWords(to, vec.validity());
  }

  private long[] words(int rows) {
    if (words.length < rows) {
      words = new long[Math.max(rows, Cells.CHUNK)];
    }
    return words;
  }

  private double[] doubles(int rows) {
    if (doubles.length < rows) {
      doubles = new double[Math.max(rows, Cells.CHUNK)];
    }
    return doubles;
  }

  private static void convert(long[] from, int rows, boolean unsigned, double[] to) {
    if (unsigned) {
      for (int i = 0; i < rows; i++) {
        to[i] = Canonical.unsigned(from[i]);
      }
      return;
    }
    for (int i = 0; i < rows; i++) {
      to[i] = from[i];
    }
  }

  private static void flipSign(long[] from, int rows, long[] to) {
    for (int i = 0; i < rows; i++) {
      to[i] = from[i] ^ Long.MIN_VALUE;
    }
  }

  private static void keys(double[] from, int rows, long[] to) {
    for (int i = 0; i < rows; i++) {
      to[i] = Canonical.key(from[i]);
    }
  }

  private static void ordered(double[] from, int rows, long[] to) {
    for (int i = 0; i < rows; i++) {
      to[i] = Canonical.ordered(from[i]);
    }
  }

  private static void raw(double[] from, int rows, long[] to) {
    for (int i = 0; i < rows; i++) {
      to[i] = Double.doubleToRawLongBits(from[i]);
    }
  }

  private static long[] expand(long[] bits, int rows, long[] to) {
    for (int i = 0; i < rows; i++) {
      to[i] = Cells.bit(bits, i);
    }
    return to;
  }
}
