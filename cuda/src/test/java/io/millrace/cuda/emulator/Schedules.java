package io.millrace.cuda.emulator;

import java.util.stream.Stream;

/** A schedule of threads; right kernels give right results under each. */
public record Schedules(String mode, long seed) {
  private static final String OWN = "the device's own";

  /** Each mode, and random ones by several seeds; on a real device there is but one. */
  public static Stream<Schedules> all() {
    if (TestedDevice.isReal()) {
      return Stream.of(new Schedules(OWN, 0));
    }
    return Stream.concat(
        Stream.of("round-robin", "reverse", "serial").map(mode -> new Schedules(mode, 1)),
        Stream.of(1L, 2L, 3L, 4L).map(seed -> new Schedules("random", seed)));
  }

  /** Runs threads so from now on; skips the calling test where there is no emulator. */
  public void use() {
    if (!mode.equals(OWN)) {
      Emulator.require();
      Emulator.set("schedule", mode);
      Emulator.set("seed", seed);
    }
  }
}
