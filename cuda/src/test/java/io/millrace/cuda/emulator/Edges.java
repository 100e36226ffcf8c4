package io.millrace.cuda.emulator;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Operand values at which an implementation is likely to be wrong, by type, as bits. */
final class Edges {
  private static final long[] INTEGERS = {
    0,
    1,
    2,
    3,
    5,
    7,
    31,
    32,
    33,
    63,
    64,
    65,
    100,
    127,
    128,
    255,
    256,
    0x7fff,
    0x8000,
    0xffff,
    0x10000,
    0x12345678,
    0x7fffffffL,
    0x80000000L,
    0xffffffffL,
    0x100000000L,
    0x123456789abcdefL,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    Long.MIN_VALUE + 1,
    -1,
    -2,
    -3,
    -7,
    -128,
    -32768,
    -32769
  };
  private static final double[] DOUBLES = {
    0.0,
    -0.0,
    1,
    -1,
    0.5,
    -0.5,
    1.5,
    2.5,
    -2.5,
    3,
    1.0 / 3,
    Math.PI,
    1e10,
    -1e10,
    2147483647.0,
    2147483648.0,
    -2147483648.0,
    -2147483649.0,
    4294967295.0,
    4294967296.0,
    9.223372036854775E18,
    9.223372036854776E18,
    -9.223372036854776E18,
    1.8446744073709552E19,
    1e300,
    -1e-300,
    Double.MIN_VALUE,
    -Double.MIN_VALUE,
    Double.MIN_NORMAL,
    Double.MAX_VALUE,
    -Double.MAX_VALUE,
    1 + 0x1p-52,
    1 - 0x1p-53,
    127.5,
    255.49,
    65535.5,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Double.NaN
  };
  private static final float[] FLOATS = {
    0f,
    -0f,
    1f,
    -1f,
    0.5f,
    1.5f,
    2.5f,
    -2.5f,
    1f / 3,
    3.1415927f,
    1e10f,
    -1e10f,
    2.1474836E9f,
    2.1474835E9f,
    -2.1474836E9f,
    4.2949673E9f,
    9.223372E18f,
    -9.223372E18f,
    1.8446744E19f,
    1e38f,
    -1e-38f,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Float.MIN_NORMAL,
    0x1.fffffep-127f,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    1 + 0x1p-23f,
    1 - 0x1p-24f,
    255.5f,
    0.9999999f,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.NaN
  };

  private Edges() {}

  static int width(String type) {
    return type.equals("pred") ? 1 : Integer.parseInt(type.substring(1));
  }

  static long mask(int width) {
    return width == 64 ? -1 : (1L << width) - 1;
  }

  static long[] of(String type) {
    return switch (type) {
      case "f64" -> Arrays.stream(DOUBLES).mapToLong(Double::doubleToRawLongBits).toArray();
      case "f32" -> {
        var bits = new long[FLOATS.length];
        for (int i = 0; i < bits.length; i++) {
          bits[i] = Integer.toUnsignedLong(Float.floatToRawIntBits(FLOATS[i]));
        }
        yield bits;
      }
      case "pred" -> new long[] {0, 1};
      default -> LongStream.of(INTEGERS).map(each -> each & mask(width(type))).distinct().toArray();
    };
  }

  /** The number that an integer type's bits stand for. */
  static BigInteger value(String type, long bits) {
    int width = width(type);
    long low = bits & mask(width);
    if (type.charAt(0) == 's') {
      return BigInteger.valueOf((low << (64 - width)) >> (64 - width));
    }
    return new BigInteger(Long.toUnsignedString(low));
  }

  /** The columns of all combinations of the operands' edge values. */
  static long[][] combinations(String... types) {
    long[][] each = new long[types.length][];
    int rows = 1;
    for (int i = 0; i < types.length; i++) {
      each[i] = of(types[i]);
      // Three wide operands would be too many rows: every third value of the last ones.
      if (i >= 2 && each[i].length > 6) {
        long[] all = each[i];
        int first = i;
        each[i] =
            IntStream.range(0, all.length)
                .filter(k -> k % 3 == first % 3)
                .mapToLong(k -> all[k])
                .toArray();
      }
      rows *= each[i].length;
    }
    var columns = new long[types.length][rows];
    for (int row = 0; row < rows; row++) {
      for (int i = 0, left = row; i < types.length; i++) {
        columns[i][row] = each[i][left % each[i].length];
        left /= each[i].length;
      }
    }
    return columns;
  }
}
