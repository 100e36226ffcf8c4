package io.millrace.harness;

import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.fixture.TestColumn;
import io.millrace.kernels.types.DataType;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Schema;

/** Streams of one column {@code n}, whose rows are the numbers from 0. */
public final class Numbers {
  /** The columns. */
  public static final Schema SCHEMA = new Schema(List.of(DataType.INT64.field("n")));

  private Numbers() {}

  /** The numbers from {@code from} to {@code to}, which is not among them. */
  public static Batch batch(RootAllocator allocator, long from, long to) {
    return Run.batch(
        allocator,
        SCHEMA,
        TestColumn.of(DataType.INT64, LongStream.range(from, to).boxed().toList()));
  }

  /** A source that holds some batches of {@code rows} numbers each. */
  public static ScriptedSource source(RootAllocator allocator, int batches, int rows) {
    ScriptedSource source = new ScriptedSource("numbers", SCHEMA);
    for (long i = 0; i < batches; i++) {
      source.add(batch(allocator, i * rows, (i + 1) * rows));
    }
    return source;
  }
}
