package io.millrace.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.kernels.batch.Batch;
import io.millrace.source.Batches;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CollectSinkTest {
  private final BufferAllocator root = new RootAllocator();
  private final CollectSink sink = new CollectSink();

  @AfterEach
  void nothingLeaks() {
    root.close();
  }

  private void write(long batchId, Batch... batches) {
    sink.write(new Result(batchId, 1_000 + batchId, batches[0].schema(), List.of(batches)));
    for (Batch batch : batches) {
      batch.close();
    }
  }

  @Test
  void keepsRowsByBatch() {
    write(0, Batches.texts(root, "a", null), Batches.texts(root, "b"));
    write(1, Batches.texts(root));
    write(2, Batches.texts(root, "c"));
    assertThat(sink.rows())
        .containsExactly(
            List.of("a", 0L), Arrays.asList(null, 1L), List.of("b", 0L), List.of("c", 0L));
    assertThat(sink.batches())
        .extracting(CollectSink.Collected::batchId)
        .containsExactly(0L, 1L, 2L);
    assertThat(sink.batches().get(1).rows()).isEmpty();
    assertThat(sink.latest()).containsExactly(List.of("c", 0L));
  }

  @Test
  void aBatchThatComesAgainReplacesItself() {
    write(4, Batches.texts(root, "a"));
    write(4, Batches.texts(root, "b"));
    assertThat(sink.rows()).containsExactly(List.of("b", 0L));
  }

  @Test
  void waitsForResults() throws InterruptedException {
    Thread writer = Thread.startVirtualThread(() -> write(0, Batches.longs(root, 1L)));
    sink.awaitBatches(1);
    assertThat(sink.rows()).containsExactly(List.of(1L));
    writer.join();
  }
}
