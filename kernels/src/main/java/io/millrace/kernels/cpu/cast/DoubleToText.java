package io.millrace.kernels.cpu.cast;

import io.millrace.kernels.cpu.scratch.Scratch;
import io.millrace.kernels.cpu.vec.BytesVec;
import io.millrace.kernels.cpu.vec.DoubleVec;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Kind;

/** Floating point numbers to the shortest text that reads back as the same, as Java writes them. */
final class DoubleToText {
  /** As {@code -2.2250738585072014E-308}, and two to spare. */
  private static final int LONGEST = 26;

  /** From here on Java writes an exponent. */
  private static final double EXPONENT_FROM = 1e7;

  private DoubleToText() {}

  static BytesVec cast(Scratch scratch, DoubleVec a, DataType to) {
    TextWriter writer = new TextWriter(scratch, a, LONGEST);
    boolean narrow = a.type().kind() == Kind.FLOAT32;
    for (int i = 0; i < a.length(); i++) {
      if (writer.begin(i)) {
        write(writer, a.values()[i], narrow);
        writer.end(i);
      }
    }
    return writer.finish(to);
  }

  private static void write(TextWriter writer, double value, boolean narrow) {
    long whole = (long) value;
    boolean small = whole == value && Math.abs(value) < EXPONENT_FROM;
    if (!small || (value == 0 && 1 / value < 0)) {
      writer.put(narrow ? Float.toString((float) value) : Double.toString(value));
      return;
    }
    if (whole < 0) {
      writer.put('-');
    }
    writer.putUnsigned(Math.abs(whole));
    writer.put(".0");
  }
}
