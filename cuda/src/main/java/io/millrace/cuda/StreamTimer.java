package io.millrace.cuda;

import io.millrace.cuda.driver.CudaEvent;
import io.millrace.cuda.driver.CudaStream;
import io.millrace.error.InternalException;
import io.millrace.kernels.Backend;

/**
 * Measures by the device's own clock what a backend's kernels take, waiting for the host between
 * them included. For the thread that uses the backend, while it does so; close it before that.
 */
public final class StreamTimer implements AutoCloseable {
  private final CudaStream stream;
  private final CudaEvent begin;
  private final CudaEvent end;

  private StreamTimer(CudaStream stream) {
    this.stream = stream;
    this.begin = CudaStream.timedEvent();
    this.end = CudaStream.timedEvent();
  }

  /**
   * A timer of a backend's kernels.
   *
   * @throws InternalException if the backend is none of CUDA's
   */
  public static StreamTimer of(Backend backend) {
    if (!(backend instanceof CudaBackend cuda)) {
      throw new InternalException(
          "Only CUDA's streams have a clock: backend=" + backend.name() + ".");
    }
    return new StreamTimer(cuda.boundStream());
  }

  /** The time begins when what was queued before is done. */
  public void begin() {
    stream.record(begin);
  }

  /** The time ends when what was queued before is done. */
  public void end() {
    stream.record(end);
  }

  /** Nanoseconds from {@link #begin} to {@link #end}. Blocks. */
  public double nanos() {
    end.synchronize();
    return end.nanosSince(begin);
  }

  @Override
  public void close() {
    end.close();
    begin.close();
  }
}
