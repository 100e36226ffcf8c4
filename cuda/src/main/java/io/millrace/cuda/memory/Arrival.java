package io.millrace.cuda.memory;

import io.millrace.cuda.driver.CudaEvent;
import io.millrace.cuda.driver.CudaStream;
import io.millrace.error.DeviceException;
import java.util.ArrayList;
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
  private final CudaEvent copied;

  /** Passes when the kernels that read the block are done. */
  private final CudaEvent read;

  /** What is gathered in pinned memory first. */
  private final List<Piece> gathered = new ArrayList<>();

  private int next;
  private long done;
  private boolean queued;

  /** Whether copies read the host's own memory. */
  private boolean straight;

  private boolean awaited;
  private boolean open;

  /** A range, which with the zeros behind it takes {@code length} bytes of the block. */
  private record Piece(HostRange range, long length) {}

  Arrival(Arrivals arrivals, DeviceBlock block) {
    this.arrivals = arrivals;
    this.block = block;
    this.copied = CudaStream.event();
    try {
      this.read = CudaStream.event();
    } catch (RuntimeException | Error e) {
      copied.close();
      throw e;
    }
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

  /**
   * Begins anew: ranges will go up, in this order, and zeros up to {@code bytes}. What lies in
   * pinned memory is on its way at once, as far as the next range: the few bytes behind it are not
   * read for what they are.
   */
  void begin(List<HostRange> ranges, long bytes) {
    gathered.clear();
    next = 0;
    done = 0;
    queued = false;
    straight = false;
    awaited = false;
    open = true;
    for (int i = 0; i < ranges.size(); i++) {
      HostRange range = ranges.get(i);
      long length = (i + 1 < ranges.size() ? ranges.get(i + 1).to() : bytes) - range.to();
      if (arrivals.goesStraight(range, length)) {
        straight = true;
        queued = true;
        arrivals.stream().upload(address() + range.to(), range.from(), length);
      } else {
        gathered.add(new Piece(range, length));
      }
    }
  }

  /** Whether something is still to be gathered. */
  boolean isPending() {
    return open && next < gathered.size();
  }

  /** Gathers the next part and queues its copy; the bytes that were copied. */
  long step(Uploads uploads) {
    queued = true;
    long room = PinnedParts.BYTES;
    long place = -1;
    long copiedBytes = 0;
    while (next < gathered.size() && room > 0) {
      Piece piece = gathered.get(next);
      HostRange range = piece.range();
      if (place != range.to() + done) {
        place = range.to() + done;
        uploads.begin(address() + place);
      }
      long count = Math.min(room, piece.length() - done);
      long data = Math.clamp(range.bytes() - done, 0, count);
      uploads.put(range.from() + done, data);
      copiedBytes += data;
      uploads.pad(count - data);
      place += count;
      room -= count;
      done += count;
      if (done == piece.length()) {
        next++;
        done = 0;
      }
    }
    uploads.finish();
    return copiedBytes;
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

  /**
   * Gives the block back; work that reads it comes first. Waits for copies that read the host's own
   * memory. A second time does nothing.
   */
  @Override
  public void close() {
    if (!open) {
      return;
    }
    open = false;
    gathered.clear();
    try {
      if (!awaited) {
        awaitCopies();
      }
      if (straight) {
        copied.synchronize();
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
