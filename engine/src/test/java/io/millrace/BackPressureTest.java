package io.millrace;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.harness.Numbers;
import io.millrace.harness.ScriptedSink;
import io.millrace.harness.ScriptedSource;
import io.millrace.metrics.BatchListener;
import io.millrace.metrics.BatchMetrics;
import io.millrace.time.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A batch that takes longer than the interval makes the next one smaller; nothing is dropped. */
@Timeout(60)
class BackPressureTest {
  private static final int ROWS = 200_000;

  private final ManualClock clock = new ManualClock(0);
  private final List<BatchMetrics> metrics = Collections.synchronizedList(new ArrayList<>());
  private final ScriptedSink sink = new ScriptedSink();

  private void run(Limits limits) throws Exception {
    try (RootAllocator root = new RootAllocator()) {
      ScriptedSource source = Numbers.source(root, 1, ROWS);
      try (StreamingContext context =
          StreamingContext.builder()
              // no machine filters so many rows within a millisecond and writes them down
              .batchInterval(Duration.ofMillis(1))
              .limits(limits)
              .clock(clock)
              .allocator(root)
              .listener(
                  new BatchListener() {
                    @Override
                    public void onBatch(BatchMetrics batch) {
                      metrics.add(batch);
                    }
                  })
              .create()) {
        context.source(source).to(sink);
        context.start();
        while (sink.rows().size() < ROWS || !clock.isAwaited()) {
          if (clock.isAwaited()) {
            clock.advance(1);
          }
          Thread.onSpinWait();
        }
      }
    }
  }

  @Test
  void theLimitFallsAndAllRowsStillArrive() throws Exception {
    run(new Limits(ROWS / 4, Long.MAX_VALUE, true));
    assertThat(metrics.getFirst().limitRows()).isEqualTo(ROWS / 4);
    assertThat(metrics.getFirst().rowsIn()).isEqualTo(ROWS / 4);
    assertThat(metrics.get(1).limitRows()).isBetween(100L, ROWS / 4 - 1L);
    assertThat(metrics).allSatisfy(m -> assertThat(m.rowsIn()).isLessThanOrEqualTo(m.limitRows()));
    assertThat(sink.rows()).hasSize(ROWS).doesNotHaveDuplicates();
  }

  @Test
  void aFixedLimitStaysWithoutBackPressure() throws Exception {
    run(new Limits(ROWS / 4, Long.MAX_VALUE, false));
    assertThat(metrics).extracting(BatchMetrics::limitRows).containsOnly((long) ROWS / 4);
  }
}
