package io.millrace.cuda.emulator;

import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;

/** Comparisons of integers and floats, what is made of predicates, and selections. */
final class ComparisonInstructionsTest extends InstructionContract {
  /** By name, for the sign of compareTo. */
  private static final Map<String, BiPredicate<Integer, Boolean>> ORDERED =
      Map.of(
          "eq", (sign, nan) -> sign == 0 && !nan,
          "ne", (sign, nan) -> sign != 0 && !nan,
          "lt", (sign, nan) -> sign < 0 && !nan,
          "le", (sign, nan) -> sign <= 0 && !nan,
          "gt", (sign, nan) -> sign > 0 && !nan,
          "ge", (sign, nan) -> sign >= 0 && !nan);

  @Override
  void instructions() {
    ORDERED.forEach(
        (name, holds) -> {
          for (String type : List.of("u16", "s16", "u32", "s32", "u64", "s64")) {
            integers(name, type, holds);
          }
          for (String type : List.of("f32", "f64")) {
            floats(name, type, holds);
            floats(name + "u", type, (sign, nan) -> nan || holds.test(sign, false));
          }
        });
    for (String type : List.of("u16", "u32", "u64")) {
      integers("lo", type, (sign, nan) -> sign < 0);
      integers("ls", type, (sign, nan) -> sign <= 0);
      integers("hi", type, (sign, nan) -> sign > 0);
      integers("hs", type, (sign, nan) -> sign >= 0);
    }
    for (String type : List.of("b16", "b32", "b64")) {
      integers("eq", type, (sign, nan) -> sign == 0);
      integers("ne", type, (sign, nan) -> sign != 0);
    }
    for (String type : List.of("f32", "f64")) {
      floats("num", type, (sign, nan) -> !nan);
      floats("nan", type, (sign, nan) -> nan);
    }
    combinations();
    predicates();
    selections();
  }

  private void integers(String name, String type, BiPredicate<Integer, Boolean> holds) {
    expect(
        "setp." + name + "." + type + " %d, %a, %b;",
        "pred",
        types(type, type),
        v -> holds.test(Edges.value(type, v[0]).compareTo(Edges.value(type, v[1])), false) ? 1 : 0);
  }

  private void floats(String name, String type, BiPredicate<Integer, Boolean> holds) {
    expect(
        "setp." + name + "." + type + " %d, %a, %b;",
        "pred",
        types(type, type),
        v -> holds.test(sign(type, v), nan(type, v)) ? 1 : 0);
  }

  private static double number(String type, long bits) {
    return type.equals("f32") ? Float.intBitsToFloat((int) bits) : Double.longBitsToDouble(bits);
  }

  private static boolean nan(String type, long[] v) {
    return Double.isNaN(number(type, v[0])) || Double.isNaN(number(type, v[1]));
  }

  private static int sign(String type, long[] v) {
    double a = number(type, v[0]);
    double b = number(type, v[1]);
    return a < b ? -1 : a > b ? 1 : 0;
  }

  private void combinations() {
    String[] operands = types("s32", "s32", "pred");
    expect("setp.lt.and.s32 %d, %a, %b, %c;", "pred", operands, v -> less(v) & v[2]);
    expect("setp.lt.or.s32 %d, %a, %b, !%c;", "pred", operands, v -> less(v) | (v[2] ^ 1));
    expect("setp.lt.xor.s32 %d, %a, %b, %c;", "pred", operands, v -> less(v) ^ v[2]);
    // The second predicate is that of the comparison that does not hold.
    expect("setp.lt.and.s32 %q|%d, %a, %b, %c;", "pred", operands, v -> (less(v) ^ 1) & v[2]);
    expect(
        "setp.lt.s32 %d|_, %a, %b;", "pred", types("s32", "s32"), ComparisonInstructionsTest::less);
    expect("set.lt.u32.s32 %d, %a, %b;", "u32", types("s32", "s32"), v -> -less(v));
    expect("set.lt.f32.s32 %d, %a, %b;", "f32", types("s32", "s32"), v -> less(v) * 0x3f800000L);
    expect("set.lt.and.s32.s32 %d, %a, %b, %c;", "s32", operands, v -> -(less(v) & v[2]));
  }

  private static long less(long[] v) {
    return (int) v[0] < (int) v[1] ? 1 : 0;
  }

  private void predicates() {
    String[] two = types("pred", "pred");
    expect("and.pred %d, %a, %b;", "pred", two, v -> v[0] & v[1]);
    expect("or.pred %d, %a, %b;", "pred", two, v -> v[0] | v[1]);
    expect("xor.pred %d, %a, %b;", "pred", two, v -> v[0] ^ v[1]);
    expect("not.pred %d, %a;", "pred", types("pred"), v -> v[0] ^ 1);
    expect("mov.pred %d, %a;", "pred", types("pred"), v -> v[0]);
    expect("mov.u32 %d, 5; @%a mov.u32 %d, 7;", "u32", types("pred"), v -> v[0] == 1 ? 7 : 5);
    expect("mov.u32 %d, 5; @!%a mov.u32 %d, 7;", "u32", types("pred"), v -> v[0] == 1 ? 5 : 7);
  }

  private void selections() {
    for (String type : List.of("b16", "b32", "u64", "f64", "f32", "s64")) {
      expect(
          "selp." + type + " %d, %a, %b, %c;",
          type,
          types(type, type, "pred"),
          v -> v[2] == 1 ? v[0] : v[1]);
    }
    expect(
        "slct.b64.s32 %d, %a, %b, %c;",
        "b64", types("b64", "b64", "s32"), v -> (int) v[2] >= 0 ? v[0] : v[1]);
    expect(
        "slct.u32.f32 %d, %a, %b, %c;",
        "u32",
        types("u32", "u32", "f32"),
        v -> Float.intBitsToFloat((int) v[2]) >= 0 ? v[0] : v[1]);
  }
}
