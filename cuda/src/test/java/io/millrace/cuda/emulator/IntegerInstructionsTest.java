package io.millrace.cuda.emulator;

import java.math.BigInteger;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/** Integer arithmetic and logic, against BigInteger. */
final class IntegerInstructionsTest extends InstructionContract {
  private static final List<String> NUMBERS = List.of("u16", "s16", "u32", "s32", "u64", "s64");
  private static final List<String> BITS = List.of("b16", "b32", "b64");

  @Override
  void instructions() {
    for (String type : NUMBERS) {
      binary("add", type, BigInteger::add);
      binary("sub", type, BigInteger::subtract);
      binary("min", type, BigInteger::min);
      binary("max", type, BigInteger::max);
      binary("mul.lo", type, BigInteger::multiply);
      binary("mul.hi", type, (a, b) -> a.multiply(b).shiftRight(Edges.width(type)));
      // Not said by the manual; what GPUs give.
      binary("div", type, (a, b) -> b.signum() == 0 ? BigInteger.ONE.negate() : a.divide(b));
      binary("rem", type, (a, b) -> b.signum() == 0 ? BigInteger.ONE.negate() : a.remainder(b));
      ternary("mad.lo", type, (a, b) -> a.multiply(b), BigInteger::add);
      ternary(
          "mad.hi", type, (a, b) -> a.multiply(b).shiftRight(Edges.width(type)), BigInteger::add);
      ternary("sad", type, (a, b) -> a.subtract(b).abs(), BigInteger::add);
      shiftRight(type);
    }
    for (String type : List.of("u16", "s16", "u32", "s32")) {
      wide(type);
    }
    for (String type : List.of("s16", "s32", "s64")) {
      unary("neg", type, BigInteger::negate);
      unary("abs", type, BigInteger::abs);
    }
    saturated("add.sat", BigInteger::add);
    saturated("sub.sat", BigInteger::subtract);
    for (String type : BITS) {
      binary("and", type, BigInteger::and);
      binary("or", type, BigInteger::or);
      binary("xor", type, BigInteger::xor);
      unary("not", type, BigInteger::not);
      unary("cnot", type, a -> a.signum() == 0 ? BigInteger.ONE : BigInteger.ZERO);
      shiftLeft(type);
      shiftRight(type);
    }
    carries();
  }

  private void unary(String op, String type, UnaryOperator<BigInteger> oracle) {
    expect(
        op + "." + type + " %d, %a;",
        type,
        types(type),
        v -> oracle.apply(Edges.value(type, v[0])).longValue());
  }

  private void binary(String op, String type, BinaryOperator<BigInteger> oracle) {
    expect(
        op + "." + type + " %d, %a, %b;",
        type,
        types(type, type),
        v -> oracle.apply(Edges.value(type, v[0]), Edges.value(type, v[1])).longValue());
  }

  private void ternary(
      String op, String type, BinaryOperator<BigInteger> first, BinaryOperator<BigInteger> second) {
    expect(
        op + "." + type + " %d, %a, %b, %c;",
        type,
        types(type, type, type),
        v ->
            second
                .apply(
                    first.apply(Edges.value(type, v[0]), Edges.value(type, v[1])),
                    Edges.value(type, v[2]))
                .longValue());
  }

  private void wide(String type) {
    String result = type.charAt(0) + (type.endsWith("16") ? "32" : "64");
    expect(
        "mul.wide." + type + " %d, %a, %b;",
        result,
        types(type, type),
        v -> Edges.value(type, v[0]).multiply(Edges.value(type, v[1])).longValue());
    expect(
        "mad.wide." + type + " %d, %a, %b, %c;",
        result,
        types(type, type, result),
        v ->
            Edges.value(type, v[0])
                .multiply(Edges.value(type, v[1]))
                .add(Edges.value(result, v[2]))
                .longValue());
  }

  /** A shift by the width or more leaves nothing, however large it is. */
  private void shiftLeft(String type) {
    expect(
        "shl." + type + " %d, %a, %b;",
        type,
        types(type, "u32"),
        v -> {
          long by = Math.min(Edges.value("u32", v[1]).longValue(), 64);
          return Edges.value(type, v[0]).shiftLeft((int) by).longValue();
        });
  }

  private void shiftRight(String type) {
    expect(
        "shr." + type + " %d, %a, %b;",
        type,
        types(type, "u32"),
        v -> {
          long by = Math.min(Edges.value("u32", v[1]).longValue(), 64);
          return Edges.value(type, v[0]).shiftRight((int) by).longValue();
        });
  }

  private void saturated(String op, BinaryOperator<BigInteger> oracle) {
    BigInteger lowest = BigInteger.valueOf(Integer.MIN_VALUE);
    BigInteger highest = BigInteger.valueOf(Integer.MAX_VALUE);
    binary(op, "s32", (a, b) -> oracle.apply(a, b).max(lowest).min(highest));
  }

  /** Two-word sums, differences and products: the upper word tells whether the carry was right. */
  private void carries() {
    for (String type : List.of("u32", "u64")) {
      BigInteger base = BigInteger.ONE.shiftLeft(Edges.width(type));
      expect(
          "{ .reg ."
              + type
              + " %low; add.cc."
              + type
              + " %low, %a, %b; addc."
              + type
              + " %d, %a, %c; }",
          type,
          types(type, type, type),
          v ->
              Edges.value(type, v[0])
                  .add(Edges.value(type, v[1]))
                  .divide(base)
                  .add(Edges.value(type, v[0]))
                  .add(Edges.value(type, v[2]))
                  .longValue());
      expect(
          "{ .reg ."
              + type
              + " %low; sub.cc."
              + type
              + " %low, %a, %b; subc."
              + type
              + " %d, %a, %c; }",
          type,
          types(type, type, type),
          v ->
              Edges.value(type, v[0])
                  .subtract(Edges.value(type, v[2]))
                  .subtract(
                      Edges.value(type, v[0]).compareTo(Edges.value(type, v[1])) < 0
                          ? BigInteger.ONE
                          : BigInteger.ZERO)
                  .longValue());
      expect(
          "{ .reg ."
              + type
              + " %low; mad.lo.cc."
              + type
              + " %low, %a, %b, %c; madc.hi."
              + type
              + " %d, %a, %b, %a; }",
          type,
          types(type, type, type),
          v -> {
            BigInteger product = Edges.value(type, v[0]).multiply(Edges.value(type, v[1]));
            BigInteger low = product.mod(base).add(Edges.value(type, v[2]));
            return product
                .divide(base)
                .add(low.divide(base))
                .add(Edges.value(type, v[0]))
                .longValue();
          });
    }
  }
}
