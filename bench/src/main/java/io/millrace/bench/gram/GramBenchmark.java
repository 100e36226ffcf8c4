package io.millrace.bench.gram;

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
 * Gram matrices on the CPU, from Arrow columns to the sealed table, on all workers; milliseconds
 * for all rows.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {
      "-Xmx4g",
      "--add-opens=java.base/java.nio=ALL-UNNAMED",
      "--sun-misc-unsafe-memory-access=allow",
      "--enable-native-access=ALL-UNNAMED"
    })
@Warmup(iterations = 6)
@Measurement(iterations = 7)
public class GramBenchmark {
  /** Columns of the matrix. */
  @Param({"2", "4", "16", "64"})
  public int columns;

  /** One value in so many is null; 0 for none. */
  @Param({"0", "100"})
  public int nullEvery;

  /** Values in all columns together. */
  @Param("16000000")
  public int values;

  private GramRun run;

  /** Makes the data. */
  @Setup(Level.Trial)
  public void open() {
    run = new GramRun(columns, values / columns, nullEvery);
  }

  /** Frees the data. */
  @TearDown(Level.Trial)
  public void close() {
    run.close();
  }

  /** Takes in all rows. */
  @Benchmark
  public long gram() {
    return run.update();
  }

  /** Checks the matrix and forgets it. */
  @TearDown(Level.Invocation)
  public void check() {
    run.check(nullEvery);
  }
}
