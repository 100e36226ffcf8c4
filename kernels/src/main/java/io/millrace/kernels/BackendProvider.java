package io.millrace.kernels;

import java.util.List;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Finds out whether a kind of device is there, and opens backends on it. Found with {@link
 * java.util.ServiceLoader}; loading a provider and asking it must never fail, whatever the machine
 * lacks.
 */
public interface BackendProvider {
  /** Short name as in {@code device=cpu}. */
  String name();

  /**
   * Whether a backend can be opened here, with what, or why not. Cheap; touches the device only if
   * it must.
   */
  Availability availability();

  /** What a person should know beside that, a line each; may take a moment. */
  default List<String> remarks() {
    return List.of();
  }

  /**
   * Host memory that suits the backends which this opens, for whoever makes the root allocator;
   * empty if any memory will do. Touches no device.
   */
  default Optional<HostMemory> hostMemory() {
    return Optional.empty();
  }

  /**
   * Opens a backend.
   *
   * @param allocator where the backend's own memory is accounted; the caller closes it after the
   *     backend
   * @param workers how many workers to run, 0 for what fits the device
   * @throws io.millrace.error.DeviceException if the device cannot be used after all
   */
  Backend open(BufferAllocator allocator, int workers);

  /** What a provider says of its device. */
  sealed interface Availability {
    /** The device can be used; {@code description} names it in one line. */
    record Available(String description) implements Availability {}

    /** The device cannot be used; {@code reason} is for people. */
    record Unavailable(String reason) implements Availability {}
  }
}
