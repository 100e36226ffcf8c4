package io.millrace.plan;

import io.millrace.Device;
import io.millrace.error.UserException;
import io.millrace.kernels.BackendProvider;
import io.millrace.kernels.BackendProvider.Availability;
import io.millrace.kernels.Backends;

/**
 * The backend that runs a query's operators.
 *
 * @param provider opens it
 * @param reason why it was taken, for people
 */
public record BackendChoice(BackendProvider provider, String reason) {
  /**
   * Chooses.
   *
   * @throws UserException if the device that was asked for is not available
   */
  public static BackendChoice of(Device device) {
    return switch (device) {
      case CPU -> new BackendChoice(Backends.provider("cpu"), "device=cpu was asked for");
      case CUDA -> new BackendChoice(Backends.provider("cuda"), "device=cuda was asked for");
      case AUTO -> new BackendChoice(Backends.provider("cpu"), whyNotCuda());
    };
  }

  private static String whyNotCuda() {
    return Backends.list().stream()
        .filter(found -> found.name().equals("cuda"))
        .findFirst()
        .map(
            found ->
                switch (found.availability()) {
                  case Availability.Available _ ->
                      "device=auto, and cuda is used when it is asked for";
                  case Availability.Unavailable unavailable ->
                      "device=auto, cuda is unavailable: " + unavailable.reason();
                })
        .orElse("device=auto, no cuda backend on the class path");
  }

  /** What plans show. */
  public Placement placement() {
    return new Placement(provider.name(), reason);
  }
}
