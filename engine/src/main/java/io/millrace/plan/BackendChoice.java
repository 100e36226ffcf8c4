package io.millrace.plan;

import io.millrace.Device;
import io.millrace.error.UserException;
import io.millrace.kernels.BackendProvider;
import io.millrace.kernels.BackendProvider.Availability;
import io.millrace.kernels.Backends;
import java.util.List;

/**
 * The backends that may run a query's operators.
 *
 * @param providers open them; the last one stands by for the others
 * @param byCost whether it is decided batch by batch where operators run; else the first runs them
 * @param reason why they were taken, for people
 */
public record BackendChoice(List<BackendProvider> providers, boolean byCost, String reason) {
  private static final String CPU = "cpu";
  private static final String CUDA = "cuda";

  public BackendChoice {
    providers = List.copyOf(providers);
  }

  /**
   * Chooses.
   *
   * @throws UserException if the device that was asked for is not available
   */
  public static BackendChoice of(Device device) {
    BackendProvider cpu = Backends.provider(CPU);
    return switch (device) {
      case CPU -> new BackendChoice(List.of(cpu), false, "device=cpu was asked for");
      case CUDA ->
          new BackendChoice(
              List.of(Backends.provider(CUDA), cpu), false, "device=cuda was asked for");
      case AUTO -> auto(cpu);
    };
  }

  private static BackendChoice auto(BackendProvider cpu) {
    for (Backends.Found found : Backends.list()) {
      if (found.name().equals(CUDA)) {
        return switch (found.availability()) {
          case Availability.Available _ ->
              new BackendChoice(
                  List.of(found.provider(), cpu),
                  true,
                  "device=auto, cuda or cpu, by cost, from batch to batch");
          case Availability.Unavailable unavailable ->
              new BackendChoice(
                  List.of(cpu), false, "device=auto, cuda is unavailable: " + unavailable.reason());
        };
      }
    }
    return new BackendChoice(List.of(cpu), false, "device=auto, no cuda backend on the class path");
  }

  /** What plans show before the query runs. */
  public Placement placement() {
    return new Placement(byCost ? "auto" : providers.getFirst().name(), reason);
  }
}
