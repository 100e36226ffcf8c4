package io.millrace.source;

import io.millrace.kernels.batch.ArrowBatches;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.batch.ColumnValues;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Small batches for tests of sources and sinks. */
public final class Batches {
  private Batches() {}

  /** One int64 column {@code n}; null stands for itself. */
  public static Batch longs(BufferAllocator allocator, Long... values) {
    try (BigIntVector vector = new BigIntVector("n", allocator)) {
      vector.allocateNew(Math.max(1, values.length));
      for (int i = 0; i < values.length; i++) {
        if (values[i] == null) {
          vector.setNull(i);
        } else {
          vector.set(i, values[i]);
        }
      }
      vector.setValueCount(values.length);
      return ArrowBatches.of(new VectorSchemaRoot(List.of(vector)), null);
    }
  }

  /** A utf8 column {@code text} and an int64 column {@code n} that counts from 0. */
  public static Batch texts(BufferAllocator allocator, String... values) {
    try (VarCharVector texts = new VarCharVector("text", allocator);
        BigIntVector numbers = new BigIntVector("n", allocator)) {
      texts.allocateNew();
      numbers.allocateNew(Math.max(1, values.length));
      for (int i = 0; i < values.length; i++) {
        numbers.set(i, i);
        if (values[i] == null) {
          texts.setNull(i);
        } else {
          texts.setSafe(i, values[i].getBytes(StandardCharsets.UTF_8));
        }
      }
      texts.setValueCount(values.length);
      numbers.setValueCount(values.length);
      return ArrowBatches.of(new VectorSchemaRoot(List.of(texts, numbers)), null);
    }
  }

  /** The values of all batches' first columns; closes what was polled. */
  static List<Object> firstColumn(Polled polled) {
    try (polled) {
      List<Object> values = new ArrayList<>();
      polled.batches().forEach(batch -> values.addAll(ColumnValues.values(batch.column(0))));
      return values;
    }
  }
}
