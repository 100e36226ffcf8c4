package io.millrace.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cli.Captured;
import io.millrace.cli.ChildJvm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemoCommandTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;

  @Test
  void endsAfterSoManyBatchesWithPlainLinesWhereThereIsNoTerminal() {
    Captured demo = Captured.run("demo", "--batches", "2", "--interval", "20ms", "--rate", "1000");
    assertThat(demo.err()).isEmpty();
    assertThat(demo.code()).isZero();
    List<String> lines = demo.out().lines().toList();
    assertThat(lines).hasSize(4);
    assertThat(lines.get(1)).startsWith("batch=0 ").contains("device=cpu");
    assertThat(lines.get(2)).startsWith("batch=1 ");
    assertThat(lines.get(3)).startsWith("2 batches, ");
    assertThat(demo.out()).doesNotContain("\u001b");
  }

  @Test
  void finishedWindowsAreShownWithTheirMostFrequentKeys() {
    Captured demo =
        Captured.run(
            "demo",
            "--rate=20000",
            "--keys=10",
            "--interval=50ms",
            "--window=100ms",
            "--lateness=0s",
            "--batches=8");
    assertThat(demo.code()).isZero();
    Matcher windows =
        Pattern.compile("window=\\S+ rows=(\\d+) keys=(\\d+) top=key-\\d:(\\d+),key-\\d:(\\d+),")
            .matcher(demo.out());
    int seen = 0;
    long counted = 0;
    while (windows.find()) {
      assertThat(Long.parseLong(windows.group(2))).isLessThanOrEqualTo(10);
      assertThat(Long.parseLong(windows.group(3)))
          .isGreaterThanOrEqualTo(Long.parseLong(windows.group(4)));
      counted += Long.parseLong(windows.group(1));
      seen++;
    }
    assertThat(seen).isPositive();
    Matcher totals = Pattern.compile("8 batches, ([\\d,]+) rows").matcher(demo.out());
    assertThat(totals.find()).isTrue();
    assertThat(counted).isBetween(1L, Long.parseLong(totals.group(1).replace(",", "")));
  }

  @ParameterizedTest
  @CsvSource({
    "--rate=-1,0 or more,--rate=-1",
    "--keys=0,1 or more,--keys=0",
    "--batches=-1,0 or more,--batches=-1",
    "--window=soon,250ms,--window=soon",
    "--window=0s,positive,length=PT0S",
    "--slide=1h,no longer,slide=PT1H",
    "--interval=0s,millisecond,batchInterval=PT0S",
    "--device=gpu,cuda,gpu"
  })
  void aValueWithoutMeaningIsAUsageError(String option, String rule, String value) {
    Captured demo = Captured.run("demo", option);
    assertThat(demo.code()).isEqualTo(2);
    assertThat(demo.err()).contains(rule, value).doesNotContain("\tat ");
    assertThat(demo.out()).isEmpty();
  }

  @Test
  void aDeviceThatIsNotThereIsAUsageErrorWithTheReason() {
    Captured demo = Captured.run("demo", "--device", "cuda", "--batches", "1");
    assertThat(demo.code()).isEqualTo(2);
    assertThat(demo.err()).contains("device=cuda");
  }

  @Test
  void aSignalEndsItGracefully() throws Exception {
    try (ChildJvm demo = ChildJvm.start(folder, "demo", "--rate", "1000", "--interval", "20ms")) {
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (!demo.out().contains("batch=1 ") && demo.isAlive() && System.nanoTime() < deadline) {
        Thread.onSpinWait();
      }
      demo.interrupt();
      Captured ended = demo.await();
      assertThat(ended.err()).isEmpty();
      // 128 + SIGTERM: the JVM's own answer to a signal, after its shutdown hooks
      assertThat(ended.code()).isEqualTo(143);
      List<String> lines = ended.out().lines().toList();
      assertThat(lines.getLast()).contains(" batches, ", " rows, ", " late rows");
      long shown = lines.stream().filter(line -> line.startsWith("batch=")).count();
      assertThat(lines.getLast()).startsWith(shown + " batches");
    }
  }
}
