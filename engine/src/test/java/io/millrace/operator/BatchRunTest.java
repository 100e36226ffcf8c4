package io.millrace.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.harness.Numbers;
import io.millrace.kernels.Backends;
import io.millrace.kernels.KernelContext;
import io.millrace.kernels.batch.Batch;
import io.millrace.placement.PlacedBackend;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;

class BatchRunTest {
  /** The frames that come, with the first value of each as their place in the stream. */
  private static final class Capture implements Stage {
    private final List<long[]> frames = Collections.synchronizedList(new ArrayList<>());

    @Override
    public BitSet needs() {
      return BitSet.valueOf(new long[] {1});
    }

    @Override
    public void push(KernelContext kernels, Frame frame) {
      long value = kernels.range(frame.columns()[0]).min();
      frames.add(new long[] {value, frame.order(), frame.sequence(), frame.length()});
    }
  }

  /** Over many batches, with ids far beyond what 16 bits hold. */
  @Test
  void placesAscendWithTheStreamAndLeaveRoomForEveryRow() {
    Capture capture = new Capture();
    RowCounter rows = new RowCounter();
    try (RootAllocator root = new RootAllocator();
        PlacedBackend backend =
            new PlacedBackend(
                List.of(Backends.provider("cpu").open(root, 2)), null, "device=cpu")) {
      for (long id : new long[] {0, 1, 32_767, 32_768, 65_536, 1L << 40}) {
        BatchRun run = new BatchRun(backend, id, 0, false, rows, () -> false);
        long from = capture.frames.stream().mapToLong(frame -> frame[3]).sum();
        try (Batch one = Numbers.batch(root, from, from + 50_000);
            Batch two = Numbers.batch(root, from + 50_000, from + 50_003)) {
          run.drive(List.of(one, two), capture);
        }
      }
    }
    List<long[]> frames = new ArrayList<>(capture.frames);
    frames.sort((a, b) -> Long.compare(a[0], b[0]));
    for (int i = 1; i < frames.size(); i++) {
      long[] before = frames.get(i - 1);
      assertThat(frames.get(i)[2]).isGreaterThanOrEqualTo(before[2] + before[3]);
    }
  }
}
