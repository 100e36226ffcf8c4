package io.millrace.cuda.driver;

import java.util.List;

/** Whether this process can use a GPU: a value, never a failure. */
public sealed interface CudaAvailability {
  /** There are devices, at least one. */
  record Available(List<DeviceInfo> devices) implements CudaAvailability {
    /** Devices by ordinal. */
    public Available {
      devices = List.copyOf(devices);
    }
  }

  /** There is no device, no driver, or none that fits; {@code reason} says which, for a user. */
  record Unavailable(String reason) implements CudaAvailability {}

  /**
   * A device. {@code capability} is 75 for compute capability 7.5; {@code memory} is in bytes, and
   * {@code cache} is what of it the processors' common cache holds; each of the processors runs
   * {@code threads} at once.
   */
  record DeviceInfo(
      int ordinal,
      String name,
      int capability,
      long memory,
      long cache,
      int multiprocessors,
      int threads) {
    /** The same device with a cache of so many bytes. */
    public DeviceInfo withCache(long bytes) {
      return new DeviceInfo(ordinal, name, capability, memory, bytes, multiprocessors, threads);
    }
  }
}
