package io.millrace.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.error.UserException;
import io.millrace.kernels.batch.Batch;
import io.millrace.source.Batches;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PrintSinkTest {
  private static final long TIME = 1_769_847_301_000L;

  private final BufferAllocator root = new RootAllocator();

  @AfterEach
  void nothingLeaks() {
    root.close();
  }

  private static Result result(Batch... batches) {
    return new Result(12, TIME, batches[0].schema(), List.of(batches));
  }

  private static String printed(int limit, Result result) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PrintSink sink =
        new PrintSink(limit, new PrintStream(bytes, true, StandardCharsets.UTF_8))) {
      sink.write(result);
    }
    return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }

  @Test
  void headerRowsAndTheRestCounted() throws IOException {
    try (Batch first = Batches.texts(root, "hello", null);
        Batch second = Batches.texts(root, "größer", "d", "e")) {
      assertThat(printed(3, result(first, second)))
          .isEqualTo(
              """
              -------------------------------------------
              Time: 2026-01-31T08:15:01Z (batch 12)
              -------------------------------------------
              text    n
              hello   0
              null    1
              größer  0
              ... 2 more rows

              """);
    }
  }

  @Test
  void anEmptyResultShowsItsColumns() throws IOException {
    try (Batch none = Batches.texts(root)) {
      assertThat(printed(10, result(none))).endsWith("-\ntext  n\n\n");
    }
  }

  @Test
  void aSingleHiddenRowIsARow() throws IOException {
    try (Batch batch = Batches.longs(root, 1L, -20L)) {
      assertThat(printed(1, result(batch))).endsWith("n\n1\n... 1 more row\n\n");
      assertThat(printed(2, result(batch))).endsWith("  n\n  1\n-20\n\n");
    }
  }

  @Test
  void hostileTextCannotBreakTheTableOrCommandTheTerminal() throws IOException {
    try (Batch batch = Batches.texts(root, "a\nb\r\tc", "\u001b[2Jx\u202ey", "x".repeat(100))) {
      String printed = printed(10, result(batch));
      assertThat(printed).contains("a\\nb\\r\\tc", "\\u{1b}[2Jx\\u{202e}y", "x".repeat(77) + "...");
      assertThat(printed).doesNotContain("\u001b", "\u202e", "x".repeat(78));
    }
  }

  @Test
  void aBrokenStreamFails() {
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int value) throws IOException {
            throw new IOException("gone");
          }
        };
    try (Batch batch = Batches.longs(root, 1L);
        PrintSink sink = new PrintSink(1, new PrintStream(broken, true, StandardCharsets.UTF_8))) {
      assertThatThrownBy(() -> sink.write(result(batch)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("batch=12");
    }
  }

  @Test
  void aNegativeNumberOfRowsIsRefused() {
    assertThatThrownBy(() -> new PrintSink(-1, System.out)).isInstanceOf(UserException.class);
  }
}
