package io.millrace.cuda.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.error.InternalException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;

/** Arrow's buffers in slabs: where they lie, that none lies on another, and that all comes back. */
class HostSlabsTest {
  private static RootAllocator root(HostSlabs slabs) {
    return new RootAllocator(
        RootAllocator.configBuilder().allocationManagerFactory(slabs.factory()).build());
  }

  private static boolean inSlab(HostSlabs slabs, ArrowBuf buffer) {
    return slabs.holding(buffer.memoryAddress(), buffer.capacity()) != null;
  }

  @Test
  void buffersOfSomeSizeLieInSlabsAndOthersElsewhere() {
    try (HostSlabs slabs = new HostSlabs(HostSlab.BYTES);
        RootAllocator root = root(slabs);
        RootAllocator other = new RootAllocator();
        ArrowBuf small = root.buffer(1000);
        ArrowBuf least = root.buffer(HostSlab.LEAST);
        ArrowBuf odd = root.buffer(3 << 20);
        ArrowBuf large = root.buffer(HostSlab.BYTES + 1);
        ArrowBuf foreign = other.buffer(3 << 20);
        BufferAllocator child = root.newChildAllocator("child", 0, 1 << 20);
        ArrowBuf childs = child.buffer(HostSlab.LEAST)) {
      assertThat(inSlab(slabs, small)).isFalse();
      assertThat(inSlab(slabs, large)).isFalse();
      assertThat(inSlab(slabs, foreign)).isFalse();
      assertThat(inSlab(slabs, least)).isTrue();
      assertThat(inSlab(slabs, odd)).isTrue();
      assertThat(inSlab(slabs, childs)).isTrue();
      HostSlab slab = slabs.holding(odd.memoryAddress(), 1);
      assertThat(slab.holds(slab.address() + 1, HostSlab.BYTES)).isFalse();
      assertThat(slabs.holding(slab.address() - 1, 1)).isNull();
    }
  }

  @Test
  void noBufferLiesOnAnother() {
    Random random = new Random(3);
    try (HostSlabs slabs = new HostSlabs(2 * HostSlab.BYTES);
        RootAllocator root = root(slabs)) {
      List<ArrowBuf> open = new ArrayList<>();
      List<Long> marks = new ArrayList<>();
      for (long round = 1; round < 3000; round++) {
        if (random.nextInt(3) > 0 && open.size() < 60) {
          long bytes = HostSlab.LEAST << random.nextInt(8);
          ArrowBuf buffer = root.buffer(bytes - random.nextInt(1000));
          buffer.setLong(0, round);
          buffer.setLong(buffer.capacity() - 8, round);
          open.add(buffer);
          marks.add(round);
        } else if (!open.isEmpty()) {
          int at = random.nextInt(open.size());
          try (ArrowBuf buffer = open.remove(at)) {
            long mark = marks.remove(at);
            assertThat(buffer.getLong(0)).isEqualTo(mark);
            assertThat(buffer.getLong(buffer.capacity() - 8)).isEqualTo(mark);
          }
        }
      }
      open.forEach(ArrowBuf::close);
      // All halves were joined again.
      for (int slab = 0; slab < 2; slab++) {
        ArrowBuf whole = root.buffer(HostSlab.BYTES);
        assertThat(inSlab(slabs, whole)).isTrue();
        open.add(whole);
      }
      ArrowBuf over = root.buffer(HostSlab.LEAST);
      assertThat(inSlab(slabs, over)).as("past the limit").isFalse();
      over.close();
      open.subList(open.size() - 2, open.size()).forEach(ArrowBuf::close);
    }
  }

  @Test
  void slabsAreNotFreedUnderABuffer() {
    HostSlabs slabs = new HostSlabs(HostSlab.BYTES);
    try (RootAllocator root = root(slabs)) {
      ArrowBuf buffer = root.buffer(HostSlab.LEAST);
      assertThatThrownBy(slabs::close)
          .isInstanceOf(InternalException.class)
          .hasMessageContaining("slabs in use=1");
      buffer.setLong(0, 1);
      buffer.close();
    }
    slabs.close();
  }
}
