package io.millrace.error;

/**
 * A device failed. {@link #recoverable()} tells the two kinds apart: after a recoverable error (out
 * of device memory) the device goes on and the work may be retried, split or moved; after a fatal
 * one (an illegal address, a lost device) everything on that device is gone.
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
