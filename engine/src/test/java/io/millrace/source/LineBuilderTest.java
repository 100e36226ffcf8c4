package io.millrace.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.error.DataException;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.batch.ColumnValues;
import io.millrace.kernels.memory.Raw;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;

class LineBuilderTest {
  private static final int LONGEST = 1 << 24;

  /** What the text's lines are by the standard library, {@code \n} and {@code \r\n} ending them. */
  private static List<String> oracle(byte[] text) {
    List<String> lines = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < text.length; i++) {
      if (text[i] == '\n') {
        int to = i > from && text[i - 1] == '\r' ? i - 1 : i;
        lines.add(new String(text, from, to - from, StandardCharsets.UTF_8));
        from = i + 1;
      }
    }
    if (from < text.length) {
      lines.add(new String(text, from, text.length - from, StandardCharsets.UTF_8));
    }
    return lines;
  }

  /** Feeds text in pieces; takes a batch when there are {@code rows} lines, and at times before. */
  private static List<String> lines(byte[] text, int piece, int rows, long[] replaced) {
    List<String> found = new ArrayList<>();
    try (BufferAllocator root = new RootAllocator();
        LineBuilder builder = new LineBuilder(root, "test", MalformedText.REPLACE, LONGEST);
        Arena arena = Arena.ofConfined()) {
      long address = arena.allocate(Math.max(1, text.length)).address();
      Raw.copy(text, 0, address, text.length);
      builder.begin("text=1");
      for (long at = 0; at < text.length; ) {
        at += builder.append(address + at, Math.min(piece, text.length - at), rows);
        boolean early = at % 3 == 0 && builder.rows() > 0;
        if (early || builder.rows() == rows || builder.isFull()) {
          take(builder, found);
        }
      }
      builder.endText();
      assertThat(builder.endedBytes()).isEqualTo(text.length);
      if (builder.rows() > 0) {
        take(builder, found);
      }
      replaced[0] = builder.rowsReplaced();
    }
    return found;
  }

  private static void take(LineBuilder builder, List<String> found) {
    try (Batch batch = builder.take()) {
      ColumnValues.values(batch.column(0)).forEach(value -> found.add((String) value));
      assertValid(batch);
    }
  }

  private static void assertValid(Batch batch) {
    for (int row = 0; row < batch.rows(); row++) {
      byte[] bytes = new byte[(int) ColumnValues.bytesLength(batch.column(0), row)];
      MemorySegment.copy(
          Raw.ALL,
          Raw.BYTE,
          ColumnValues.bytesAddress(batch.column(0), row),
          bytes,
          0,
          bytes.length);
      assertThat(new String(bytes, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8))
          .isEqualTo(bytes);
    }
  }

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> pieces =
        Arbitraries.of(
            "",
            "a",
            "\n",
            "\r\n",
            "\r",
            "ünï",
            "漢字",
            "😀",
            "0123456",
            "01234567",
            "a longer run of plain text");
    return pieces.list().ofMaxSize(40).map(list -> String.join("", list));
  }

  @Property
  void linesAreThoseOfTheOracleHoweverTextIsCut(
      @ForAll("texts") String text,
      @ForAll @IntRange(min = 1, max = 64) int piece,
      @ForAll @IntRange(min = 1, max = 9) int rows) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    assertThat(lines(bytes, piece, rows, new long[1])).isEqualTo(oracle(bytes));
  }

  @Property
  void malformedTextIsReplacedAsJavaDoes(
      @ForAll byte[] noise,
      @ForAll @IntRange(min = 1, max = 64) int piece,
      @ForAll @IntRange(min = 1, max = 9) int rows) {
    byte[] bytes = new byte[noise.length];
    for (int i = 0; i < noise.length; i++) {
      bytes[i] = noise[i] % 7 == 0 ? (byte) '\n' : noise[i];
    }
    long[] replaced = new long[1];
    List<String> expected = oracle(bytes);
    assertThat(lines(bytes, piece, rows, replaced)).isEqualTo(expected);
    assertThat(replaced[0])
        .isEqualTo(expected.stream().filter(line -> line.contains("\uFFFD")).count());
  }

  @Test
  void newlinesAtEveryPlaceOfAWord() {
    for (int before = 0; before < 20; before++) {
      for (int after = 0; after < 20; after++) {
        byte[] text =
            ("x".repeat(before) + "\n" + "y".repeat(after) + "\n\n")
                .getBytes(StandardCharsets.UTF_8);
        assertThat(lines(text, text.length, 100, new long[1]))
            .containsExactly("x".repeat(before), "y".repeat(after), "");
      }
    }
  }

  @Test
  void aByteBesideANewlineIsNotTakenForOne() {
    byte[] text = new byte[256];
    for (int i = 0; i < 256; i++) {
      text[i] = (byte) ((i & 1) == 0 ? '\n' : "\u000b\t\u0000\u0001".charAt(i / 2 % 4));
    }
    assertThat(lines(text, 256, 1_000, new long[1])).isEqualTo(oracle(text));
  }

  @Test
  void manyShortAndFewLongLinesFillBatches() {
    byte[] newlines = new byte[1_200_000];
    Arrays.fill(newlines, (byte) '\n');
    assertThat(lines(newlines, 1 << 18, Integer.MAX_VALUE, new long[1])).hasSize(1_200_000);
    byte[] longs =
        (("x".repeat(5_000_000) + "\n").repeat(2) + "end").getBytes(StandardCharsets.UTF_8);
    assertThat(lines(longs, 1 << 18, Integer.MAX_VALUE, new long[1])).isEqualTo(oracle(longs));
  }

  private static void feed(LineBuilder builder, String text, Arena arena) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    long address = arena.allocate(bytes.length).address();
    Raw.copy(bytes, 0, address, bytes.length);
    builder.append(address, bytes.length, Integer.MAX_VALUE);
  }

  @Test
  void theStrictPolicyNamesTheByte() {
    try (BufferAllocator root = new RootAllocator();
        LineBuilder builder = new LineBuilder(root, "test(x)", MalformedText.FAIL, LONGEST);
        Arena arena = Arena.ofConfined()) {
      builder.begin("file=a.txt");
      feed(builder, "good\nalso good, and longer\n", arena);
      assertThatThrownBy(() -> feed(builder, "x\u00ffy\n", arena))
          .isInstanceOf(DataException.class)
          .hasMessageContainingAll("test(x)", "file=a.txt", "byte=28,", "value=0xff");
    }
  }

  @Test
  void theStrictPolicyFindsWhatIsCutShort() {
    try (BufferAllocator root = new RootAllocator();
        LineBuilder builder = new LineBuilder(root, "test", MalformedText.FAIL, LONGEST);
        Arena arena = Arena.ofConfined()) {
      builder.begin("file=a.txt");
      feed(builder, "x\u00e2\u0082", arena);
      assertThatThrownBy(builder::endText)
          .isInstanceOf(DataException.class)
          .hasMessageContainingAll("byte=3,", "end of text");
    }
  }

  @Test
  void aLineBeyondTheLimitFailsAndReleasesEverything() {
    try (BufferAllocator root = new RootAllocator();
        LineBuilder builder = new LineBuilder(root, "test", MalformedText.REPLACE, 2 << 20);
        Arena arena = Arena.ofConfined()) {
      builder.begin("file=a.txt");
      feed(builder, "first\n" + "x".repeat(2 << 20), arena);
      while (builder.rows() > 0) {
        builder.take().close();
      }
      assertThatThrownBy(() -> feed(builder, "x".repeat(4 << 20), arena))
          .isInstanceOf(DataException.class)
          .hasMessageContainingAll("longest=2097152", "byte=6");
    }
  }

  @Test
  void withoutMemoryNothingIsLost() {
    try (BufferAllocator root = new RootAllocator();
        BufferAllocator small = root.newChildAllocator("small", 0, 40_000);
        LineBuilder builder = new LineBuilder(small, "test", MalformedText.REPLACE, LONGEST);
        Arena arena = Arena.ofConfined()) {
      assertThatThrownBy(() -> feed(builder, "some text\n".repeat(10_000), arena))
          .isInstanceOf(OutOfMemoryException.class);
    }
  }
}
