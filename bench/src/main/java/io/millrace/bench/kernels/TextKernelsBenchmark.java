package io.millrace.bench.kernels;

import io.millrace.bench.data.TextLines;
import io.millrace.kernels.op.TextFunction;
import io.millrace.kernels.types.DataType;
import java.nio.charset.StandardCharsets;
import java.util.StringTokenizer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Splitting and mapping text: 16 MB of lines of 6 to 18 words, one worker, chunk by chunk. The time
 * is that of all lines; the number of words is checked once, beforehand.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {
      "--add-opens=java.base/java.nio=ALL-UNNAMED",
      "--sun-misc-unsafe-memory-access=allow",
      "--enable-native-access=ALL-UNNAMED"
    })
public class TextKernelsBenchmark {
  private static final long BYTES = 16_000_000;
  private ChunkedBatch data;

  /** Makes the lines, counts their words another way, and says how long the words are. */
  @Setup
  public void open() {
    data = new ChunkedBatch(new TextLines(BYTES, 100_000, 1), "cpu");
    var column = data.batch().column(0);
    byte[] text = new byte[column.offsets().getInt(4L * column.length())];
    column.data().getBytes(0, text);
    long words = 0;
    for (int row = 0; row < column.length(); row++) {
      int from = column.offsets().getInt(4L * row);
      int to = column.offsets().getInt(4L * row + 4);
      words +=
          new StringTokenizer(new String(text, from, to - from, StandardCharsets.UTF_8))
              .countTokens();
    }
    if (splitAtWhiteSpace() != words || splitAtByte() != words) {
      throw new IllegalStateException(
          "wrong result: words=" + words + ", split=" + splitAtWhiteSpace());
    }
  }

  /** Gives all memory back. */
  @TearDown
  public void close() {
    data.close();
  }

  /** Addresses and lengths of the lines. */
  @Benchmark
  public long load() {
    return data.sum(
        (context, staged, from, length) -> context.load(staged, 0, from, length).length());
  }

  /** Words at white space. */
  @Benchmark
  public long splitAtWhiteSpace() {
    return data.sum(
        (context, staged, from, length) ->
            context.split(context.load(staged, 0, from, length), null).parts().length());
  }

  /** Words at one byte. */
  @Benchmark
  public long splitAtByte() {
    byte[] separator = {' '};
    return data.sum(
        (context, staged, from, length) ->
            context.split(context.load(staged, 0, from, length), separator).parts().length());
  }

  /** Lines in upper case. */
  @Benchmark
  public long upper() {
    return data.sum(
        (context, staged, from, length) ->
            context.text(TextFunction.UPPER, context.load(staged, 0, from, length)).length());
  }

  /** Code points of the lines. */
  @Benchmark
  public long codePoints() {
    return data.sum(
        (context, staged, from, length) -> {
          var lengths = context.length(context.load(staged, 0, from, length));
          return context.range(context.cast(lengths, DataType.INT64)).max();
        });
  }
}
