package io.millrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.millrace.error.UserException;
import io.millrace.harness.Numbers;
import io.millrace.harness.Run;
import io.millrace.harness.ScriptedSource;
import io.millrace.kernels.types.DataType;
import io.millrace.sink.CollectSink;
import io.millrace.source.RateSource;
import io.millrace.source.rate.RateColumns;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program that is started again goes on where its sources were. */
class StartingAtTest {
  private static final int ROWS = 20;

  @TempDir Path folder;

  private static RateSource numbers() {
    return RateSource.builder()
        .rowsInAll(ROWS)
        .startMillis(0)
        .column("n", RateColumns.longs(0, 1_000_000))
        .build();
  }

  private record Rows(List<Object> rows, List<Map<String, String>> positions) {}

  /** Two sources of one name and a third; the rows that come out. */
  private Rows run(Map<String, String> startingAt) throws Exception {
    CollectSink sink = new CollectSink();
    Run run =
        Run.of(
            settings -> settings.limits(Limits.DEFAULT.withMaxRows(3)).startingAt(startingAt),
            (context, _) ->
                context
                    .rate(numbers())
                    .union(context.rate(numbers()))
                    .select(Functions.col("n").cast(DataType.UTF8))
                    .union(context.textFiles(folder))
                    .to(sink));
    assertThat(run.failure()).isNull();
    List<Object> rows = new ArrayList<>();
    sink.rows().forEach(row -> rows.add(row.getFirst()));
    return new Rows(rows, run.metrics().stream().map(metrics -> metrics.positions()).toList());
  }

  @Test
  void afterAnyBatchTheRestComesAndNothingTwice() throws Exception {
    Files.writeString(folder.resolve("a"), "x\ny\n");
    Files.writeString(folder.resolve("b"), "z\nu\nv");
    Rows all = run(Map.of());
    assertThat(all.rows()).hasSize(2 * ROWS + 5);
    assertThat(all.positions().getFirst().keySet())
        .containsExactlyInAnyOrder(
            "rate(unlimited) #0", "rate(unlimited) #1", "textFiles(" + folder + ")");
    for (int batch = 0; batch < all.positions().size(); batch++) {
      int done = 2 * Math.min(ROWS, 3 * (batch + 1)) + Math.min(5, 3 * (batch + 1));
      assertThat(run(all.positions().get(batch)).rows())
          .as("after batch %d", batch)
          .containsExactlyInAnyOrderElementsOf(all.rows().subList(done, all.rows().size()));
    }
  }

  @Test
  void aPositionOfNoSourceIsRefusedAtTheStart() {
    try (StreamingContext context =
        StreamingContext.builder().startingAt(Map.of("textFile(a)", "start")).create()) {
      context.textFiles(folder).print();
      assertThat(catchThrowable(context::start))
          .isInstanceOf(UserException.class)
          .hasMessageContainingAll(
              "A position must be one of a source",
              "source=textFile(a)",
              "nearest=[textFiles(" + folder + ")]");
    }
  }

  @Test
  void aPositionThatIsNoneFailsTheQuery() throws Exception {
    Run run =
        Run.of(
            settings -> settings.startingAt(Map.of("textFiles(" + folder + ")", "rows=5")),
            (context, _) -> context.textFiles(folder).to(new CollectSink()));
    assertThat(run.failure())
        .isInstanceOf(UserException.class)
        .hasMessageContainingAll("offset=rows=5", "byte=0", "open of source textFiles");
  }

  @Test
  void aSourceThatCannotHandOverAgainSaysSo() throws Exception {
    ScriptedSource[] source = new ScriptedSource[1];
    Run run =
        Run.of(
            settings -> settings.startingAt(Map.of("numbers", "rows=5")),
            (context, allocator) -> {
              source[0] = Numbers.source(allocator, 1, 10);
              context.source(source[0]).to(new CollectSink());
            });
    assertThat(run.failure())
        .isInstanceOf(UserException.class)
        .hasMessageContainingAll("hand over rows again", "source=numbers", "startingAt");
    assertThat(source[0].calls())
        .containsExactly(ScriptedSource.Step.OPEN, ScriptedSource.Step.CLOSE);
  }

  @Test
  void replacedTextIsCountedBatchByBatch() throws Exception {
    Files.write(folder.resolve("a"), new byte[] {'a', (byte) 0xff, '\n', 'b', '\n', (byte) 0x80});
    Run run =
        Run.of(
            settings -> settings.limits(Limits.DEFAULT.withMaxRows(1)),
            (context, _) -> context.textFiles(folder).to(new CollectSink()));
    assertThat(run.metrics())
        .extracting(metrics -> metrics.rowsReplaced())
        .containsExactly(1L, 0L, 1L);
  }
}
