package io.millrace.bench.device;

import java.util.Arrays;
import java.util.function.DoubleSupplier;

/** Runs what is measured, first without a look at the clock, then in rounds. */
final class Measured {
  private static final int WARM_UPS = 2;

  private Measured() {}

  /** What the rounds took, each in nanoseconds as {@code once} tells. */
  static Rounds rounds(int rounds, DoubleSupplier once) {
    double[] nanos = new double[WARM_UPS + rounds];
    for (int i = 0; i < nanos.length; i++) {
      nanos[i] = once.getAsDouble();
    }
    return new Rounds(Arrays.copyOfRange(nanos, WARM_UPS, nanos.length));
  }

  /** Asks the host's clock what something takes. */
  static DoubleSupplier byHost(Runnable work) {
    return () -> {
      long begin = System.nanoTime();
      work.run();
      return System.nanoTime() - begin;
    };
  }
}
