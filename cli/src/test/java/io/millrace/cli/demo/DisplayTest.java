package io.millrace.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.kernels.ValueErrors;
import io.millrace.metrics.BatchMetrics;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class DisplayTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final FinishedWindow WINDOW =
      new FinishedWindow(
          NOON,
          NOON.plusSeconds(5),
          3,
          100,
          List.of(
              new FinishedWindow.KeyCount("key-0", 60), new FinishedWindow.KeyCount("key-1", 30)));

  private final StringWriter text = new StringWriter();
  private final PrintWriter out = new PrintWriter(text);

  private static BatchMetrics batch(long id) {
    return new BatchMetrics(
        id,
        NOON.plusSeconds(id).toEpochMilli(),
        "cpu",
        "device=cpu was asked for",
        500_000,
        3,
        8_000_000,
        Map.of(),
        20_000_000,
        1,
        List.of(),
        OptionalLong.of(NOON.toEpochMilli()),
        7,
        2_000,
        123_456,
        Long.MAX_VALUE,
        ValueErrors.NONE,
        0,
        OptionalLong.empty(),
        Map.of());
  }

  @Test
  void plainLinesHaveOneLineABatchAndOneAWindow() {
    try (PlainLines lines = new PlainLines(out, "title")) {
      lines.batch(batch(0));
      lines.window(WINDOW);
    }
    List<String> printed = text.toString().lines().toList();
    assertThat(printed).hasSize(4);
    assertThat(printed.get(0)).isEqualTo("title");
    assertThat(printed.get(1))
        .startsWith("batch=0 time=")
        .contains(" rows=500000 rows/s=25000000 took=20.0ms device=cpu ")
        .endsWith(" late=7 groups=2000 state=123456B");
    assertThat(printed.get(2))
        .startsWith("window=")
        .endsWith(" rows=100 keys=3 top=key-0:60,key-1:30");
    assertThat(printed.get(3))
        .isEqualTo("1 batch, 500,000 rows, 25.0 M rows/s while processing, 7 late rows");
    assertThat(text.toString()).doesNotContain("\u001b");
  }

  @Test
  void theLastFrameOfTheLiveTableHasTheLatestBatchesAndTheWindow() {
    try (LiveTable table = new LiveTable(out, "title", new Terminal(false, true))) {
      table.window(WINDOW);
      for (int id = 0; id < 12; id++) {
        table.batch(batch(id));
      }
    }
    List<String> frame = lastFrame();
    assertThat(frame.getFirst()).isEqualTo("title");
    assertThat(frame.get(2)).contains("batch", "rows/s", "took", "device", "watermark", "late");
    assertThat(frame.subList(3, 12).stream().map(line -> line.substring(0, 5).strip()))
        .containsExactly("3", "4", "5", "6", "7", "8", "9", "10", "11");
    assertThat(frame.get(13)).endsWith(": 100 rows, 3 keys");
    assertThat(frame.get(14)).startsWith("  key-0 ").contains(" 60  60.0% ").endsWith("████");
    assertThat(frame.get(16)).startsWith("12 batches, 6,000,000 rows");
    assertThat(frame).hasSizeLessThan(24).allMatch(line -> line.length() <= 80);
  }

  @Test
  void aFrameIsDrawnOverTheOneBefore() {
    try (LiveTable table = new LiveTable(out, "title", new Terminal(true, true))) {
      table.batch(batch(0));
    }
    // title, empty line, column names, empty line, no window yet, last line
    assertThat(text.toString()).startsWith("\u001b[?25l\u001b[?7l").contains("\u001b[6F\u001b[0J");
    assertThat(text.toString()).endsWith("\u001b[?7h\u001b[?25h");
  }

  private List<String> lastFrame() {
    String all = text.toString();
    String frame = all.substring(all.lastIndexOf("\u001b[0J") + "\u001b[0J".length());
    return frame.replace(Terminal.leave(), "").lines().toList();
  }
}
