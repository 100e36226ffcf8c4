package io.millrace.kernels.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.kernels.Exploded;
import io.millrace.kernels.Vec;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.fixture.Samples;
import io.millrace.kernels.fixture.TestBatches;
import io.millrace.kernels.fixture.TestColumn;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Splitting text. */
public abstract class SplitContract extends KernelContract {
  private static final String WHITE_SPACE = "[ \\t\\n\\x0B\\f\\r]+";

  @Test
  void textsAreSplitIntoTheirWords() {
    for (int rows : Samples.SIZES) {
      TestColumn texts = TestColumn.of(DataType.UTF8, texts(rows, " \t\n\u000b\f\r", 41));
      checkSplit(texts, null, WHITE_SPACE);
    }
  }

  @Test
  void textsAreSplitAtOneByteAndAtMore() {
    for (String separator : List.of(",", "|", "\u0000", ", ", "ab", "aab", "→", "x".repeat(70))) {
      TestColumn texts =
          TestColumn.of(DataType.of(Kind.LARGE_UTF8), texts(207, separator + ",a", 42));
      checkSplit(texts, separator, Pattern.quote(separator));
      checkParts(texts, separator);
    }
  }

  @Test
  void wordsAcrossBlockBoundsAndVeryLongTexts() {
    List<Object> texts = new ArrayList<>();
    for (int length = 0; length < 200; length++) {
      texts.add("w".repeat(length));
      texts.add(" ".repeat(length));
      texts.add("w".repeat(length) + " " + "v".repeat(length));
      texts.add("a ".repeat(length));
      texts.add("日本 ".repeat(length));
    }
    texts.add("word ".repeat(50_000));
    checkSplit(TestColumn.of(DataType.UTF8, texts), null, WHITE_SPACE);
  }

  /** Text of letters, multi-byte characters and the given separators, some null. */
  private static List<Object> texts(int rows, String separators, long seed) {
    Random random = new Random(seed + rows);
    String letters = "abcdefgü語😀.\u0080\u00a0\u2003";
    List<Object> texts = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      StringBuilder text = new StringBuilder();
      int length = random.nextInt(4) == 0 ? random.nextInt(200) : random.nextInt(20);
      for (int i = 0; i < length; i++) {
        String from = random.nextInt(4) == 0 ? separators : letters;
        int at = from.offsetByCodePoints(0, random.nextInt(from.codePointCount(0, from.length())));
        text.appendCodePoint(from.codePointAt(at));
      }
      texts.add(random.nextInt(9) == 0 ? null : text.toString());
    }
    return texts;
  }

  private void checkSplit(TestColumn texts, String separator, String pattern) {
    List<Object> expectedParts = new ArrayList<>();
    List<Object> expectedParents = new ArrayList<>();
    for (int row = 0; row < texts.rows(); row++) {
      if (texts.values().get(row) instanceof String text) {
        for (String part : text.split(pattern)) {
          if (!part.isEmpty()) {
            expectedParts.add(part);
            expectedParents.add((long) row);
          }
        }
      }
    }
    List<Object> rowNumbers = new ArrayList<>();
    for (long row = 0; row < texts.rows(); row++) {
      rowNumbers.add(row);
    }
    try (Batch batch =
        TestBatches.at(
            harness().allocator(), 5, texts, TestColumn.of(DataType.INT64, rowNumbers))) {
      harness()
          .withContext(
              batch,
              (context, staged) -> {
                Vec text = context.load(staged, 0, 0, texts.rows());
                Exploded exploded = context.split(text, bytes(separator));
                assertThat(exploded.parts().type()).isEqualTo(texts.type());
                assertThat(exploded.parents().length()).isEqualTo(exploded.parts().length());
                assertThat(harness().read(context, exploded.parts())).isEqualTo(expectedParts);
                Vec parents =
                    context.gather(context.load(staged, 1, 0, texts.rows()), exploded.parents());
                assertThat(harness().read(context, parents)).isEqualTo(expectedParents);
              });
    }
  }

  private void checkParts(TestColumn texts, String separator) {
    for (int index : new int[] {-1, 0, 1, 2, 7}) {
      List<Object> expected = new ArrayList<>();
      for (Object text : texts.values()) {
        List<String> parts =
            text == null
                ? List.of()
                : Arrays.asList(((String) text).split(Pattern.quote(separator), -1));
        expected.add(index >= 0 && index < parts.size() ? parts.get(index) : null);
      }
      assertThat(harness().eval((c, in) -> c.splitPart(in[0], bytes(separator), index), texts))
          .isEqualTo(expected);
    }
  }

  @Test
  void partsAtWhiteSpaceAreWords() {
    TestColumn texts = TestColumn.of(DataType.UTF8, texts(207, " \t\n", 43));
    for (int index : new int[] {0, 1, 5}) {
      List<Object> expected = new ArrayList<>();
      for (Object text : texts.values()) {
        List<String> words =
            text == null
                ? List.of()
                : Arrays.stream(((String) text).split(WHITE_SPACE))
                    .filter(word -> !word.isEmpty())
                    .toList();
        expected.add(index < words.size() ? words.get(index) : null);
      }
      assertThat(harness().eval((c, in) -> c.splitPart(in[0], null, index), texts))
          .isEqualTo(expected);
    }
  }

  private static byte[] bytes(String separator) {
    return separator == null ? null : separator.getBytes(StandardCharsets.UTF_8);
  }
}
