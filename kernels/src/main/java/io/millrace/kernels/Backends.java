package io.millrace.kernels;

import io.millrace.error.UserException;
import io.millrace.kernels.BackendProvider.Availability;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/**
 * The backends on the class path. Looking them up never fails: a provider that cannot be loaded, or
 * that throws when it is asked, is listed as unavailable with the reason.
 */
public final class Backends {
  private Backends() {}

  /**
   * One backend that was found.
   *
   * @param name as in {@code device=cpu}; the provider's class name if it could not be loaded
   * @param provider null exactly if it could not be loaded
   * @param availability whether it can be opened, or why not
   */
  public record Found(String name, BackendProvider provider, Availability availability) {
    /** Whether a backend can be opened. */
    public boolean isAvailable() {
      return availability instanceof Availability.Available;
    }
  }

  /** All backends, in the order of the class path. */
  public static List<Found> list() {
    return list(ServiceLoader.load(BackendProvider.class));
  }

  static List<Found> list(ServiceLoader<BackendProvider> loader) {
    List<Found> found = new ArrayList<>();
    Iterator<ServiceLoader.Provider<BackendProvider>> providers = loader.stream().iterator();
    while (true) {
      try {
        if (!providers.hasNext()) {
          return List.copyOf(found);
        }
        found.add(ask(providers.next()));
      } catch (ServiceConfigurationError e) {
        found.add(new Found("unknown", null, unavailable(e)));
      }
    }
  }

  private static Found ask(ServiceLoader.Provider<BackendProvider> service) {
    BackendProvider provider;
    try {
      provider = service.get();
    } catch (ServiceConfigurationError | LinkageError e) {
      return new Found(service.type().getName(), null, unavailable(e));
    }
    try {
      return new Found(provider.name(), provider, provider.availability());
    } catch (RuntimeException | LinkageError e) {
      return new Found(service.type().getName(), provider, unavailable(e));
    }
  }

  private static Availability unavailable(Throwable e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return new Availability.Unavailable(
        cause.getClass().getSimpleName() + ": " + cause.getMessage());
  }

  /**
   * The provider of a backend.
   *
   * @throws UserException if there is none of that name, or it is unavailable
   */
  public static BackendProvider provider(String name) {
    List<Found> all = list();
    for (Found found : all) {
      if (found.name().equals(name)) {
        return switch (found.availability()) {
          case Availability.Available _ -> found.provider();
          case Availability.Unavailable u ->
              throw new UserException(
                  "A device must be available: device="
                      + name
                      + ", reason="
                      + u.reason()
                      + ". Use device=cpu, or device=auto, which takes the CPU then.");
        };
      }
    }
    String known = all.stream().map(Found::name).collect(Collectors.joining(", "));
    throw new UserException(
        "A device must be known: device=" + name + ". Use one of: " + known + ".");
  }
}
