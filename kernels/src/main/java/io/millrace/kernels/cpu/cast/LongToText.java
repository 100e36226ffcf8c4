package io.millrace.kernels.cpu.cast;

import io.millrace.kernels.cpu.scratch.Scratch;
import io.millrace.kernels.cpu.vec.BytesVec;
import io.millrace.kernels.cpu.vec.LongVec;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Kind;

/** Integers to decimal text. */
final class LongToText {
  /** Digits of 2^64, or sign and digits of -2^63. */
  private static final int LONGEST = 20;

  private LongToText() {}

  static BytesVec cast(Scratch scratch, LongVec a, DataType to) {
    TextWriter writer = new TextWriter(scratch, a, LONGEST);
    boolean unsigned = a.type().kind() == Kind.UINT64;
    for (int i = 0; i < a.length(); i++) {
      if (writer.begin(i)) {
        long value = a.values()[i];
        if (value < 0 && !unsigned) {
          writer.put('-');
          value = -value;
        }
        writer.putUnsigned(value);
        writer.end(i);
      }
    }
    return writer.finish(to);
  }
}
