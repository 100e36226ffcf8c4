package io.millrace.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.kernels.Backend;
import io.millrace.kernels.Backends;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;

class GroupingCalibrationTest {
  /** A clock that stands still but for what each reading of it takes. */
  private static CostModel measure(long nanosBetweenReadings) {
    AtomicLong now = new AtomicLong();
    try (RootAllocator root = new RootAllocator();
        Backend backend = Backends.provider("cpu").open(root, 1)) {
      return new GroupingCalibration(100, 10_000, 3, () -> now.getAndAdd(nanosBetweenReadings))
          .measure(backend, root);
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
}
