package io.millrace.bench.device;

import static io.millrace.Functions.count;
import static io.millrace.Functions.max;
import static io.millrace.Functions.sum;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.Device;
import io.millrace.Limits;
import io.millrace.StreamingContext;
import io.millrace.Trigger;
import io.millrace.kernels.BackendProvider.Availability;
import io.millrace.kernels.Backends;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Kind;
import io.millrace.sink.CollectSink;
import io.millrace.source.QueueSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random programs over random rows give one answer on the CPU and on the GPU: integers, texts,
 * counts, least and greatest values exactly, sums of doubles within rounding. Where there is no
 * GPU, the emulated one runs them. {@code -Dplans=N} runs more.
 */
class DevicesAgreeTest {
  private static final DataType TIME = DataType.timestamp(TimeUnit.SECOND, null);
  private static final DataType INT32 = DataType.of(Kind.INT32);
  private static final Schema SCHEMA =
      new Schema(
          List.of(
              DataType.INT64.field("i"),
              INT32.field("n"),
              DataType.FLOAT64.field("d"),
              DataType.UTF8.field("s"),
              DataType.BOOL.field("b"),
              TIME.field("t")));

  static List<Long> seeds() {
    List<Long> seeds = new ArrayList<>();
    for (long seed = 1; seed <= Long.getLong("plans", 24); seed++) {
      seeds.add(seed);
    }
    return seeds;
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aRandomProgramGivesOneAnswer(long seed) throws Exception {
    requireDevice();
    List<CollectSink.Collected> expected = run(seed, Device.CPU);
    List<CollectSink.Collected> actual = run(seed, Device.CUDA);
    assertThat(actual).hasSameSizeAs(expected);
    for (int batch = 0; batch < expected.size(); batch++) {
      SameRows.assertSame(actual.get(batch).rows(), expected.get(batch).rows());
    }
  }

  private static void requireDevice() {
    boolean found =
        Backends.list().stream()
            .filter(backend -> backend.name().equals("cuda"))
            .anyMatch(backend -> backend.availability() instanceof Availability.Available);
    Assumptions.assumeTrue(found, "no CUDA device, and no emulated one: no C++ compiler");
  }

  private static List<CollectSink.Collected> run(long seed, Device device) throws Exception {
    CollectSink sink = new CollectSink();
    try (RootAllocator root = new RootAllocator()) {
      QueueSource source = new QueueSource(SCHEMA);
      source.add(rows(root, new Random(seed), 500));
      try (StreamingContext context =
          StreamingContext.builder()
              .device(device)
              .trigger(Trigger.AVAILABLE_NOW)
              .limits(new Limits(150, Long.MAX_VALUE, false))
              .allocator(root)
              .create()) {
        new RandomPlan(seed).apply(context.queue(source)).to(sink);
        context.start();
        context.awaitTermination();
      }
    }
    return sink.batches();
  }

  /**
   * Large buffers in the allocator of the context's own, which takes memory that the device pins.
   */
  @ParameterizedTest
  @EnumSource(
      value = Device.class,
      names = {"CUDA", "AUTO"})
  void largeBatchesOfTheContextsOwnMemoryGiveOneAnswer(Device device) throws Exception {
    requireDevice();
    List<CollectSink.Collected> expected = grouped(Device.CPU);
    List<CollectSink.Collected> actual = grouped(device);
    assertThat(actual).hasSameSizeAs(expected).hasSize(3);
    for (int batch = 0; batch < expected.size(); batch++) {
      SameRows.assertSame(actual.get(batch).rows(), expected.get(batch).rows());
    }
  }

  private static List<CollectSink.Collected> grouped(Device device) throws Exception {
    CollectSink sink = new CollectSink();
    QueueSource source = new QueueSource(SCHEMA);
    try (StreamingContext context =
        StreamingContext.builder()
            .device(device)
            .trigger(Trigger.AVAILABLE_NOW)
            .limits(new Limits(9_000, Long.MAX_VALUE, false))
            .create()) {
      for (int seed = 0; seed < 3; seed++) {
        source.add(rows(context.allocator(), new Random(seed), 9_000));
      }
      context.queue(source).groupBy("s").running().agg(count(), sum("i"), max("s")).to(sink);
      context.start();
      context.awaitTermination();
    }
    return sink.batches();
  }

  private static Batch rows(BufferAllocator root, Random random, int rows) {
    return RandomRows.batch(
        root,
        SCHEMA,
        rows,
        row ->
            new Object[] {
              RandomRows.orNull(random, (long) random.nextInt(50) - 10),
              (long) random.nextInt(5),
              RandomRows.orNull(
                  random, random.nextInt(20) == 0 ? -0.0 : random.nextInt(9999) / 8.0),
              RandomRows.orNull(random, RandomRows.word(random)),
              RandomRows.orNull(random, random.nextBoolean()),
              1_700_000_000L + row / 20 - random.nextInt(6)
            });
  }
}
