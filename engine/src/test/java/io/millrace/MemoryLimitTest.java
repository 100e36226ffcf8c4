package io.millrace;

import static io.millrace.Functions.col;
import static io.millrace.Functions.count;
import static io.millrace.Functions.max;
import static io.millrace.Functions.split;
import static io.millrace.Functions.sum;
import static io.millrace.Functions.window;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.error.DeviceException;
import io.millrace.harness.Run;
import io.millrace.harness.ScriptedSink;
import io.millrace.harness.ScriptedSource;
import io.millrace.kernels.fixture.TestColumn;
import io.millrace.kernels.types.DataType;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.arrow.memory.AllocationListener;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;

/** Memory may run out at every single allocation: each time a clear error, and no byte is lost. */
class MemoryLimitTest {
  private static final DataType TIME = DataType.timestamp(TimeUnit.MILLISECOND, null);
  private static final Schema SCHEMA =
      new Schema(List.of(TIME.field("t"), DataType.UTF8.field("s"), DataType.INT64.field("v")));

  /** Refuses the nth allocation; counts. */
  private static final class Refusal implements AllocationListener {
    private final AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);

    @Override
    public void onPreAllocation(long size) {
      if (left.getAndDecrement() == 1) {
        throw new OutOfMemoryException("refused " + size + " bytes");
      }
    }
  }

  private interface Program {
    void build(Stream stream);
  }

  private static Run run(int nth, Program program) throws Exception {
    Refusal refusal = new Refusal();
    try (RootAllocator root = new RootAllocator(refusal, Long.MAX_VALUE)) {
      ScriptedSource[] source = new ScriptedSource[1];
      Run run =
          Run.of(
              root,
              settings -> settings.limits(new Limits(3_000, Long.MAX_VALUE, false)),
              (context, allocator) -> {
                source[0] = source(allocator);
                program.build(context.source(source[0]));
                refusal.left.set(nth);
              });
      if (run.failure() != null) {
        assertThat(source[0].committed()).hasSize(run.metrics().size());
      }
      refusal.left.set(Integer.MAX_VALUE);
      return run;
    }
  }

  private static ScriptedSource source(RootAllocator allocator) {
    ScriptedSource source = new ScriptedSource("words", SCHEMA);
    for (int batch = 0; batch < 2; batch++) {
      long begin = batch * 10_000L;
      source.add(
          Run.batch(
              allocator,
              SCHEMA,
              TestColumn.of(TIME, IntStream.range(0, 3_000).mapToObj(i -> begin + i * 7L).toList()),
              TestColumn.of(
                  DataType.UTF8,
                  IntStream.range(0, 3_000).mapToObj(i -> "w" + i % 900 + " x").toList()),
              TestColumn.of(
                  DataType.INT64, IntStream.range(0, 3_000).mapToObj(i -> (long) i).toList())));
    }
    return source;
  }

  private static void everyAllocationMayFail(Program program) throws Exception {
    int failures = 0;
    for (int nth = 1; ; nth += 1 + nth / 12) {
      Run run = run(nth, program);
      if (run.failure() == null) {
        break;
      }
      failures++;
      assertThat(run.failure())
          .as("allocation %s", nth)
          .isInstanceOf(DeviceException.class)
          .hasMessageContaining("error=refused")
          .hasMessageContaining(" At: ");
    }
    assertThat(failures).isPositive();
  }

  @Test
  void inStatelessOperators() throws Exception {
    everyAllocationMayFail(
        stream ->
            stream
                .filter(col("v").mod(3L).equalTo(0L))
                .explode("word", split(col("s")))
                .to(new ScriptedSink()));
  }

  @Test
  void inGroups() throws Exception {
    everyAllocationMayFail(
        stream -> stream.groupBy("s").agg(count(), sum("v"), max(col("s"))).to(new ScriptedSink()));
  }

  @Test
  void inRunningGroupsAndWindowsOfRows() throws Exception {
    everyAllocationMayFail(
        stream -> {
          stream.groupBy(col("v").mod(500L)).running().agg(sum("v")).to(new ScriptedSink());
          stream
              .filter(col("v").gt(10L))
              .window(Duration.ofSeconds(2), Duration.ofSeconds(1))
              .to(new ScriptedSink());
        });
  }

  @Test
  void inWindows() throws Exception {
    everyAllocationMayFail(
        stream -> {
          stream
              .withWatermark("t", Duration.ZERO)
              .groupBy(window("t", Duration.ofSeconds(2), Duration.ofSeconds(1)), "s")
              .agg(count(), max(col("s")))
              .to(new ScriptedSink());
          stream
              .select("s", "v")
              .reduceByKeyAndWindow(
                  (a, b) -> a.plus(b),
                  (a, b) -> a.minus(b),
                  Duration.ofSeconds(2),
                  Duration.ofSeconds(1))
              .to(new ScriptedSink());
        });
  }

  @Test
  void aLimitOfTheAllocatorIsSuchAnError() throws Exception {
    try (RootAllocator root = new RootAllocator(500_000)) {
      Run run =
          Run.of(
              root,
              settings -> settings,
              (context, allocator) ->
                  context
                      .source(source(allocator))
                      .withColumn("w", col("v").plus(1L))
                      .to(new ScriptedSink()));
      assertThat(run.failure()).isInstanceOf(DeviceException.class);
    }
  }
}
