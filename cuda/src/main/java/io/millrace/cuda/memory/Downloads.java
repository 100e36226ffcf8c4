package io.millrace.cuda.memory;

import io.millrace.cuda.driver.CudaContext;
import io.millrace.cuda.driver.CudaEvent;
import io.millrace.cuda.driver.CudaStream;
import io.millrace.cuda.driver.PinnedMemory;
import io.millrace.error.DeviceException;
import io.millrace.kernels.memory.Raw;

/**
 * The way of device bytes to the host: several ranges are copied to pinned memory, and waited for
 * together.
 *
 * <p>For one thread at a time.
 */
public final class Downloads implements AutoCloseable {
  private static final long ALIGNMENT = 8;
  private static final long FIRST = 1 << 20;

  /** What a direct buffer holds, which is how JCuda hands pinned memory out. */
  static final long MOST = Integer.MAX_VALUE & -ALIGNMENT;

  private final CudaContext context;
  private final Arrivals arrivals;
  private final CudaEvent done = CudaStream.event();
  private final CudaStream stream;
  private PinnedMemory memory;
  private long filled;

  /**
   * Pinned memory for downloads on a stream.
   *
   * @param arrivals what the host gathers while it waits
   */
  public Downloads(CudaContext context, CudaStream stream, Arrivals arrivals) {
    this.arrivals = arrivals;
    this.context = context;
    this.stream = stream;
    this.memory = context.allocatePinned(FIRST);
  }

  /**
   * Begins a round of downloads of {@code bytes} in all, in {@code ranges} ranges. What the last
   * round gave is lost.
   */
  public void begin(long bytes, int ranges) {
    long needed = bytes + ranges * ALIGNMENT;
    if (needed > MOST) {
      throw tooLarge(needed);
    }
    if (needed > memory.bytes()) {
      PinnedMemory larger =
          context.allocatePinned(Math.min(MOST, Math.max(needed, 2 * memory.bytes())));
      memory.close();
      memory = larger;
    }
    filled = 0;
  }

  static DeviceException tooLarge(long bytes) {
    return new DeviceException(
        "rule: a result comes down from the device in one piece below 2 GiB; bytes="
            + bytes
            + ". Use smaller batches.",
        true,
        null);
  }

  /** Queues the copy of a range; the host address where its bytes are after {@link #await}. */
  public long add(long address, long bytes) {
    if (bytes > 0) {
      stream.download(memory, filled, address, bytes);
    }
    long at = memory.segment().address() + filled;
    filled += (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    return at;
  }

  /**
   * Waits for all work of the stream; errors of the device surface here. As long as it waits the
   * host gathers what is to go up next.
   */
  public void await() {
    if (arrivals.isPending()) {
      stream.record(done);
      while (arrivals.isPending() && !done.passed()) {
        arrivals.step();
      }
    }
    stream.synchronize();
  }

  /** One 64-bit word, waited for. */
  public long word(long address) {
    begin(Long.BYTES, 1);
    long at = add(address, Long.BYTES);
    await();
    return Raw.getLong(at);
  }

  /** Frees the pinned memory. */
  @Override
  public void close() {
    done.close();
    memory.close();
  }
}
