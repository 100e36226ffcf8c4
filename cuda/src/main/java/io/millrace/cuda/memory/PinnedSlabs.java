package io.millrace.cuda.memory;

import io.millrace.cuda.driver.CudaContext;
import io.millrace.cuda.driver.RegisteredMemory;
import io.millrace.error.DeviceException;
import java.util.IdentityHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Slabs of host memory that one device has pinned: each as a whole, when it first meets a buffer in
 * it. What a device refuses to pin goes up as ordinary memory does.
 *
 * <p>For one thread at a time.
 */
public final class PinnedSlabs implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PinnedSlabs.class);

  private final CudaContext context;
  private final HostSlabs slabs;
  private final Map<HostSlab, RegisteredMemory> pinned = new IdentityHashMap<>();
  private boolean refused;

  /** None is pinned yet. */
  public PinnedSlabs(CudaContext context, HostSlabs slabs) {
    this.context = context;
    this.slabs = slabs;
  }

  /** Whether a range lies in memory from which the device copies by itself. */
  boolean hold(long from, long bytes) {
    HostSlab slab = slabs.holding(from, bytes);
    return slab != null && (pinned.containsKey(slab) || pin(slab));
  }

  private boolean pin(HostSlab slab) {
    if (refused) {
      return false;
    }
    try {
      pinned.put(slab, context.register(slab.address(), HostSlab.BYTES));
      return true;
    } catch (DeviceException e) {
      if (!e.recoverable()) {
        throw e;
      }
      refused = true;
      LOG.warn(
          "The driver pins no more host memory, so batches are copied there first: pinned"
              + " bytes={}, reason={}",
          pinned.size() * HostSlab.BYTES,
          e.getMessage());
      return false;
    }
  }

  /** Leaves the slabs as ordinary memory. */
  @Override
  public void close() {
    pinned.values().forEach(RegisteredMemory::close);
    pinned.clear();
  }
}
