package io.millrace.kernels.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.error.InternalException;
import io.millrace.kernels.fixture.Samples;
import io.millrace.kernels.fixture.TestBatches;
import io.millrace.kernels.fixture.TestColumn;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Kind;
import io.millrace.kernels.types.Lane;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Casts among numbers, booleans, text and binary. */
public abstract class CastContract extends KernelContract {
  private static final List<DataType> NUMBERS =
      Stream.of(Kind.values()).filter(Kind::isNumeric).map(DataType::of).toList();
  private static final BigInteger TWO_TO_64 = BigInteger.ONE.shiftLeft(64);

  /** Evaluates a cast, and checks that exactly the rows that became null were counted. */
  protected final List<Object> cast(TestColumn column, DataType to) {
    long before = harness().backend().valueErrors().failedCasts();
    List<Object> result = harness().eval((c, in) -> c.cast(in[0], to), column);
    long failed = 0;
    for (int row = 0; row < column.rows(); row++) {
      failed += column.values().get(row) != null && result.get(row) == null ? 1 : 0;
    }
    // The harness evaluates three times.
    assertThat(harness().backend().valueErrors().failedCasts() - before)
        .as("failed casts from " + column.type() + " to " + to)
        .isEqualTo(3 * failed);
    return result;
  }

  @Test
  void aCastToTheSameTypeChangesNothing() {
    for (DataType type : Samples.TYPES) {
      TestColumn column = Samples.column(type, 207, 4, 80);
      assertThat(cast(column, type)).isEqualTo(column.values());
    }
  }

  @Test
  void numbersToNumbers() {
    for (DataType from : NUMBERS) {
      for (DataType to : NUMBERS) {
        for (int rows : new int[] {0, 1, 33, 207, 2048}) {
          TestColumn column = Samples.column(from, rows, 4, 81);
          assertThat(cast(column, to))
              .as(from + " to " + to)
              .isEqualTo(mapped(column, value -> number(from, to, value)));
        }
      }
    }
  }

  private static Object number(DataType from, DataType to, Object value) {
    if (to.kind().isFloating()) {
      return value instanceof Double d ? narrowed(d, to) : floating(exact(from, value), to);
    }
    if (value instanceof Double d && (d.isNaN() || d.isInfinite())) {
      return null;
    }
    return fitted(exact(from, value).toBigInteger(), to.kind());
  }

  private static Object narrowed(double value, DataType to) {
    if (to.kind() == Kind.FLOAT64) {
      return value;
    }
    boolean overflow = !Double.isInfinite(value) && Float.isInfinite((float) value);
    return overflow ? null : (Object) (double) (float) value;
  }

  private static Object floating(BigDecimal value, DataType to) {
    return to.kind() == Kind.FLOAT64
        ? (Object) value.doubleValue()
        : (Object) (double) value.floatValue();
  }

  private static BigDecimal exact(DataType from, Object value) {
    if (value instanceof Double d) {
      return new BigDecimal(d);
    }
    BigInteger number = BigInteger.valueOf((Long) value);
    return new BigDecimal(
        from.kind() == Kind.UINT64 && number.signum() < 0 ? number.add(TWO_TO_64) : number);
  }

  private static Object fitted(BigInteger value, Kind kind) {
    int bits = kind.width() * 8;
    BigInteger min =
        kind.isUnsigned() ? BigInteger.ZERO : BigInteger.ONE.shiftLeft(bits - 1).negate();
    BigInteger max =
        BigInteger.ONE.shiftLeft(kind.isUnsigned() ? bits : bits - 1).subtract(BigInteger.ONE);
    return value.compareTo(min) < 0 || value.compareTo(max) > 0 ? null : (Object) value.longValue();
  }

  @Test
  void boundsOfEveryIntegerKind() {
    for (DataType to : NUMBERS) {
      if (to.kind().isFloating()) {
        continue;
      }
      int bits = to.kind().width() * 8;
      double top = Math.pow(2, to.kind().isUnsigned() ? bits : bits - 1);
      double bottom = to.kind().isUnsigned() ? 0 : -top;
      TestColumn doubles =
          TestColumn.of(
              DataType.FLOAT64,
              top,
              Math.nextDown(top),
              top - 1,
              bottom,
              bottom - 0.5,
              bottom - 1,
              Math.nextDown(bottom),
              -0.999,
              0.999,
              -1.0,
              Double.MIN_VALUE);
      assertThat(cast(doubles, to))
          .as("to " + to)
          .isEqualTo(mapped(doubles, value -> number(DataType.FLOAT64, to, value)));
    }
  }

  @Test
  void greatUnsignedNumbersAreRoundedOnce() {
    // Just past halfway between two doubles, or two floats: halving may not lose the last bit.
    TestColumn column =
        TestColumn.of(
            DataType.UINT64,
            0x8000000000000401L,
            0x8000000000000400L,
            0x8000000000000C00L,
            0x8000008000000001L,
            0x8000008000000000L,
            -1L);
    for (DataType to : List.of(DataType.FLOAT64, DataType.of(Kind.FLOAT32))) {
      assertThat(cast(column, to))
          .isEqualTo(mapped(column, value -> number(DataType.UINT64, to, value)));
    }
  }

  @Test
  void numbersAndBooleans() {
    for (DataType type : NUMBERS) {
      TestColumn numbers = Samples.column(type, 207, 4, 82);
      assertThat(cast(numbers, DataType.BOOL))
          .isEqualTo(mapped(numbers, v -> v instanceof Double d ? d != 0 : (Long) v != 0));
      TestColumn bools = Samples.column(DataType.BOOL, 207, 4, 83);
      assertThat(cast(bools, type))
          .isEqualTo(
              mapped(
                  bools,
                  v ->
                      type.lane() == Lane.DOUBLE
                          ? (Object) ((Boolean) v ? 1.0 : 0.0)
                          : (Object) ((Boolean) v ? 1L : 0L)));
    }
  }

  @Test
  void numbersToTextAndBack() {
    for (DataType text : List.of(DataType.UTF8, DataType.of(Kind.LARGE_UTF8))) {
      for (DataType type : NUMBERS) {
        TestColumn numbers = Samples.column(type, 2048, 4, 84);
        List<Object> texts = cast(numbers, text);
        assertThat(texts).as("" + type).isEqualTo(mapped(numbers, value -> text(type, value)));
        assertThat(cast(TestColumn.of(text, texts), type))
            .as("" + type)
            .isEqualTo(numbers.values());
      }
    }
  }

  private static String text(DataType type, Object value) {
    return switch (type.kind()) {
      case FLOAT32 -> Float.toString((float) (double) (Double) value);
      case FLOAT64 -> Double.toString((Double) value);
      case UINT64 -> Long.toUnsignedString((Long) value);
      default -> Long.toString((Long) value);
    };
  }

  @Test
  void textsThatAreIntegersAndThatAreNot() {
    List<Object> texts =
        Arrays.asList(
            "",
            " ",
            "-",
            "+",
            "0",
            "-0",
            "+7",
            " 42\t",
            "\n-42 ",
            "1 2",
            "--1",
            "1.0",
            "1e3",
            "0x10",
            "１",
            "a",
            "1a",
            "127",
            "128",
            "-128",
            "-129",
            "255",
            "256",
            "32767",
            "32768",
            "65535",
            "65536",
            "2147483647",
            "2147483648",
            "-2147483648",
            "-2147483649",
            "4294967295",
            "4294967296",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775808",
            "-9223372036854775809",
            "18446744073709551615",
            "18446744073709551616",
            "184467440737095516150",
            "99999999999999999999999",
            "000000000000000000000000000000012",
            "-1",
            "😀",
            null);
    TestColumn column = TestColumn.of(DataType.UTF8, texts);
    for (DataType to : NUMBERS) {
      if (!to.kind().isFloating()) {
        assertThat(cast(column, to))
            .as("to " + to)
            .isEqualTo(mapped(column, text -> integer(((String) text).strip(), to.kind())));
      }
    }
  }

  private static Object integer(String text, Kind kind) {
    return text.matches("[+-]?[0-9]+") ? fitted(new BigInteger(text), kind) : null;
  }

  @Test
  void textsThatAreNumbersAndThatAreNot() {
    List<Object> texts =
        new ArrayList<>(
            Arrays.asList(
                "",
                ".",
                "-",
                "1.",
                ".5",
                "-.5e1",
                "1e",
                "1e+",
                "e5",
                "1e5",
                "1E-5",
                "1e400",
                "-1e400",
                "1e-400",
                "0e999999999999",
                "0.1",
                "-0.0",
                "+3.5 ",
                "3.4028235e38",
                "3.5e38",
                "1e39",
                "16777217",
                "0.30000000000000004",
                "1d",
                "1f",
                "0x1p3",
                "NaN",
                "nan",
                "-NaN",
                "Infinity",
                "-Infinity",
                "inf",
                "+INF",
                "infinit",
                "1,5",
                "1_000",
                "9007199254740993",
                "2.2250738585072011e-308",
                "4.9e-324",
                "2e-324",
                "123456789012345678901234567890",
                "0.000000000000000000000000000000000000000001",
                "1e22",
                "1e23",
                "1 2",
                null));
    Random random = new Random(85);
    for (int i = 0; i < 500; i++) {
      texts.add(random.nextLong() + "." + random.nextInt(1000) + "e" + (random.nextInt(60) - 30));
      texts.add((random.nextInt() / 1000) + "." + random.nextInt(100_000));
    }
    TestColumn column = TestColumn.of(DataType.UTF8, texts);
    for (DataType to : List.of(DataType.FLOAT64, DataType.of(Kind.FLOAT32))) {
      assertThat(cast(column, to))
          .as("to " + to)
          .isEqualTo(mapped(column, text -> decimal(((String) text).strip(), to)));
    }
  }

  private static Object decimal(String text, DataType to) {
    if (text.matches("(?i)[+-]?nan")) {
      return Double.NaN;
    }
    if (text.matches("(?i)[+-]?inf(inity)?")) {
      return text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    if (!text.matches("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?")) {
      return null;
    }
    double value = to.kind() == Kind.FLOAT64 ? Double.parseDouble(text) : Float.parseFloat(text);
    return Double.isInfinite(value) ? null : value;
  }

  @Test
  void textsAndBooleans() {
    List<Object> yes = List.of("true", "TRUE", " True ", "t", "T", "yes", "Y", "1");
    List<Object> no = List.of("false", "False", "f", "no", "N\n", "0");
    List<Object> neither = Arrays.asList("", "2", "tru", "trueish", "on", "wahr", "ｔ", null);
    assertThat(cast(TestColumn.of(DataType.UTF8, yes), DataType.BOOL)).containsOnly(true);
    assertThat(cast(TestColumn.of(DataType.UTF8, no), DataType.BOOL)).containsOnly(false);
    assertThat(cast(TestColumn.of(DataType.UTF8, neither), DataType.BOOL)).containsOnlyNulls();
    TestColumn bools = Samples.column(DataType.BOOL, 207, 4, 86);
    assertThat(cast(bools, DataType.UTF8)).isEqualTo(mapped(bools, Object::toString));
  }

  @Test
  void textAndBinaryAreTheSameBytes() {
    TestColumn texts = Samples.column(DataType.UTF8, 207, 4, 87);
    for (Kind kind : List.of(Kind.BINARY, Kind.LARGE_BINARY)) {
      List<Object> binary = cast(texts, DataType.of(kind));
      assertThat(binary)
          .isEqualTo(mapped(texts, text -> ByteBuffer.wrap(TestBatches.encode(text))));
      assertThat(cast(TestColumn.of(DataType.of(kind), binary), DataType.UTF8))
          .isEqualTo(texts.values());
    }
    assertThat(cast(texts, DataType.of(Kind.LARGE_UTF8))).isEqualTo(texts.values());
  }

  @Test
  void binaryThatIsNotUtf8IsNoText() {
    int[] firsts = {
      0x41, 0x7F, 0x80, 0xBF, 0xC1, 0xC2, 0xDF, 0xE0, 0xED, 0xEF, 0xF0, 0xF4, 0xF5, 0xFF
    };
    int[] nexts = {0x41, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0};
    for (int first : firsts) {
      List<Object> values = new ArrayList<>();
      for (int second : nexts) {
        for (int third : nexts) {
          for (int fourth : nexts) {
            byte[] bytes = {(byte) first, (byte) second, (byte) third, (byte) fourth};
            values.add(ByteBuffer.wrap(bytes));
          }
          values.add(ByteBuffer.wrap(new byte[] {(byte) first, (byte) second, (byte) third}));
        }
        values.add(ByteBuffer.wrap(new byte[] {(byte) first, (byte) second}));
      }
      values.add(ByteBuffer.wrap(new byte[] {(byte) first}));
      TestColumn column = TestColumn.of(DataType.BINARY, values);
      assertThat(cast(column, DataType.UTF8)).isEqualTo(mapped(column, CastContract::decoded));
    }
  }

  private static Object decoded(Object bytes) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(((ByteBuffer) bytes).duplicate())
          .toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  @Test
  void typesThatDoNotConvertAreRefused() {
    for (DataType from : Samples.TYPES) {
      for (DataType to : Samples.TYPES) {
        if (!converts(from, to)) {
          TestColumn column = Samples.column(from, 3, 0, 89);
          assertThatThrownBy(() -> harness().eval((c, in) -> c.cast(in[0], to), column))
              .as(from + " to " + to)
              .isInstanceOf(InternalException.class);
        } else {
          cast(Samples.column(from, 65, 3, 90), to);
        }
      }
    }
  }

  private static boolean converts(DataType from, DataType to) {
    boolean binary = isBinary(from) || isBinary(to);
    boolean text = from.kind().isText() || to.kind().isText();
    if (from.equals(to) || binary || text) {
      return from.equals(to)
          || (binary ? from.lane() == Lane.BYTES && to.lane() == Lane.BYTES : true);
    }
    boolean fromTime = from.kind().isInstant() || from.kind() == Kind.DURATION;
    boolean toTime = to.kind().isInstant() || to.kind() == Kind.DURATION;
    if (fromTime && toTime) {
      return from.kind().isInstant() == to.kind().isInstant();
    }
    return !(fromTime || toTime) || from.kind().isInteger() || to.kind().isInteger();
  }

  private static boolean isBinary(DataType type) {
    return type.lane() == Lane.BYTES && !type.kind().isText();
  }
}
