package io.millrace.cuda.memory;

import io.millrace.cuda.driver.CudaContext;
import io.millrace.cuda.driver.DeviceMemory;
import io.millrace.error.DeviceException;
import io.millrace.error.InternalException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * Device memory by blocks. The driver's own allocation waits for the device, so what was given back
 * is kept, by size, and handed out again; sizes are rounded up to a quarter of a power of two.
 * Where the driver has no more, all that is kept goes back to it and the driver is asked once more.
 *
 * <p>In exact mode each block is an allocation of the driver's, of just the size asked for: a tool
 * that checks accesses then sees one that leaves its block.
 *
 * <p>For one thread at a time.
 */
public final class DeviceHeap implements AutoCloseable {
  /** What the driver aligns to, and each block here. */
  public static final long ALIGNMENT = 256;

  private final CudaContext context;
  private final boolean exact;
  private final Map<Long, ArrayDeque<DeviceMemory>> kept = new HashMap<>();
  private final Map<Long, DeviceMemory> used = new HashMap<>();
  private final List<DeviceMemory> held = new ArrayList<>();
  private boolean holding;
  private Runnable shortage = () -> {};
  private long usedBytes;

  /** An empty heap. */
  public DeviceHeap(CudaContext context, boolean exact) {
    this.context = context;
    this.exact = exact;
  }

  /**
   * At least {@code bytes} of memory with any contents.
   *
   * @throws DeviceException recoverable, if the device has not as much
   */
  public DeviceBlock take(long bytes) {
    long size = exact ? Math.max(1, bytes) : rounded(bytes);
    ArrayDeque<DeviceMemory> same = kept.get(size);
    boolean fresh = same == null || same.isEmpty();
    DeviceMemory memory = fresh ? allocate(size) : same.pop();
    used.put(memory.address(), memory);
    usedBytes += size;
    return new DeviceBlock(this, memory.address(), size, fresh);
  }

  private DeviceMemory allocate(long size) {
    try {
      return context.allocate(size);
    } catch (DeviceException e) {
      if (!e.recoverable()) {
        throw e;
      }
      shortage.run();
      if (kept.isEmpty()) {
        throw e;
      }
      trim();
      return context.allocate(size);
    }
  }

  /**
   * As {@link #take(long)}, with contents: {@code fill} gets the address and queues what fills the
   * memory. If it fails, the memory is given back.
   */
  public DeviceBlock take(long bytes, LongConsumer fill) {
    DeviceBlock block = take(bytes);
    try {
      fill.accept(block.address());
      return block;
    } catch (RuntimeException | Error e) {
      block.close();
      throw e;
    }
  }

  /** Up to the next quarter of a power of two, at least 256 bytes. */
  static long rounded(long bytes) {
    if (bytes <= 4 * ALIGNMENT) {
      return Math.max(1, (bytes + ALIGNMENT - 1) / ALIGNMENT) * ALIGNMENT;
    }
    long quarter = Long.highestOneBit(bytes - 1) / 4;
    return (bytes + quarter - 1) / quarter * quarter;
  }

  void giveBack(DeviceBlock block) {
    DeviceMemory memory = used.remove(block.address());
    if (memory == null) {
      throw new InternalException(
          "A block is given back to its heap once: address=" + block.address() + ".");
    }
    usedBytes -= block.bytes();
    if (exact) {
      memory.close();
    } else if (holding) {
      held.add(memory);
    } else {
      keep(memory);
    }
  }

  private void keep(DeviceMemory memory) {
    kept.computeIfAbsent(memory.bytes(), _ -> new ArrayDeque<>()).push(memory);
  }

  /**
   * From now on what is given back is not handed out again: work of another stream than the heap's
   * may still read it. Until {@link #release}.
   */
  void hold() {
    holding = true;
  }

  /** The other streams have done what might have read the memory. */
  void release() {
    holding = false;
    held.forEach(this::keep);
    held.clear();
  }

  boolean isHolding() {
    return holding;
  }

  /** Each block is an allocation of its own, freed when it is given back. */
  boolean isExact() {
    return exact;
  }

  /** Where the driver has no more, those who hold what they do not need give it back in this. */
  public void onShortage(Runnable giveBack) {
    shortage = giveBack;
  }

  /** Bytes that are handed out. */
  public long usedBytes() {
    return usedBytes;
  }

  /** Gives the driver back what nobody has. */
  public void trim() {
    kept.values().forEach(same -> same.forEach(DeviceMemory::close));
    kept.clear();
  }

  /**
   * Gives all back. Nothing is under way any more. Blocks that are still handed out are a defect of
   * their owners.
   */
  @Override
  public void close() {
    release();
    trim();
    int left = used.size();
    long leftBytes = usedBytes;
    used.values().forEach(DeviceMemory::close);
    used.clear();
    if (left > 0) {
      throw new InternalException(
          "Device memory is given back before its heap is closed: blocks="
              + left
              + ", bytes="
              + leftBytes
              + ".");
    }
  }
}
