package io.millrace.loop;

import io.millrace.error.Closing;
import io.millrace.error.DeviceException;
import io.millrace.kernels.Backend;
import io.millrace.kernels.BackendProvider;
import io.millrace.operator.ChildAllocators;
import io.millrace.operator.PlacedFailure;
import io.millrace.placement.Calibration;
import io.millrace.placement.CostModel;
import io.millrace.placement.PlacedBackend;
import io.millrace.placement.Placer;
import io.millrace.plan.BackendChoice;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the backends of a query, and calibrates them where one is to be chosen by cost. */
final class OpenBackends {
  private static final Logger LOG = LoggerFactory.getLogger(OpenBackends.class);

  private OpenBackends() {}

  /** The backends of a choice, which the caller closes. */
  static PlacedBackend of(
      BackendChoice choice, int workers, ChildAllocators children, Calibration calibration) {
    Closing closing = new Closing();
    try {
      List<Backend> opened = new ArrayList<>();
      String unavailable = null;
      for (BackendProvider provider : choice.providers()) {
        BufferAllocator allocator = children.child("backend " + provider.name());
        try {
          opened.add(closing.add(provider.open(allocator, workers)));
        } catch (DeviceException e) {
          if (!choice.byCost() || provider == choice.providers().getLast()) {
            throw e;
          }
          LOG.warn("A device does not open and is not used: device={}", provider.name(), e);
          unavailable = provider.name() + " does not open: " + e.getMessage();
        }
      }
      if (unavailable != null) {
        return new PlacedBackend(opened, null, "device=auto, " + unavailable);
      }
      if (!choice.byCost()) {
        return new PlacedBackend(opened, null, choice.reason());
      }
      return byCost(opened, children.child("calibration"), calibration);
    } catch (Throwable e) {
      throw PlacedFailure.of(closing.close(e), "open of backends");
    }
  }

  private static PlacedBackend byCost(
      List<Backend> opened, BufferAllocator allocator, Calibration calibration) {
    Backend device = opened.getFirst();
    Backend cpu = opened.getLast();
    CostModel deviceCost;
    try {
      deviceCost = calibration.measure(device, allocator);
    } catch (DeviceException e) {
      closeFailed(device, e);
      LOG.warn("A device failed its calibration and is not used: device={}", device.name(), e);
      return new PlacedBackend(
          List.of(cpu),
          null,
          "device=auto, " + device.name() + " failed its calibration: " + e.getMessage());
    }
    CostModel cpuCost = calibration.measure(cpu, allocator);
    LOG.info("Calibrated: {}={}, {}={}.", device.name(), deviceCost, cpu.name(), cpuCost);
    Placer placer = new Placer(device.name(), deviceCost, cpu.name(), cpuCost);
    return new PlacedBackend(opened, placer, null);
  }

  /** What a device that has failed says when it is closed adds to the failure, no more. */
  private static void closeFailed(Backend device, DeviceException failure) {
    try {
      device.close();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }
}
