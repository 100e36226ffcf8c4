package io.millrace;

import static io.millrace.Functions.col;
import static io.millrace.Functions.count;
import static io.millrace.Functions.split;
import static io.millrace.Functions.sum;
import static io.millrace.Functions.window;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.harness.ScriptedSource;
import io.millrace.kernels.Backend;
import io.millrace.kernels.BackendProvider;
import io.millrace.kernels.Backends;
import io.millrace.kernels.types.DataType;
import io.millrace.placement.GroupingCalibration;
import io.millrace.plan.BackendChoice;
import io.millrace.sink.CollectSink;
import java.time.Duration;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;

class ExplainTest {
  private static final DataType TIME = DataType.timestamp(TimeUnit.MILLISECOND, null);
  private static final Schema SCHEMA =
      new Schema(List.of(TIME.field("t"), DataType.UTF8.field("line")));

  @Test
  void thePlanAsText() {
    try (StreamingContext context = StreamingContext.builder().device(Device.CPU).create()) {
      Stream lines = context.source(new ScriptedSource("lines", SCHEMA));
      Stream words =
          lines
              .withWatermark("t", Duration.ofSeconds(10))
              .filter(col("line").isNotNull())
              .explode("word", split(col("line")));
      Stream counts =
          words
              .groupBy(window("t", Duration.ofSeconds(10), Duration.ofSeconds(5)), "word")
              .agg(count(), sum(Functions.length(col("word"))).as("letters"));
      counts.to(new CollectSink());
      counts.lateRows().window(Duration.ofSeconds(4), Duration.ofSeconds(2)).to(new CollectSink());

      String cpu = "  [cpu: device=cpu was asked for]";
      String words4 =
          """
          #3 explode line : (t timestamp[ms], line utf8, word utf8)%1$s
          %2$s  #2 filter not line is null : (t timestamp[ms], line utf8)%1$s
          %2$s    #1 watermark t less PT10S : (t timestamp[ms], line utf8)%1$s
          %2$s      #0 source lines : (t timestamp[ms], line utf8)
          """;
      String group =
          "#4 group by [word] [count, sum(length(word)) as letters] over PT10S every PT5S of t :"
              + " (window_start timestamp[ms], window_end timestamp[ms], word utf8, count int64,"
              + " letters int64)"
              + cpu;
      assertThat(context.explain())
          .isEqualToNormalizingNewlines(
              "#5 output collect : (window_start timestamp[ms], window_end timestamp[ms], word"
                  + " utf8, count int64, letters int64)\n"
                  + "  "
                  + group
                  + "\n    "
                  + words4.formatted(cpu, "    ")
                  + "#8 output collect : (t timestamp[ms], line utf8, word utf8)\n"
                  + "  #7 window of 4 batches every 2 : (t timestamp[ms], line utf8, word utf8)"
                  + cpu
                  + "\n    #6 late rows : (t timestamp[ms], line utf8, word utf8)"
                  + cpu
                  + "\n      #4 as above\n");
      assertThat(words.explain()).isEqualToNormalizingNewlines(words4.formatted(cpu, ""));
    }
  }

  @Test
  void withoutAskingTheReasonSaysWhatIsMissing() {
    try (StreamingContext context = StreamingContext.of(Duration.ofSeconds(1))) {
      assertThat(
              context
                  .source(new ScriptedSource("lines", SCHEMA))
                  .filter(col("line").isNull())
                  .explain())
          .contains("[cpu: device=auto, no cuda backend on the class path]");
    }
  }

  /** A device that lacks what statistics of several columns need. */
  private static final class WithoutLibrary implements BackendProvider {
    @Override
    public String name() {
      return "cuda";
    }

    @Override
    public Availability availability() {
      return new Availability.Available("a device");
    }

    @Override
    public List<String> remarks() {
      return List.of("statistics run on the CPU: no library");
    }

    @Override
    public Backend open(BufferAllocator allocator, int workers) {
      throw new IllegalStateException("A plan is told without a device.");
    }
  }

  @Test
  void statisticsTellWhatTheDeviceLacksForThem() {
    BackendChoice choice =
        new BackendChoice(
            List.of(new WithoutLibrary(), Backends.provider("cpu")), false, "device=cuda");
    try (StreamingContext context =
        StreamingContext.builder().backends(choice, new GroupingCalibration()).create()) {
      Stream lines = context.source(new ScriptedSource("lines", SCHEMA));
      Stream numbers =
          lines.select(
              Functions.length(col("line")).as("x"), Functions.length(col("line")).as("y"));
      assertThat(numbers.explain()).contains("[cuda: device=cuda]").doesNotContain("library");
      assertThat(numbers.groupBy().covariance("x", "y").explain())
          .contains("[cuda: device=cuda; statistics run on the CPU: no library]")
          .contains("[cuda: device=cuda]");
    }
  }
}
