package io.millrace;

import io.millrace.cuda.CudaBackendProvider;
import io.millrace.kernels.Backends;
import io.millrace.placement.BriefCalibration;
import io.millrace.plan.BackendChoice;
import java.util.List;

/** Settings that only tests have. */
public final class EmulatedDevices {
  private EmulatedDevices() {}

  /**
   * Lets a query run on the CUDA device, the CPU standing by.
   *
   * @param byCost as with {@code device=auto}, of which this says in advance that the device wins
   * @param exactMemory whether each piece of device memory is an allocation of its own
   */
  public static ContextBuilder on(ContextBuilder settings, boolean byCost, boolean exactMemory) {
    BackendChoice choice =
        new BackendChoice(
            List.of(new CudaBackendProvider(exactMemory), Backends.provider("cpu")),
            byCost,
            "device=cuda was asked for");
    return settings.backends(choice, new BriefCalibration());
  }
}
