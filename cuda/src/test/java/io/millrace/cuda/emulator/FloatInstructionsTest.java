package io.millrace.cuda.emulator;

import java.math.BigDecimal;
import java.util.List;

/** Float arithmetic in all rounding directions, against exact arithmetic in BigDecimal. */
final class FloatInstructionsTest extends InstructionContract {
  private static final List<String> DIRECTIONS = List.of("rn", "rz", "rm", "rp");

  @Override
  void instructions() {
    for (String direction : DIRECTIONS) {
      doubles(direction);
      floats(direction);
    }
    minMax();
    signs();
    flushing();
    saturation();
  }

  private static double d(long bits) {
    return Double.longBitsToDouble(bits);
  }

  private static float f(long bits) {
    return Float.intBitsToFloat((int) bits);
  }

  /** Results of f32 operations have one NaN. */
  private static long bits(float value) {
    return Float.isNaN(value) ? 0x7fffffffL : Float.floatToRawIntBits(value);
  }

  /** All NaN operands are the same here, and the others give x86's and the GPU's default NaN. */
  private static long bits(double value, long... operands) {
    if (!Double.isNaN(value)) {
      return Double.doubleToRawLongBits(value);
    }
    for (long operand : operands) {
      if (Double.isNaN(d(operand))) {
        return operand;
      }
    }
    return 0xfff8000000000000L;
  }

  private static boolean finite(double... values) {
    for (double value : values) {
      if (!Double.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  private static BigDecimal big(double value) {
    return new BigDecimal(value);
  }

  /** An exact sum of 0 is -0.0 when rounding down, unless both addends are +0. */
  private static boolean cancels(double a, double b, String direction) {
    boolean bothPositive = Math.copySign(1, a) > 0 && Math.copySign(1, b) > 0;
    return direction.equals("rm") && !(a == 0 && b == 0 && bothPositive);
  }

  private static double sum(double a, double b, String direction) {
    double nearest = a + b;
    if (!finite(a, b)) {
      return nearest;
    }
    BigDecimal exact = big(a).add(big(b));
    if (exact.signum() == 0) {
      return cancels(a, b, direction) ? -0.0 : nearest;
    }
    return Exact.directed(nearest, direction, exact.signum(), n -> n.compareTo(exact));
  }

  private static float sum(float a, float b, String direction) {
    float nearest = a + b;
    if (!finite(a, b)) {
      return nearest;
    }
    BigDecimal exact = big(a).add(big(b));
    if (exact.signum() == 0) {
      return cancels(a, b, direction) ? -0f : nearest;
    }
    return Exact.directed(nearest, direction, exact.signum(), n -> n.compareTo(exact));
  }

  private void doubles(String direction) {
    String f64 = "." + direction + ".f64 %d, %a, %b";
    expect(
        "add" + f64 + ";",
        "f64",
        types("f64", "f64"),
        v -> bits(sum(d(v[0]), d(v[1]), direction), v));
    expect(
        "sub" + f64 + ";",
        "f64",
        types("f64", "f64"),
        v -> bits(sum(d(v[0]), -d(v[1]), direction), v));
    expect(
        "mul" + f64 + ";",
        "f64",
        types("f64", "f64"),
        v -> {
          double a = d(v[0]);
          double b = d(v[1]);
          double nearest = a * b;
          if (!finite(a, b) || a == 0 || b == 0) {
            return bits(nearest, v);
          }
          BigDecimal exact = big(a).multiply(big(b));
          return bits(
              Exact.directed(nearest, direction, exact.signum(), n -> n.compareTo(exact)), v);
        });
    expect(
        "div" + f64 + ";",
        "f64",
        types("f64", "f64"),
        v -> {
          double a = d(v[0]);
          double b = d(v[1]);
          double nearest = a / b;
          if (!finite(a, b) || a == 0 || b == 0) {
            return bits(nearest, v);
          }
          int sign = (a < 0) == (b < 0) ? 1 : -1;
          return bits(
              Exact.directed(
                  nearest,
                  direction,
                  sign,
                  n -> n.multiply(big(b)).compareTo(big(a)) * (b < 0 ? -1 : 1)),
              v);
        });
    expect("fma" + f64 + ", %c;", "f64", types("f64", "f64", "f64"), v -> fma(v, direction));
    expect(
        "sqrt." + direction + ".f64 %d, %a;",
        "f64",
        types("f64"),
        v -> {
          double a = d(v[0]);
          if (!finite(a) || a <= 0) {
            return bits(Math.sqrt(a), v);
          }
          return bits(
              Exact.directed(Math.sqrt(a), direction, 1, n -> n.multiply(n).compareTo(big(a))), v);
        });
    expect(
        "rcp." + direction + ".f64 %d, %a;",
        "f64",
        types("f64"),
        v -> {
          double a = d(v[0]);
          if (!finite(a) || a == 0) {
            return bits(1 / a, v);
          }
          return bits(
              Exact.directed(
                  1 / a,
                  direction,
                  a > 0 ? 1 : -1,
                  n -> n.multiply(big(a)).compareTo(BigDecimal.ONE) * (a < 0 ? -1 : 1)),
              v);
        });
  }

  private static long fma(long[] v, String direction) {
    double a = d(v[0]);
    double b = d(v[1]);
    double c = d(v[2]);
    double nearest = Math.fma(a, b, c);
    if (!finite(a, b, c)) {
      // A product of infinity and zero is a NaN of its own, unless c is one.
      return bits(nearest, v);
    }
    BigDecimal exact = big(a).multiply(big(b)).add(big(c));
    if (exact.signum() == 0) {
      double product = Math.copySign(1, a) * Math.copySign(1, b) * 0.0;
      boolean zeros = (a == 0 || b == 0) && c == 0;
      boolean positive = Math.copySign(1, product) > 0 && Math.copySign(1, c) > 0;
      return bits(direction.equals("rm") && !(zeros && positive) ? -0.0 : nearest, v);
    }
    return bits(Exact.directed(nearest, direction, exact.signum(), n -> n.compareTo(exact)), v);
  }

  private void floats(String direction) {
    String f32 = "." + direction + ".f32 %d, %a, %b";
    expect(
        "add" + f32 + ";", "f32", types("f32", "f32"), v -> bits(sum(f(v[0]), f(v[1]), direction)));
    expect(
        "sub" + f32 + ";",
        "f32",
        types("f32", "f32"),
        v -> bits(sum(f(v[0]), -f(v[1]), direction)));
    expect(
        "mul" + f32 + ";",
        "f32",
        types("f32", "f32"),
        v -> {
          float a = f(v[0]);
          float b = f(v[1]);
          if (!finite(a, b) || a == 0 || b == 0) {
            return bits(a * b);
          }
          BigDecimal exact = big(a).multiply(big(b));
          return bits(Exact.directed(a * b, direction, exact.signum(), n -> n.compareTo(exact)));
        });
    expect(
        "div" + f32 + ";",
        "f32",
        types("f32", "f32"),
        v -> {
          float a = f(v[0]);
          float b = f(v[1]);
          if (!finite(a, b) || a == 0 || b == 0) {
            return bits(a / b);
          }
          int sign = (a < 0) == (b < 0) ? 1 : -1;
          return bits(
              Exact.directed(
                  a / b,
                  direction,
                  sign,
                  n -> n.multiply(big(b)).compareTo(big(a)) * (b < 0 ? -1 : 1)));
        });
    expect(
        "fma" + f32 + ", %c;",
        "f32",
        types("f32", "f32", "f32"),
        v -> {
          float a = f(v[0]);
          float b = f(v[1]);
          float c = f(v[2]);
          float nearest = Math.fma(a, b, c);
          if (!finite(a, b, c)) {
            return bits(nearest);
          }
          BigDecimal exact = big(a).multiply(big(b)).add(big(c));
          if (exact.signum() == 0) {
            boolean zeros = (a == 0 || b == 0) && c == 0;
            boolean positive =
                Math.copySign(1f, a) * Math.copySign(1f, b) > 0 && Math.copySign(1f, c) > 0;
            return bits(direction.equals("rm") && !(zeros && positive) ? -0f : nearest);
          }
          return bits(Exact.directed(nearest, direction, exact.signum(), n -> n.compareTo(exact)));
        });
    expect(
        "sqrt." + direction + ".f32 %d, %a;",
        "f32",
        types("f32"),
        v -> {
          float a = f(v[0]);
          float nearest = (float) Math.sqrt(a);
          if (!finite(a) || a <= 0) {
            return bits(nearest);
          }
          return bits(Exact.directed(nearest, direction, 1, n -> n.multiply(n).compareTo(big(a))));
        });
  }

  private void minMax() {
    expect(
        "min.f64 %d, %a, %b;", "f64", types("f64", "f64"), v -> bits(smaller(d(v[0]), d(v[1])), v));
    expect(
        "max.f64 %d, %a, %b;",
        "f64", types("f64", "f64"), v -> bits(-smaller(-d(v[0]), -d(v[1])), v));
    expect(
        "min.f32 %d, %a, %b;",
        "f32", types("f32", "f32"), v -> bits((float) smaller(f(v[0]), f(v[1]))));
    expect(
        "max.f32 %d, %a, %b;",
        "f32", types("f32", "f32"), v -> bits((float) -smaller(-f(v[0]), -f(v[1]))));
    expect(
        "min.NaN.f32 %d, %a, %b;",
        "f32", types("f32", "f32"), v -> bits(Math.min(f(v[0]), f(v[1]))));
    expect(
        "max.NaN.f32 %d, %a, %b;",
        "f32", types("f32", "f32"), v -> bits(Math.max(f(v[0]), f(v[1]))));
  }

  /** A NaN gives the other operand; Math.min knows that -0.0 is the smaller zero. */
  private static double smaller(double a, double b) {
    return Double.isNaN(a) ? b : Double.isNaN(b) ? a : Math.min(a, b);
  }

  private void signs() {
    long top = Long.MIN_VALUE;
    expect("neg.f64 %d, %a;", "f64", types("f64"), v -> v[0] ^ top);
    expect("abs.f64 %d, %a;", "f64", types("f64"), v -> v[0] & ~top);
    expect(
        "copysign.f64 %d, %a, %b;", "f64", types("f64", "f64"), v -> (v[1] & ~top) | (v[0] & top));
    expect("neg.f32 %d, %a;", "f32", types("f32"), v -> v[0] ^ 0x80000000L);
    expect("abs.f32 %d, %a;", "f32", types("f32"), v -> v[0] & 0x7fffffffL);
    expect(
        "copysign.f32 %d, %a, %b;",
        "f32", types("f32", "f32"), v -> (v[1] & 0x7fffffffL) | (v[0] & 0x80000000L));
  }

  private static float flush(float value) {
    return Math.abs(value) < Float.MIN_NORMAL ? Math.copySign(0f, value) : value;
  }

  private void flushing() {
    expect(
        "add.ftz.f32 %d, %a, %b;",
        "f32", types("f32", "f32"), v -> bits(flush(flush(f(v[0])) + flush(f(v[1])))));
    expect(
        "mul.ftz.f32 %d, %a, %b;",
        "f32", types("f32", "f32"), v -> bits(flush(flush(f(v[0])) * flush(f(v[1])))));
    expect(
        "abs.ftz.f32 %d, %a;",
        "f32", types("f32"), v -> Float.floatToRawIntBits(Math.abs(flush(f(v[0])))));
    expect(
        "setp.gt.ftz.f32 %d, %a, %b;",
        "pred", types("f32", "f32"), v -> flush(f(v[0])) > flush(f(v[1])) ? 1 : 0);
  }

  private void saturation() {
    expect(
        "add.sat.f32 %d, %a, %b;",
        "f32",
        types("f32", "f32"),
        v -> {
          float sum = f(v[0]) + f(v[1]);
          return Float.floatToRawIntBits(sum > 0 ? Math.min(sum, 1f) : 0f);
        });
    // Integers in floats, and back, are exact up to 2^53.
    expect(
        "{ .reg .f64 %x1; cvt.rn.f64.s32 %x1, %a; cvt.rzi.s32.f64 %d, %x1; }",
        "s32", types("s32"), v -> v[0]);
    expect(
        "fma.rn.f64 %d, %a, 0d3ff0000000000000, 0d8000000000000000;",
        "f64", types("f64"), v -> bits(d(v[0]), v));
    expect(
        "mul.rn.f64 %d, %a, 0dbff0000000000000;",
        "f64", types("f64"), v -> Double.isNaN(d(v[0])) ? v[0] : bits(-d(v[0])));
  }
}
