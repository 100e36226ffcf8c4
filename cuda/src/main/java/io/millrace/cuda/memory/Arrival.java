package io.millrace.cuda.memory;

import io.millrace.cuda.driver.CudaEvent;
import io.millrace.cuda.driver.CudaStream;
import io.millrace.error.DeviceException;
import java.util.List;

/**
 * Host bytes on their way into a block of device memory, which this owns. They are gathered step by
 * step, when the host has nothing else to do or somebody asks for them; until then the host memory
 * has to stay as it is.
 *
 * <p>For one thread at a time.
 */
public final class Arrival implements AutoCloseable {
  private final Arrivals arrivals;
  private final DeviceBlock block;

  /** Passes when the copies are done. */
  private final CudaEvent copied = CudaStream.event();

  /** Passes when the kernels that read the block are done. */
  private final CudaEvent read = CudaStream.event();

  private List<HostRange> ranges = List.of();
  private long end;
  private int next;
  private long done;
  private boolean queued;
  private boolean awaited;
  private boolean open;

  Arrival(Arrivals arrivals, DeviceBlock block) {
    this.arrivals = arrivals;
    this.block = block;
  }

  /** The block's device address. Kernels may read it behind {@link #ready}. */
  public long address() {
    return block.address();
  }

  DeviceBlock block() {
    return block;
  }

  CudaEvent read() {
    return read;
  }

  /** Begins anew: {@code hostRanges} will go up, in this order, and zeros up to {@code bytes}. */
  void begin(List<HostRange> hostRanges, long bytes) {
    ranges = hostRanges;
    end = bytes;
    next = 0;
    done = 0;
    queued = false;
    awaited = false;
    open = true;
  }

  /** Whether something is still to be gathered. */
  boolean isPending() {
    return open && next < ranges.size();
  }

  /** Gathers the next part and queues its copy. */
  void step(Uploads uploads) {
    HostRange first = ranges.get(next);
    uploads.begin(address() + first.to() + done);
    queued = true;
    long room = PinnedParts.BYTES;
    while (next < ranges.size() && room > 0) {
      HostRange range = ranges.get(next);
      long place = next + 1 < ranges.size() ? ranges.get(next + 1).to() : end;
      long length = place - range.to();
      long count = Math.min(room, length - done);
      long data = Math.clamp(range.bytes() - done, 0, count);
      uploads.put(range.from() + done, data);
      uploads.pad(count - data);
      room -= count;
      done += count;
      if (done == length) {
        next++;
        done = 0;
      }
    }
    uploads.finish();
  }

  /** Gathers all that is left, and has later kernels wait for it. */
  public void ready() {
    if (!awaited) {
      arrivals.gather(this);
      awaitCopies();
    }
  }

  private void awaitCopies() {
    awaited = true;
    if (queued) {
      arrivals.stream().record(copied);
      arrivals.kernels().await(copied);
    }
  }

  /** Gives the block back; work that reads it comes first. A second time does nothing. */
  @Override
  public void close() {
    if (!open) {
      return;
    }
    open = false;
    ranges = List.of();
    try {
      if (!awaited) {
        awaitCopies();
      }
      arrivals.kernels().record(read);
      arrivals.giveBack(this);
    } catch (DeviceException e) {
      free();
      if (e.recoverable()) {
        throw e;
      }
    }
  }

  /** Ends the events, and gives the block to its heap. */
  void free() {
    copied.close();
    read.close();
    block.close();
  }
}
