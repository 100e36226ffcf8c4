package io.millrace.bench.device;

import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.fixture.TestBatches;
import io.millrace.kernels.fixture.TestColumn;
import io.millrace.kernels.types.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;

/** Batches of random values, some of them null. */
final class RandomRows {
  private static final List<String> WORDS =
      List.of("", "a", "map of words", "  both ", "reduce by key", "Grüße", "z", "stream\tline");

  private RandomRows() {}

  /** A batch whose values are those that {@code row} gives for each row, one for each column. */
  static Batch batch(BufferAllocator root, Schema schema, int rows, IntFunction<Object[]> row) {
    List<List<Object>> columns = new ArrayList<>();
    schema.getFields().forEach(_ -> columns.add(new ArrayList<>()));
    for (int r = 0; r < rows; r++) {
      Object[] values = row.apply(r);
      for (int i = 0; i < values.length; i++) {
        columns.get(i).add(values[i]);
      }
    }
    TestColumn[] made = new TestColumn[columns.size()];
    for (int i = 0; i < made.length; i++) {
      made[i] = TestColumn.of(DataType.of(schema.getFields().get(i)), columns.get(i));
    }
    try (Batch unnamed = TestBatches.of(root, made)) {
      return unnamed.select(schema, IntStream.range(0, made.length).toArray());
    }
  }

  static String word(Random random) {
    return WORDS.get(random.nextInt(WORDS.size()));
  }

  static Object orNull(Random random, Object value) {
    return random.nextInt(8) == 0 ? null : value;
  }
}
