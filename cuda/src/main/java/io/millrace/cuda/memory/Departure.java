package io.millrace.cuda.memory;

import io.millrace.cuda.driver.CudaEvent;
import io.millrace.cuda.driver.CudaStream;
import io.millrace.cuda.driver.PinnedMemory;
import io.millrace.error.DeviceException;
import java.util.ArrayList;
import java.util.List;

/**
 * Ranges of device memory on their way to pinned memory, which this owns.
 *
 * <p>For one thread at a time.
 */
public final class Departure implements AutoCloseable {
  private static final long ALIGNMENT = 8;

  private final Departures departures;
  private final PinnedMemory memory;
  private final CudaEvent done;
  private final List<Range> ranges = new ArrayList<>();
  private long filled;
  private boolean open;
  private boolean sent;

  private record Range(long from, long bytes, long to) {}

  /** Takes the memory over, even if this fails. */
  Departure(Departures departures, PinnedMemory memory) {
    this.departures = departures;
    this.memory = memory;
    try {
      this.done = CudaStream.event();
    } catch (RuntimeException | Error e) {
      memory.close();
      throw e;
    }
  }

  PinnedMemory memory() {
    return memory;
  }

  void begin() {
    ranges.clear();
    filled = 0;
    open = true;
    sent = false;
  }

  /** Adds a range; the host address where its bytes are after {@link #await}. */
  public long add(long address, long bytes) {
    if (bytes > 0) {
      ranges.add(new Range(address, bytes, filled));
    }
    long at = memory.segment().address() + filled;
    filled += (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    return at;
  }

  /**
   * Queues the copies, behind the kernels so far. Until they are done the memory that they read is
   * not handed out again.
   */
  public void send() {
    sent = true;
    departures.send(this);
  }

  void copy(CudaStream stream) {
    for (Range range : ranges) {
      stream.download(memory, range.to(), range.from(), range.bytes());
    }
    stream.record(done);
  }

  void landed() {
    sent = false;
  }

  CudaEvent done() {
    return done;
  }

  /** Waits for the copies; errors of the device surface here. */
  public void await() {
    if (sent) {
      departures.await(this);
    }
  }

  /** Gives the pinned memory back, once nothing is copied to it. A second time does nothing. */
  @Override
  public void close() {
    if (!open) {
      return;
    }
    open = false;
    try {
      await();
    } catch (DeviceException e) {
      departures.forget(this);
      if (e.recoverable()) {
        throw e;
      }
      return;
    }
    departures.giveBack(this);
  }

  void free() {
    done.close();
    memory.close();
  }
}
