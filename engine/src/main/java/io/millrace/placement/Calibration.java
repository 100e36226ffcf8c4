package io.millrace.placement;

import io.millrace.kernels.Backend;
import org.apache.arrow.memory.BufferAllocator;

/** Finds out what batches cost on a backend. */
@FunctionalInterface
public interface Calibration {
  /**
   * Measures a backend, whose query has not begun.
   *
   * @param allocator where the measurement's rows come from; empty again afterwards
   * @throws io.millrace.error.DeviceException if the device fails
   */
  CostModel measure(Backend backend, BufferAllocator allocator);
}
