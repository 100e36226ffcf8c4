package io.millrace.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.error.UserException;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.types.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QueueSourceTest {
  private static final Schema SCHEMA = new Schema(List.of(DataType.INT64.field("n")));

  private final BufferAllocator root = new RootAllocator();
  private final QueueSource source = new QueueSource(SCHEMA);

  @AfterEach
  void nothingLeaks() {
    source.close();
    root.close();
  }

  @Test
  void handsBatchesOverInOrder() {
    source.add(Batches.longs(root, 1L, 2L));
    source.add(Batches.longs(root));
    source.add(Batches.longs(root, 3L));
    Polled polled = source.poll(Limit.NONE);
    assertThat(polled.from().text()).isEqualTo("rows=0");
    assertThat(polled.to().text()).isEqualTo("rows=3");
    assertThat(polled.more()).isFalse();
    assertThat(polled.batches()).hasSize(2);
    assertThat(Batches.firstColumn(polled)).containsExactly(1L, 2L, 3L);
    assertThat(Batches.firstColumn(source.poll(Limit.NONE))).isEmpty();
  }

  @Test
  void aRowLimitCutsBatches() {
    source.add(Batches.longs(root, 1L, 2L, 3L, null, 5L));
    source.add(Batches.longs(root, 6L, 7L));
    Limit three = new Limit(3, Long.MAX_VALUE);
    Polled first = source.poll(three);
    assertThat(first.more()).isTrue();
    assertThat(Batches.firstColumn(first)).containsExactly(1L, 2L, 3L);
    Polled second = source.poll(three);
    assertThat(second.from().text()).isEqualTo("rows=3");
    assertThat(second.to().text()).isEqualTo("rows=6");
    assertThat(Batches.firstColumn(second)).containsExactly(null, 5L, 6L);
    Polled third = source.poll(three);
    assertThat(third.more()).isFalse();
    assertThat(Batches.firstColumn(third)).containsExactly(7L);
  }

  @Test
  void aByteLimitCutsBatchesButLeavesOneRowAtLeast() {
    source.add(Batches.longs(root, 1L, 2L, 3L, 4L));
    assertThat(Batches.firstColumn(source.poll(new Limit(Long.MAX_VALUE, 1)))).containsExactly(1L);
    Polled rest = source.poll(new Limit(Long.MAX_VALUE, 1 << 20));
    assertThat(Batches.firstColumn(rest)).containsExactly(2L, 3L, 4L);
  }

  @Test
  void whatIsLeftIsClosedWithTheSource() {
    source.add(Batches.longs(root, 1L, 2L, 3L));
    source.add(Batches.longs(root, 4L));
    source.poll(new Limit(2, Long.MAX_VALUE)).close();
    assertThat(root.getAllocatedMemory()).isPositive();
    source.close();
    assertThat(root.getAllocatedMemory()).isZero();
  }

  @Test
  void otherColumnsAreRefusedAndStayTheCallers() {
    try (Batch other = Batches.texts(root, "a")) {
      assertThatThrownBy(() -> source.add(other))
          .isInstanceOf(UserException.class)
          .hasMessageContaining("text");
    }
  }

  @Test
  void aClosedQueueTakesNothing() {
    source.close();
    try (Batch batch = Batches.longs(root, 1L)) {
      assertThatThrownBy(() -> source.add(batch)).isInstanceOf(UserException.class);
    }
  }

  @Test
  void threadsMayAddWhileOthersPoll() throws InterruptedException {
    int threads = 4;
    int each = 200;
    CountDownLatch done = new CountDownLatch(threads);
    for (int t = 0; t < threads; t++) {
      Thread.startVirtualThread(
          () -> {
            for (int i = 0; i < each; i++) {
              source.add(Batches.longs(root, (long) i));
            }
            done.countDown();
          });
    }
    List<Object> all = new ArrayList<>();
    while (done.getCount() > 0) {
      all.addAll(Batches.firstColumn(source.poll(new Limit(7, Long.MAX_VALUE))));
      Thread.onSpinWait();
    }
    all.addAll(Batches.firstColumn(source.poll(Limit.NONE)));
    assertThat(all).hasSize(threads * each);
  }
}
