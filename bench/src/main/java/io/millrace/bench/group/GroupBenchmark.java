package io.millrace.bench.group;

import io.millrace.kernels.group.Aggregate;
import io.millrace.kernels.group.AggregateFunction;
import io.millrace.kernels.group.GroupSpec;
import io.millrace.kernels.types.DataType;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Sum and count by key, from Arrow columns to the sealed table, on all workers; seconds for all
 * rows. Each run's groups and rows are checked.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {
      "-Xmx6g",
      "--add-opens=java.base/java.nio=ALL-UNNAMED",
      "--sun-misc-unsafe-memory-access=allow",
      "--enable-native-access=ALL-UNNAMED"
    })
@Warmup(iterations = 4)
@Measurement(iterations = 5)
public class GroupBenchmark {
  /** Distinct keys. */
  @Param({"100", "100000", "10000000"})
  public int keys;

  /** Key type. */
  @Param({"int64", "utf8"})
  public String type;

  /** How keys are drawn: all alike, or the 64th part of all keys on half of the rows. */
  @Param({"uniform", "skewed"})
  public String draw;

  /** Rows. */
  @Param("20000000")
  public int rows;

  private GroupRun run;

  /** Makes the data. */
  @Setup(Level.Trial)
  public void open() {
    DataType key = type.equals("utf8") ? DataType.UTF8 : DataType.INT64;
    GroupSpec spec =
        new GroupSpec(
            List.of(new GroupSpec.Key("key", key)),
            List.of(
                new Aggregate("sum", AggregateFunction.SUM, DataType.INT64),
                new Aggregate("count", AggregateFunction.COUNT_ALL, null)));
    run = new GroupRun(spec, rows, keys, draw.equals("skewed"));
  }

  /** Frees the data. */
  @TearDown(Level.Trial)
  public void close() {
    run.close();
  }

  /** Groups all rows. */
  @Benchmark
  public long group() {
    return run.group();
  }

  /** Checks the groups and forgets them. */
  @TearDown(Level.Invocation)
  public void check() {
    run.check();
  }
}
