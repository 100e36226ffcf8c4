package io.millrace.kernels.cpu.cast;

import io.millrace.kernels.cpu.scratch.Scratch;
import io.millrace.kernels.cpu.text.AsciiSpace;
import io.millrace.kernels.cpu.vec.BytesVec;
import io.millrace.kernels.cpu.vec.DoubleVec;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Kind;

/** Decimal text to the nearest floating point number. Numbers too great for it have no result. */
final class TextToDouble {
  private TextToDouble() {}

  static DoubleVec cast(Scratch scratch, BytesVec a, DataType to, FailedRows failed) {
    int n = a.length();
    double[] result = scratch.doubles(n);
    DecimalReader reader = new DecimalReader();
    boolean narrow = to.kind() == Kind.FLOAT32;
    for (int i = 0; i < n; i++) {
      long begin = AsciiSpace.skip(a.addresses()[i], a.addresses()[i] + a.lengths()[i]);
      long end = AsciiSpace.skipBack(begin, a.addresses()[i] + a.lengths()[i]);
      double value = special(begin, end);
      if (value == 0) {
        boolean read = reader.read(begin, end);
        value = !read ? 0 : narrow ? reader.toFloat() : reader.toDouble();
        if (!read || Double.isInfinite(value)) {
          failed.add(i);
        }
      }
      result[i] = value;
    }
    return new DoubleVec(to, n, result, failed.validity());
  }

  /** NaN and the infinities by name; 0 for anything else. */
  private static double special(long begin, long end) {
    long unsigned = DecimalReader.skipSign(begin, end);
    if (TextToBool.is(unsigned, end, "nan")) {
      return Double.NaN;
    }
    if (TextToBool.is(unsigned, end, "infinity") || TextToBool.is(unsigned, end, "inf")) {
      return DecimalReader.isNegative(begin, end)
          ? Double.NEGATIVE_INFINITY
          : Double.POSITIVE_INFINITY;
    }
    return 0;
  }
}
