package io.millrace.kernels.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.error.InternalException;
import io.millrace.kernels.ValueErrors;
import io.millrace.kernels.fixture.Samples;
import io.millrace.kernels.fixture.TestColumn;
import io.millrace.kernels.op.Arithmetic;
import io.millrace.kernels.op.MathFunction;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Kind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.arrow.vector.types.TimeUnit;
import org.junit.jupiter.api.Test;

/** Arithmetic and functions of one number. */
public abstract class ArithmeticContract extends KernelContract {
  private static final BigInteger TWO_TO_64 = BigInteger.ONE.shiftLeft(64);

  @Test
  void integersAreComputedModulo2To64() {
    for (DataType type :
        List.of(DataType.INT64, DataType.UINT64, DataType.duration(TimeUnit.MILLISECOND))) {
      for (Arithmetic op : Arithmetic.values()) {
        forSamples(
            type,
            3,
            a -> {
              TestColumn b = Samples.column(type, a.rows(), 5, 4);
              List<Object> actual =
                  harness().eval((c, in) -> c.arithmetic(op, type, in[0], in[1]), a, b);
              assertThat(actual)
                  .as(op + " of " + type)
                  .isEqualTo(mapped(a, b, (x, y) -> integer(op, type, (Long) x, (Long) y)));
            });
      }
    }
  }

  private static Object integer(Arithmetic op, DataType type, long x, long y) {
    BigInteger a = big(type, x);
    BigInteger b = big(type, y);
    boolean divides =
        op == Arithmetic.DIVIDE || op == Arithmetic.MODULO || op == Arithmetic.FLOOR_DIVIDE;
    if (divides && b.signum() == 0) {
      return null;
    }
    BigInteger result =
        switch (op) {
          case ADD -> a.add(b);
          case SUBTRACT -> a.subtract(b);
          case MULTIPLY -> a.multiply(b);
          case DIVIDE -> a.divide(b);
          case MODULO -> a.remainder(b);
          case FLOOR_DIVIDE ->
              new BigDecimal(a)
                  .divide(new BigDecimal(b), 0, RoundingMode.FLOOR)
                  .toBigIntegerExact();
          case LEAST -> a.min(b);
          case GREATEST -> a.max(b);
        };
    return result.longValue();
  }

  @Test
  void divisionByALiteralIsDivisionByEachRow() {
    long[] divisors = {
      1,
      2,
      3,
      7,
      10,
      641,
      1_000,
      1_000_000,
      10_000_000,
      1L << 31,
      (1L << 32) + 1,
      (1L << 62) - 1,
      1L << 62,
      (1L << 62) + 1,
      Long.MAX_VALUE - 1,
      Long.MAX_VALUE,
      0,
      -1,
      -2,
      -10,
      Long.MIN_VALUE
    };
    for (long divisor : divisors) {
      TestColumn a = TestColumn.of(DataType.INT64, (Object[]) around(divisor));
      for (Arithmetic op : List.of(Arithmetic.FLOOR_DIVIDE, Arithmetic.DIVIDE, Arithmetic.MODULO)) {
        List<Object> actual =
            harness()
                .eval(
                    (c, in) ->
                        c.arithmetic(
                            op,
                            DataType.INT64,
                            in[0],
                            c.literal(DataType.INT64, divisor, in[0].length())),
                    a);
        List<Object> expected = new ArrayList<>();
        for (Object value : a.values()) {
          expected.add(value == null ? null : integer(op, DataType.INT64, (Long) value, divisor));
        }
        assertThat(actual).as(op + " by " + divisor).isEqualTo(expected);
      }
    }
  }

  /** Multiples of a divisor and their neighbours, the ends of the range, nulls and any others. */
  private static Long[] around(long divisor) {
    List<Long> values = new ArrayList<>(Arrays.asList(null, 0L, Long.MIN_VALUE, Long.MAX_VALUE));
    Random random = new Random(divisor);
    for (int i = 0; i < 300; i++) {
      long multiple = divisor * (random.nextLong() >> random.nextInt(64));
      values.addAll(List.of(multiple - 1, multiple, multiple + 1, random.nextLong()));
    }
    long last = divisor == 0 ? 0 : Long.MAX_VALUE / divisor * divisor;
    values.addAll(List.of(last - 1, last, -last, -last - 1));
    return values.toArray(new Long[0]);
  }

  private static BigInteger big(DataType type, long value) {
    BigInteger signed = BigInteger.valueOf(value);
    return type.kind() == Kind.UINT64 && value < 0 ? signed.add(TWO_TO_64) : signed;
  }

  @Test
  void resultsOfNarrowTypesWrapIntoTheirRange() {
    TestColumn a = TestColumn.of(DataType.INT64, 127L, -128L, 255L, 1L << 31, 1L << 32, -1L);
    TestColumn one = TestColumn.of(DataType.INT64, 1L, -1L, 1L, 0L, 0L, 0L);
    assertThat(sum(Kind.INT8, a, one)).containsExactly(-128L, 127L, 0L, 0L, 0L, -1L);
    assertThat(sum(Kind.UINT8, a, one)).containsExactly(128L, 127L, 0L, 0L, 0L, 255L);
    assertThat(sum(Kind.INT32, a, one)).containsExactly(128L, -129L, 256L, -(1L << 31), 0L, -1L);
    assertThat(sum(Kind.UINT32, a, one))
        .containsExactly(128L, 0xFFFFFF7FL, 256L, 1L << 31, 0L, 0xFFFFFFFFL);
  }

  private List<Object> sum(Kind kind, TestColumn a, TestColumn b) {
    DataType type = DataType.of(kind);
    return harness()
        .eval(
            (c, in) -> c.slice(c.arithmetic(Arithmetic.ADD, type, in[0], in[1]), 0, in[0].length()),
            a,
            b);
  }

  @Test
  void doublesAreComputedAsJavaDoes() {
    for (Arithmetic op : Arithmetic.values()) {
      if (op == Arithmetic.FLOOR_DIVIDE) {
        continue;
      }
      forSamples(
          DataType.FLOAT64,
          5,
          a -> {
            TestColumn b = Samples.column(DataType.FLOAT64, a.rows(), 5, 6);
            List<Object> actual =
                harness().eval((c, in) -> c.arithmetic(op, DataType.FLOAT64, in[0], in[1]), a, b);
            assertThat(actual)
                .as("" + op)
                .isEqualTo(mapped(a, b, (x, y) -> floating(op, (Double) x, (Double) y)));
          });
    }
  }

  private static Double floating(Arithmetic op, double x, double y) {
    return switch (op) {
      case ADD -> x + y;
      case SUBTRACT -> x - y;
      case MULTIPLY -> x * y;
      case DIVIDE -> x / y;
      case MODULO -> x % y;
      // Adding 0.0 makes zeros equal; the first operand stands where the two are equal.
      case LEAST -> Double.compare(y + 0.0, x + 0.0) < 0 ? y : x;
      case GREATEST -> Double.compare(x + 0.0, y + 0.0) < 0 ? y : x;
      case FLOOR_DIVIDE -> throw new AssertionError();
    };
  }

  @Test
  void float32ResultsAreRounded() {
    DataType type = DataType.of(Kind.FLOAT32);
    TestColumn a = TestColumn.of(type, (double) 16777216f, (double) 0.1f);
    TestColumn b = TestColumn.of(type, 1.0, (double) 0.2f);
    assertThat(harness().eval((c, in) -> c.arithmetic(Arithmetic.ADD, type, in[0], in[1]), a, b))
        .containsExactly((double) 16777216f, (double) (0.1f + 0.2f));
  }

  @Test
  void divisionsByZeroAreCountedOnceForEachRowThatIsNotNull() {
    TestColumn a = TestColumn.of(DataType.INT64, 1L, 2L, null, 4L, Long.MIN_VALUE);
    TestColumn b = TestColumn.of(DataType.INT64, 0L, 1L, 0L, null, -1L);
    ValueErrors before = harness().backend().valueErrors();
    harness()
        .withContext(
            context -> {
              var x = context.literal(DataType.INT64, 7L, 5);
              var zero = context.literal(DataType.INT64, 0L, 5);
              context.arithmetic(Arithmetic.DIVIDE, DataType.INT64, x, zero);
              context.arithmetic(
                  Arithmetic.MODULO,
                  DataType.INT64,
                  context.literal(DataType.INT64, null, 5),
                  zero);
            });
    assertThat(harness().backend().valueErrors().since(before)).isEqualTo(new ValueErrors(5, 0));
    assertThat(
            harness()
                .eval(
                    (c, in) -> c.arithmetic(Arithmetic.DIVIDE, DataType.INT64, in[0], in[1]), a, b))
        .containsExactly(null, 2L, null, null, Long.MIN_VALUE);
    // The harness evaluates three times; the null divided by zero does not count.
    assertThat(harness().backend().valueErrors().since(before))
        .isEqualTo(new ValueErrors(5 + 3, 0));
  }

  @Test
  void functionsOfIntegers() {
    for (DataType type : List.of(DataType.INT32, DataType.INT64, DataType.UINT64)) {
      for (MathFunction function : MathFunction.values()) {
        forSamples(
            type,
            7,
            a -> {
              List<Object> actual = harness().eval((c, in) -> c.math(function, in[0]), a);
              assertThat(actual)
                  .as(function + " of " + type)
                  .isEqualTo(mapped(a, x -> ofInteger(function, type, (Long) x)));
            });
      }
    }
  }

  private static Object ofInteger(MathFunction function, DataType type, long x) {
    BigInteger value = big(type, x);
    return switch (function) {
      case NEGATE -> value.negate().longValue();
      case ABS -> value.abs().longValue();
      case FLOOR, CEIL -> x;
      case SQRT -> Math.sqrt(value.doubleValue());
    };
  }

  @Test
  void functionsOfDoubles() {
    for (MathFunction function : MathFunction.values()) {
      forSamples(
          DataType.FLOAT64,
          8,
          a -> {
            List<Object> actual = harness().eval((c, in) -> c.math(function, in[0]), a);
            assertThat(actual)
                .as("" + function)
                .isEqualTo(mapped(a, x -> ofDouble(function, (Double) x)));
          });
    }
  }

  private static Object ofDouble(MathFunction function, double x) {
    return switch (function) {
      case NEGATE -> -x;
      case ABS -> Math.abs(x);
      case FLOOR -> Math.floor(x);
      case CEIL -> Math.ceil(x);
      case SQRT -> Math.sqrt(x);
    };
  }

  @Test
  void operandsThatDoNotFitAreRefused() {
    harness()
        .withContext(
            context -> {
              var a = context.literal(DataType.INT64, 1L, 3);
              var longer = context.literal(DataType.INT64, 1L, 4);
              var text = context.literal(DataType.UTF8, new byte[0], 3);
              assertThatThrownBy(
                      () -> context.arithmetic(Arithmetic.ADD, DataType.INT64, a, longer))
                  .isInstanceOf(InternalException.class)
                  .hasMessageContaining("first=3, other=4");
              assertThatThrownBy(() -> context.arithmetic(Arithmetic.ADD, DataType.INT64, a, text))
                  .isInstanceOf(InternalException.class)
                  .hasMessageContaining("type=utf8");
            });
  }
}
