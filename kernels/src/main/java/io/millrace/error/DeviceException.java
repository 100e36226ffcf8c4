package io.millrace.error;

/**
 * A part of the machine failed: a GPU, its memory or the host's, or a disk or network that a sink
 * needs. {@link #recoverable()} tells the two kinds apart: after a recoverable error (out of
 * memory, a full disk) the device goes on and the work may be tried again; after a fatal one (an
 * illegal address, a lost device) everything on that device is gone.
 */
public final class DeviceException extends MillraceException {
  private static final long serialVersionUID = 1L;
  private final boolean recoverable;

  /** An error of the named kind; {@code cause} may be null. */
  public DeviceException(String message, boolean recoverable, Throwable cause) {
    super(message, cause);
    this.recoverable = recoverable;
  }

  /** Whether the device can still be used. */
  public boolean recoverable() {
    return recoverable;
  }
}
