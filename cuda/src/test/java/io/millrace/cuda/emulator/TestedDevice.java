package io.millrace.cuda.emulator;

import io.millrace.cuda.driver.Cuda;
import io.millrace.cuda.driver.CudaAvailability;

/**
 * What tests run on: the emulated driver, or with {@code -Dtest.cuda=real} whatever driver a
 * program finds on this machine. What only the emulator can do is skipped there.
 */
public final class TestedDevice {
  private static final String PROPERTY = "test.cuda";

  private TestedDevice() {}

  /** Whether the machine's own driver is used. */
  public static boolean isReal() {
    return System.getProperty(PROPERTY, "").equals("real");
  }

  /**
   * Skips the calling test where the emulator was not built. A real device that was asked for and
   * is not there is a failure.
   */
  public static void require() {
    if (!isReal()) {
      Emulator.require();
    } else if (Cuda.availability() instanceof CudaAvailability.Unavailable none) {
      throw new AssertionError("no CUDA device for " + PROPERTY + "=real: " + none.reason());
    }
  }
}
