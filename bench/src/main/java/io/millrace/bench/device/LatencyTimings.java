package io.millrace.bench.device;

import io.millrace.cuda.driver.CudaContext;
import io.millrace.cuda.driver.CudaEvent;
import io.millrace.cuda.driver.CudaModule;
import io.millrace.cuda.driver.CudaStream;
import io.millrace.cuda.driver.DeviceMemory;
import io.millrace.cuda.driver.KernelLaunch;
import io.millrace.cuda.driver.PinnedMemory;
import java.util.List;
import java.util.function.DoubleSupplier;

/** What a call costs that does next to nothing. */
final class LatencyTimings {
  private static final String NOTHING =
      """
      .version 7.0
      .target sm_75
      .address_size 64
      .visible .entry nothing()
      {
        ret;
      }
      """;

  /** Of one measurement. */
  private static final int CALLS = 200;

  private final int rounds;
  private final Section section;

  private LatencyTimings(int rounds) {
    this.rounds = rounds;
    this.section =
        new Section(
            "Latencies",
            "Time of one call, of "
                + CALLS
                + " in a row; median (least to greatest) of "
                + rounds
                + " rounds.",
            List.of("call", "time"));
  }

  /** Measures them; the context is bound. */
  static Section of(CudaContext context, int rounds) {
    LatencyTimings timings = new LatencyTimings(rounds);
    try (CudaStream stream = context.stream();
        CudaModule module = context.load("nothing", NOTHING);
        KernelLaunch kernel = module.kernel("nothing", 0);
        CudaEvent begin = CudaStream.timedEvent();
        CudaEvent end = CudaStream.timedEvent();
        DeviceMemory memory = context.allocate(Long.BYTES);
        PinnedMemory pinned = context.allocatePinned(Long.BYTES)) {
      timings.each(
          "empty kernel launched and waited for",
          () -> {
            kernel.launch(stream, 1, 32, 0);
            stream.synchronize();
          });
      timings.row(
          "empty kernel among others, by the device's clock",
          () -> {
            stream.record(begin);
            repeat(() -> kernel.launch(stream, 1, 32, 0));
            stream.record(end);
            end.synchronize();
            return end.nanosSince(begin) / CALLS;
          });
      timings.row(
          "empty kernel among others, until the call returns",
          () -> {
            long from = System.nanoTime();
            repeat(() -> kernel.launch(stream, 1, 32, 0));
            double nanos = System.nanoTime() - from;
            stream.synchronize();
            return nanos / CALLS;
          });
      timings.each(
          "event recorded and waited for",
          () -> {
            stream.record(end);
            end.synchronize();
          });
      timings.each("wait for a stream that has nothing to do", stream::synchronize);
      timings.each(
          "8 bytes copied to the host and waited for",
          () -> {
            stream.download(pinned, 0, memory, 0, Long.BYTES);
            stream.synchronize();
          });
      stream.synchronize();
    }
    return timings.section;
  }

  private void each(String name, Runnable call) {
    DoubleSupplier all = Measured.byHost(() -> repeat(call));
    row(name, () -> all.getAsDouble() / CALLS);
  }

  private static void repeat(Runnable call) {
    for (int i = 0; i < CALLS; i++) {
      call.run();
    }
  }

  private void row(String name, DoubleSupplier nanosOfOne) {
    section.add(List.of(new Cell.Text(name), new Cell.Time(Measured.rounds(rounds, nanosOfOne))));
  }
}
