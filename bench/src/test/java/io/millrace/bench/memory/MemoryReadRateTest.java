package io.millrace.bench.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.bench.compare.Query;
import io.millrace.bench.compare.Workload;
import io.millrace.bench.data.Dataset;
import io.millrace.bench.data.KeyedLongs;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.Test;

class MemoryReadRateTest {
  @Test
  void readsEveryValue() throws Exception {
    try (BufferAllocator allocator = new RootAllocator();
        Dataset data = new KeyedLongs(1_200_003, 1_000, false, 2).generate(allocator);
        MemoryReadRate rate = new MemoryReadRate()) {
      rate.prepare(new Workload(Query.SUM_AND_COUNT_BY_KEY, data, null, 3, allocator));
      assertThat(rate.run().digest().hash()).isEqualTo(sum(data));
      assertThat(rate.run().digest().hash()).isEqualTo(sum(data));
    }
  }

  private static long sum(Dataset data) {
    long sum = 0;
    for (VectorSchemaRoot batch : data.batches()) {
      for (FieldVector vector : batch.getFieldVectors()) {
        for (int i = 0; i < vector.getValueCount(); i++) {
          sum += ((BigIntVector) vector).get(i);
        }
      }
    }
    return sum;
  }
}
