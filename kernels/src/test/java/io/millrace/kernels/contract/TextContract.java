package io.millrace.kernels.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.error.InternalException;
import io.millrace.kernels.Vec;
import io.millrace.kernels.fixture.Samples;
import io.millrace.kernels.fixture.TestBatches;
import io.millrace.kernels.fixture.TestColumn;
import io.millrace.kernels.op.TextFunction;
import io.millrace.kernels.op.TextMatch;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Kind;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Functions of text and binary. */
public abstract class TextContract extends KernelContract {
  private static final List<DataType> TEXT_TYPES =
      List.of(DataType.UTF8, DataType.of(Kind.LARGE_UTF8));
  private static final List<DataType> BINARY_TYPES =
      List.of(DataType.BINARY, DataType.of(Kind.LARGE_BINARY));

  @Test
  void textFunctionsAreJavasInTheRootLocale() {
    for (DataType type : TEXT_TYPES) {
      for (TextFunction function : TextFunction.values()) {
        forSamples(
            type,
            61,
            column ->
                assertThat(harness().eval((c, in) -> c.text(function, in[0]), column))
                    .as("" + function)
                    .isEqualTo(mapped(column, text -> apply(function, (String) text))));
      }
    }
  }

  private static String apply(TextFunction function, String text) {
    return switch (function) {
      case LOWER -> text.toLowerCase(Locale.ROOT);
      case UPPER -> text.toUpperCase(Locale.ROOT);
      case TRIM -> text.replaceAll("^[ \\t\\n\\x0B\\f\\r]+|[ \\t\\n\\x0B\\f\\r]+$", "");
    };
  }

  @Test
  void everyAsciiCharacterInEveryPlace() {
    List<Object> texts = new ArrayList<>();
    for (char c = 0; c < 128; c++) {
      texts.add("" + c);
      texts.add("padding" + c);
      texts.add("Padding8" + c + "pAdding");
    }
    TestColumn column = TestColumn.of(DataType.UTF8, texts);
    for (TextFunction function : TextFunction.values()) {
      assertThat(harness().eval((c, in) -> c.text(function, in[0]), column))
          .isEqualTo(mapped(column, text -> apply(function, (String) text)));
    }
  }

  @Test
  void lengthIsInCodePointsOrBytes() {
    for (DataType type : TEXT_TYPES) {
      forSamples(
          type,
          62,
          column ->
              assertThat(harness().eval((c, in) -> c.length(in[0]), column))
                  .isEqualTo(mapped(column, text -> ((String) text).codePoints().count())));
    }
    for (DataType type : BINARY_TYPES) {
      forSamples(
          type,
          63,
          column ->
              assertThat(harness().eval((c, in) -> c.length(in[0]), column))
                  .isEqualTo(mapped(column, bytes -> (long) ((ByteBuffer) bytes).remaining())));
    }
  }

  @Test
  void substringsCountCodePointsOrBytes() {
    long[] starts = {0, 1, 2, 3, 9, 1000, -1, -2, -5, -1000, Long.MIN_VALUE, Long.MAX_VALUE};
    long[] lengths = {0, 1, 2, 7, 1000, Long.MAX_VALUE, -1};
    for (long start : starts) {
      for (long length : lengths) {
        TestColumn texts = Samples.column(DataType.UTF8, 207, 5, 64);
        assertThat(harness().eval((c, in) -> c.substring(in[0], start, length), texts))
            .as("substring " + start + ", " + length)
            .isEqualTo(mapped(texts, text -> textPart((String) text, start, length)));
        TestColumn binary = Samples.column(DataType.BINARY, 207, 5, 65);
        assertThat(harness().eval((c, in) -> c.substring(in[0], start, length), binary))
            .isEqualTo(
                mapped(binary, bytes -> binaryPart(TestBatches.encode(bytes), start, length)));
      }
    }
  }

  private static String textPart(String text, long start, long length) {
    int[] points = text.codePoints().toArray();
    StringBuilder part = new StringBuilder();
    for (int i = 0; i < points.length; i++) {
      if (isWithin(i, points.length, start, length)) {
        part.appendCodePoint(points[i]);
      }
    }
    return part.toString();
  }

  private static ByteBuffer binaryPart(byte[] bytes, long start, long length) {
    ByteBuffer part = ByteBuffer.allocate(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      if (isWithin(i, bytes.length, start, length)) {
        part.put(bytes[i]);
      }
    }
    return part.flip();
  }

  /**
   * Whether place {@code i} of {@code count} lies in the window, which may begin before the first.
   */
  private static boolean isWithin(int i, int count, long start, long length) {
    BigInteger place = BigInteger.valueOf(i);
    BigInteger first =
        start > 0
            ? BigInteger.valueOf(start - 1)
            : BigInteger.valueOf(start < 0 ? count : 0).add(BigInteger.valueOf(start));
    return place.compareTo(first) >= 0
        && place.compareTo(first.add(BigInteger.valueOf(length))) < 0;
  }

  @Test
  void patternsAreFoundByBytes() {
    Random random = new Random(66);
    List<Object> texts = new ArrayList<>();
    List<Object> patterns = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      String text = letters(random, random.nextInt(5) == 0 ? 150 : 12);
      String pattern = letters(random, 4);
      int from = random.nextInt(text.length() + 1);
      texts.add(random.nextInt(9) == 0 ? null : text);
      patterns.add(
          random.nextInt(3) == 0 ? text.substring(from) : random.nextInt(20) == 0 ? null : pattern);
    }
    TestColumn text = TestColumn.of(DataType.UTF8, texts);
    TestColumn pattern = TestColumn.of(DataType.UTF8, patterns);
    for (TextMatch match : TextMatch.values()) {
      assertThat(harness().eval((c, in) -> c.match(match, in[0], in[1]), text, pattern))
          .as("" + match)
          .isEqualTo(mapped(text, pattern, (t, p) -> matches(match, (String) t, (String) p)));
    }
  }

  private static String letters(Random random, int most) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      text.append("aabé".charAt(random.nextInt(4)));
    }
    return text.toString();
  }

  private static boolean matches(TextMatch match, String text, String pattern) {
    return switch (match) {
      case CONTAINS -> text.contains(pattern);
      case STARTS_WITH -> text.startsWith(pattern);
      case ENDS_WITH -> text.endsWith(pattern);
    };
  }

  @Test
  void concatenationIsNullIfAnOperandIs() {
    forSamples(
        DataType.UTF8,
        67,
        a -> {
          TestColumn b = Samples.column(DataType.UTF8, a.rows(), 4, 68);
          assertThat(harness().eval((c, in) -> c.concat(in[0], in[1], in[0]), a, b))
              .isEqualTo(mapped(a, b, (x, y) -> (String) x + y + x));
          assertThat(harness().eval((c, in) -> c.concat(in[0]), a)).isEqualTo(a.values());
        });
  }

  @Test
  void concatenationIsLargeIfAnOperandIs() {
    harness()
        .withContext(
            context -> {
              Vec small = context.literal(DataType.UTF8, new byte[] {'a'}, 2);
              Vec large = context.literal(DataType.of(Kind.LARGE_UTF8), new byte[] {'b'}, 2);
              Vec both = context.concat(small, large);
              assertThat(both.type()).isEqualTo(DataType.of(Kind.LARGE_UTF8));
              assertThat(harness().read(context, both)).isEqualTo(Arrays.asList("ab", "ab"));
            });
  }

  @Test
  void bytesThatAreNotUtf8AreSafe() {
    byte[][] broken = {
      {(byte) 0x80}, {(byte) 0xC3}, {'a', (byte) 0xF0, (byte) 0x9F}, {(byte) 0xFF, (byte) 0xFE, 'b'}
    };
    for (byte[] bytes : broken) {
      harness()
          .withContext(
              context -> {
                Vec text = context.literal(DataType.UTF8, bytes, 3);
                for (TextFunction function : TextFunction.values()) {
                  assertThat(harness().read(context, context.text(function, text))).hasSize(3);
                }
                assertThat(harness().read(context, context.length(text))).hasSize(3);
                assertThat(harness().read(context, context.substring(text, -2, 1))).hasSize(3);
              });
    }
  }

  @Test
  void numbersAreNotText() {
    harness()
        .withContext(
            context -> {
              Vec number = context.literal(DataType.INT64, 1L, 2);
              assertThatThrownBy(() -> context.text(TextFunction.LOWER, number))
                  .isInstanceOf(InternalException.class);
              assertThatThrownBy(() -> context.concat(number))
                  .isInstanceOf(InternalException.class);
            });
  }
}
