package io.millrace.operator;

import io.millrace.error.DataException;
import io.millrace.error.DeviceException;
import io.millrace.error.InternalException;
import io.millrace.error.MillraceException;
import io.millrace.error.UserException;
import org.apache.arrow.memory.OutOfMemoryException;

/** Says where a query failed, and keeps what kind of failure it was. */
public final class PlacedFailure {
  private PlacedFailure() {}

  /** Something that may fail in any way. */
  @FunctionalInterface
  public interface Action {
    /** Does it. */
    void run() throws Exception;
  }

  /**
   * Runs something.
   *
   * @throws MillraceException whatever it throws, with the place
   */
  public static void at(String place, Action action) {
    try {
      action.run();
    } catch (Throwable e) {
      throw of(e, place);
    }
  }

  /**
   * The failure to throw: of the same kind, its message ending with the place. What is no failure
   * of Millrace's own becomes a {@link DeviceException} if memory ran out, else an {@link
   * InternalException}.
   */
  public static MillraceException of(Throwable cause, String place) {
    String at = " At: " + place + ".";
    return switch (cause) {
      case UserException e -> new UserException(e.getMessage() + at, e);
      case DataException e -> new DataException(e.getMessage() + at, e);
      case DeviceException e -> new DeviceException(e.getMessage() + at, e.recoverable(), e);
      case InternalException e -> new InternalException(e.getMessage() + at, e);
      case OutOfMemoryError e -> outOfMemory(e, at);
      case OutOfMemoryException e -> outOfMemory(e, at);
      case Throwable e ->
          new InternalException(
              "A part of a query must not fail unexpectedly: error="
                  + e
                  + ". If the cause is not code of your own, please report it."
                  + at,
              e);
    };
  }

  private static DeviceException outOfMemory(Throwable e, String at) {
    return new DeviceException(
        "Memory must hold a batch and the state: error="
            + e.getMessage()
            + ". Lower the limits, or give the allocator or the JVM more memory."
            + at,
        true,
        e);
  }
}
