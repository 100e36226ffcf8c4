package io.millrace.cuda.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.cuda.driver.CudaContext;
import io.millrace.cuda.emulator.FreshEmulator;
import io.millrace.error.DeviceException;
import io.millrace.error.InternalException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Blocks are handed out again, and go back to the driver when it has no more. */
@ExtendWith(FreshEmulator.class)
class DeviceHeapTest {
  private CudaContext context;

  @BeforeEach
  void open() {
    context = CudaContext.open(0);
  }

  @AfterEach
  void close() {
    context.close();
  }

  @Test
  void sizesAreRoundedUpByAQuarterAtMost() {
    assertThat(DeviceHeap.rounded(0)).isEqualTo(256);
    assertThat(DeviceHeap.rounded(257)).isEqualTo(512);
    for (long bytes = 1025; bytes < 1 << 20; bytes += 911) {
      assertThat(DeviceHeap.rounded(bytes)).isBetween(bytes, bytes + bytes / 4 + 1);
    }
  }

  @Test
  void whatWasGivenBackIsHandedOutAgain() {
    try (DeviceHeap heap = new DeviceHeap(context, false)) {
      DeviceBlock first = heap.take(5000);
      first.close();
      first.close();
      try (DeviceBlock second = heap.take(5100);
          DeviceBlock third = heap.take(5100)) {
        assertThat(second.address()).isEqualTo(first.address());
        assertThat(third.address()).isNotEqualTo(first.address());
        assertThat(heap.usedBytes()).isEqualTo(second.bytes() + third.bytes());
      }
      assertThat(heap.usedBytes()).isZero();
    }
  }

  @Test
  void whatIsKeptGoesBackToADriverThatHasNoMore() {
    long free = context.freeMemory();
    try (DeviceHeap heap = new DeviceHeap(context, false)) {
      heap.take(free / 8 * 5).close();
      try (DeviceBlock larger = heap.take(free / 8 * 6)) {
        assertThat(larger.bytes()).isGreaterThanOrEqualTo(free / 8 * 6);
        assertThatThrownBy(() -> heap.take(free / 8 * 3))
            .isInstanceOfSatisfying(
                DeviceException.class, e -> assertThat(e.recoverable()).isTrue());
      }
    }
  }

  @Test
  void aBlockThatIsNotGivenBackIsADefect() {
    DeviceHeap heap = new DeviceHeap(context, false);
    heap.take(10);
    assertThatThrownBy(heap::close)
        .isInstanceOf(InternalException.class)
        .hasMessageContaining("blocks=1");
  }
}
