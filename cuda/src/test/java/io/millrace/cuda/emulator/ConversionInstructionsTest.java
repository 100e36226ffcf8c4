package io.millrace.cuda.emulator;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/** cvt between all types, and moves between registers and their parts. */
final class ConversionInstructionsTest extends InstructionContract {
  private static final List<String> INTEGERS =
      List.of("u8", "s8", "u16", "s16", "u32", "s32", "u64", "s64");
  private static final Map<String, RoundingMode> TO_INTEGER =
      Map.of(
          "rni", RoundingMode.HALF_EVEN,
          "rzi", RoundingMode.DOWN,
          "rmi", RoundingMode.FLOOR,
          "rpi", RoundingMode.CEILING);

  @Override
  void instructions() {
    for (String to : INTEGERS) {
      for (String from : INTEGERS) {
        integers(to, from);
      }
      for (String from : List.of("f32", "f64")) {
        TO_INTEGER.forEach((name, mode) -> toInteger(to, from, name, mode));
        for (String direction : List.of("rn", "rz", "rm", "rp")) {
          fromInteger(from, to, direction);
        }
      }
    }
    betweenFloats();
    inPlace();
    parts();
  }

  private void integers(String to, String from) {
    expect(
        "cvt." + to + "." + from + " %d, %a;",
        to,
        types(from),
        v -> Edges.value(from, v[0]).longValue());
    expect(
        "cvt.sat." + to + "." + from + " %d, %a;",
        to,
        types(from),
        v -> clamp(Edges.value(from, v[0]), to).longValue());
  }

  private static BigInteger clamp(BigInteger value, String type) {
    int width = Edges.width(type);
    boolean signed = type.charAt(0) == 's';
    BigInteger top = BigInteger.ONE.shiftLeft(signed ? width - 1 : width).subtract(BigInteger.ONE);
    BigInteger bottom = signed ? BigInteger.ONE.shiftLeft(width - 1).negate() : BigInteger.ZERO;
    return value.min(top).max(bottom);
  }

  private static double number(String type, long bits) {
    return type.equals("f32") ? Float.intBitsToFloat((int) bits) : Double.longBitsToDouble(bits);
  }

  private void toInteger(String to, String from, String name, RoundingMode mode) {
    expect(
        "cvt." + name + "." + to + "." + from + " %d, %a;",
        to,
        types(from),
        v -> {
          double value = number(from, v[0]);
          int width = Edges.width(to);
          if (Double.isNaN(value)) {
            // The manual: 0 where neither type has 64 bits, else the highest bit alone.
            return width < 64 && from.equals("f32") ? 0 : 1L << (width - 1);
          }
          if (Double.isInfinite(value)) {
            BigInteger far = BigInteger.ONE.shiftLeft(100);
            return clamp(value > 0 ? far : far.negate(), to).longValue();
          }
          return clamp(new BigDecimal(value).setScale(0, mode).toBigInteger(), to).longValue();
        });
  }

  private void fromInteger(String to, String from, String direction) {
    expect(
        "cvt." + direction + "." + to + "." + from + " %d, %a;",
        to,
        types(from),
        v -> {
          BigDecimal exact = new BigDecimal(Edges.value(from, v[0]));
          if (to.equals("f64")) {
            return Double.doubleToRawLongBits(
                Exact.directed(
                    exact.doubleValue(), direction, exact.signum(), n -> n.compareTo(exact)));
          }
          return Float.floatToRawIntBits(
              Exact.directed(
                  exact.floatValue(), direction, exact.signum(), n -> n.compareTo(exact)));
        });
  }

  private void betweenFloats() {
    expect(
        "cvt.f64.f32 %d, %a;",
        "f64", types("f32"), v -> Double.doubleToRawLongBits(Float.intBitsToFloat((int) v[0])));
    for (String direction : List.of("rn", "rz", "rm", "rp")) {
      expect(
          "cvt." + direction + ".f32.f64 %d, %a;",
          "f32",
          types("f64"),
          v -> {
            double value = Double.longBitsToDouble(v[0]);
            if (Double.isNaN(value)) {
              return 0x7fffffff;
            }
            if (!Double.isFinite(value) || value == 0) {
              return Float.floatToRawIntBits((float) value);
            }
            BigDecimal exact = new BigDecimal(value);
            return Float.floatToRawIntBits(
                Exact.directed((float) value, direction, exact.signum(), n -> n.compareTo(exact)));
          });
    }
  }

  private void inPlace() {
    Map<String, DoubleUnaryOperator> modes =
        Map.of(
            "rni", Math::rint,
            "rmi", Math::floor,
            "rpi", Math::ceil,
            "rzi", x -> x < 0 ? Math.ceil(x) : Math.floor(x));
    modes.forEach(
        (name, oracle) -> {
          expect(
              "cvt." + name + ".f64.f64 %d, %a;",
              "f64",
              types("f64"),
              v -> Double.doubleToRawLongBits(oracle.applyAsDouble(Double.longBitsToDouble(v[0]))));
          expect(
              "cvt." + name + ".f32.f32 %d, %a;",
              "f32",
              types("f32"),
              v -> {
                float value = Float.intBitsToFloat((int) v[0]);
                return Float.isNaN(value)
                    ? 0x7fffffff
                    : Float.floatToRawIntBits((float) oracle.applyAsDouble(value));
              });
        });
  }

  private void parts() {
    expect("mov.b64 %d, {%a, %b};", "b64", types("b32", "b32"), v -> v[0] | (v[1] << 32));
    expect("mov.b32 %d, {%a, %b};", "b32", types("b16", "b16"), v -> v[0] | (v[1] << 16));
    expect("{ .reg .b32 %l; mov.b64 {%l, %d}, %a; }", "b32", types("b64"), v -> v[0] >>> 32);
    expect("mov.b64 {%d, _}, %a;", "b32", types("b64"), v -> v[0]);
    expect(
        "{ .reg .b16 %l<3>; mov.b64 {%l0, %l1, %d, %l2}, %a; }",
        "b16", types("b64"), v -> v[0] >>> 32);
    expect("mov.u32 %d, %a;", "u32", types("u32"), v -> v[0]);
    expect("mov.f64 %d, %a;", "f64", types("f64"), v -> v[0]);
    expect("mov.u16 %d, %a;", "u16", types("u16"), v -> v[0]);
  }
}
