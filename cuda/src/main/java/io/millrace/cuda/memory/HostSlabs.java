package io.millrace.cuda.memory;

import io.millrace.error.InternalException;
import io.millrace.kernels.HostMemory;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.arrow.memory.AllocationManager;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.netty.NettyAllocationManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Buffers for Arrow in slabs that a device pins as a whole when it first meets one. The slabs are
 * ordinary memory by themselves: nothing of them is lost with a device. Buffers that are small, or
 * larger than a slab, and those past a limit come from where Arrow has them by default.
 *
 * <p>Thread-safe.
 */
public final class HostSlabs implements HostMemory {
  private static final Logger LOG = LoggerFactory.getLogger(HostSlabs.class);

  private final long most;
  private final ConcurrentSkipListMap<Long, HostSlab> slabs = new ConcurrentSkipListMap<>();
  private boolean full;

  /** No slab yet, and {@code most} bytes of them in the end. */
  public HostSlabs(long most) {
    this.most = most;
  }

  @Override
  public AllocationManager.Factory factory() {
    return new AllocationManager.Factory() {
      @Override
      public AllocationManager create(BufferAllocator allocator, long bytes) {
        boolean fits = bytes >= HostSlab.LEAST && bytes <= HostSlab.BYTES;
        long address = fits ? take(bytes) : 0;
        return address == 0
            ? NettyAllocationManager.FACTORY.create(allocator, bytes)
            : new Block(allocator, address, bytes);
      }

      @Override
      public ArrowBuf empty() {
        return NettyAllocationManager.FACTORY.empty();
      }
    };
  }

  private synchronized long take(long bytes) {
    for (HostSlab slab : slabs.values()) {
      long address = slab.take(bytes);
      if (address != 0) {
        return address;
      }
    }
    if ((slabs.size() + 1) * HostSlab.BYTES > most) {
      if (!full) {
        full = true;
        LOG.info("Batches take ordinary memory, too: pinned bytes={}, the most.", most);
      }
      return 0;
    }
    HostSlab slab = new HostSlab();
    slabs.put(slab.address(), slab);
    return slab.take(bytes);
  }

  private synchronized void giveBack(long address, long bytes) {
    slabs.floorEntry(address).getValue().giveBack(address, bytes);
  }

  /** The slab that holds a range; null if none does. */
  HostSlab holding(long from, long bytes) {
    Map.Entry<Long, HostSlab> below = slabs.floorEntry(from);
    return below != null && below.getValue().holds(from, bytes) ? below.getValue() : null;
  }

  @Override
  public synchronized void close() {
    long left = slabs.values().stream().filter(slab -> !slab.isFree()).count();
    if (left > 0) {
      throw new InternalException(
          "Host memory is closed after the buffers that lie in it: slabs in use=" + left + ".");
    }
    slabs.values().forEach(HostSlab::close);
    slabs.clear();
  }

  /** A buffer's memory. */
  private final class Block extends AllocationManager {
    private final long address;
    private final long bytes;

    Block(BufferAllocator allocator, long address, long bytes) {
      super(allocator);
      this.address = address;
      this.bytes = bytes;
    }

    @Override
    public long getSize() {
      return bytes;
    }

    @Override
    protected long memoryAddress() {
      return address;
    }

    @Override
    protected void release0() {
      giveBack(address, bytes);
    }
  }
}
