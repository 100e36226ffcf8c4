package io.millrace;

import static io.millrace.Functions.col;
import static io.millrace.Functions.first;
import static io.millrace.Functions.last;
import static io.millrace.Functions.split;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.harness.QueryHarness;
import io.millrace.kernels.fixture.TestColumn;
import io.millrace.kernels.types.DataType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** First and last go by the rows' place in the stream, whatever makes rows many or workers fast. */
class FirstAndLastTest {
  @Test
  void rowsThatBecomeVeryManyStayBeforeThoseOfTheNextChunk() throws Exception {
    List<String> lines = new ArrayList<>(Collections.nCopies(2_048, "w ".repeat(600)));
    lines.add("end");
    try (QueryHarness query =
        new QueryHarness(settings -> settings.workers(2), DataType.UTF8.field("s"))) {
      query.start(
          query
              .input()
              .flatMap(split(col("s")).as("w"))
              .groupBy()
              .agg(first(col("w")), last(col("w"))));
      assertThat(query.run(TestColumn.of(DataType.UTF8, lines)))
          .containsExactly(List.of("w", "end"));
    }
  }

  @Test
  void acrossBatchesAndWorkersTheFirstStaysAndTheLastMoves() throws Exception {
    try (QueryHarness query =
        new QueryHarness(settings -> settings.workers(3), DataType.INT64.field("n"))) {
      query.start(query.input().groupBy().running().agg(first(col("n")), last(col("n"))));
      for (long batch = 0; batch < 4; batch++) {
        List<Long> numbers = new ArrayList<>();
        for (long i = 0; i < 100_000; i++) {
          numbers.add(batch * 100_000 + i);
        }
        assertThat(query.run(TestColumn.of(DataType.INT64, numbers)))
            .containsExactly(List.of(0L, batch * 100_000 + 99_999));
      }
    }
  }
}
