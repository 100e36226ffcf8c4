package io.millrace.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.kernels.Backend;
import io.millrace.kernels.Backends;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;

class GroupingCalibrationTest {
  /** A clock that stands still but for what each reading of it takes. */
  private static CostModel measure(long nanosBetweenReadings) {
    AtomicLong now = new AtomicLong();
    return measure(() -> now.getAndAdd(nanosBetweenReadings));
  }

  private static CostModel measure(LongSupplier clock) {
    try (RootAllocator root = new RootAllocator();
        Backend backend = Backends.provider("cpu").open(root, 1)) {
      return new GroupingCalibration(100, 10_000, 3, clock).measure(backend, root);
    }
  }

  @Test
  void roundsThatTakeTheSameWhateverTheirSizeAreAFixedCost() {
    assertThat(measure(50_000_000)).isEqualTo(new CostModel(50_000_000, 0));
  }

  @Test
  void aSlowDeviceIsMeasuredAllTheSame() {
    assertThat(measure(5_000_000_000L)).isEqualTo(new CostModel(5_000_000_000.0, 0));
  }

  /** As where kernels are compiled while they run: the first batches of all are not what counts. */
  @Test
  void smallBatchesAreMeasuredOnceTheFirstOnesAreOver() {
    AtomicLong now = new AtomicLong();
    long slow = 500_000_000;
    CostModel measured = measure(() -> now.getAndAdd(now.get() < slow ? 10_000_000 : 1_000_000));
    assertThat(measured).isEqualTo(new CostModel(1_000_000, 0));
  }
}
