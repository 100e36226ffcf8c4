package io.millrace.placement;

import io.millrace.kernels.Backend;
import org.apache.arrow.memory.BufferAllocator;

/** Does all that the usual one does, on few rows, and finds each device faster than the CPU. */
public final class BriefCalibration implements Calibration {
  private static final long SECOND = 1_000_000_000L;

  private long nanos;

  @Override
  public CostModel measure(Backend backend, BufferAllocator allocator) {
    new GroupingCalibration(64, 256, 1, () -> nanos += SECOND).measure(backend, allocator);
    return backend.name().equals("cpu") ? new CostModel(0, 1e9) : new CostModel(0, 1);
  }
}
