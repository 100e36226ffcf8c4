package io.millrace.bench.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How busy other processes kept the machine: what the kernel counts as busy, less the time of this
 * process and its children. Figures from a machine that others use are to be read with this in
 * mind.
 *
 * @param busyNanos of all processors since the machine started; negative if unknown
 * @param ownNanos that this process and its children have used
 * @param atNanos when this was
 */
record OtherLoad(long busyNanos, long ownNanos, long atNanos) {
  private static final Path STATISTICS = Path.of("/proc/stat");
  private static final long NANOS_PER_TICK = 10_000_000;
  private static final int IDLE = 4;
  private static final int IO_WAIT = 5;
  private static final int GUEST = 9;

  /** The counters as they stand. */
  static OtherLoad now() {
    ProcessHandle self = ProcessHandle.current();
    long own =
        Stream.concat(Stream.of(self), self.descendants())
            .map(process -> process.info().totalCpuDuration())
            .flatMap(Optional::stream)
            .mapToLong(Duration::toNanos)
            .sum();
    return new OtherLoad(busy(), own, System.nanoTime());
  }

  private static long busy() {
    if (!Files.isReadable(STATISTICS)) {
      return -1;
    }
    try (Stream<String> lines = Files.lines(STATISTICS)) {
      String[] words = lines.findFirst().orElse("cpu").split("\\s+");
      long ticks = 0;
      for (int i = 1; i < Math.min(words.length, GUEST); i++) {
        ticks += i == IDLE || i == IO_WAIT ? 0 : Long.parseLong(words[i]);
      }
      return ticks * NANOS_PER_TICK;
    } catch (IOException e) {
      return -1;
    }
  }

  /** The processor time that others used since {@code earlier}; negative if unknown. */
  long nanosSince(OtherLoad earlier) {
    if (busyNanos < 0 || earlier.busyNanos < 0) {
      return -1;
    }
    return Math.max(0, busyNanos - earlier.busyNanos - (ownNanos - earlier.ownNanos));
  }

  /** A remark on the load by others, of {@code processors} on average. */
  static String describe(double processors) {
    return processors < 0
        ? "load by other processes unknown"
        : String.format(
            Locale.ROOT, "other processes kept %.2f processors busy meanwhile", processors);
  }
}
