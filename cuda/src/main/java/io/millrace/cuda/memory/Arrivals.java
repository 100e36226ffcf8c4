package io.millrace.cuda.memory;

import io.millrace.cuda.driver.CudaEvent;
import io.millrace.cuda.driver.CudaStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/**
 * The way of batches to the device, on a stream of its own: the next batch goes up while kernels
 * read the one before. Blocks that batches had are kept as slots, each with the event behind which
 * it may be written again; so a copy waits for those kernels alone that read its slot.
 *
 * <p>For one thread at a time.
 */
public final class Arrivals implements AutoCloseable {
  /** One that is filled, one that kernels read, and one for a batch of another size. */
  private static final int SLOTS = 3;

  private final DeviceHeap heap;
  private final CudaStream stream;
  private final CudaStream kernels;
  private final Departures departures;
  private final Uploads uploads;
  private final PinnedSlabs pinned;
  private final CudaEvent soFar = CudaStream.event();
  private final List<Arrival> slots = new ArrayList<>();
  private final Deque<Arrival> pending = new ArrayDeque<>();
  private long gathered;

  /**
   * No batch is under way.
   *
   * @param stream for the copies
   * @param kernels the stream of those that read the blocks, and that the heap's memory is used on
   * @param departures may read blocks, too
   * @param pinned host memory that need not be gathered
   */
  public Arrivals(
      DeviceHeap heap,
      PinnedParts parts,
      CudaStream stream,
      CudaStream kernels,
      Departures departures,
      PinnedSlabs pinned) {
    this.heap = heap;
    this.stream = stream;
    this.kernels = kernels;
    this.departures = departures;
    this.pinned = pinned;
    this.uploads = new Uploads(parts, stream);
  }

  CudaStream stream() {
    return stream;
  }

  CudaStream kernels() {
    return kernels;
  }

  /**
   * Begins to bring ranges to a block of {@code bytes}, in the order of their places there. The
   * caller closes the result; the host memory stays as it is until then.
   */
  public Arrival begin(List<HostRange> ranges, long bytes) {
    Arrival arrival = slot(bytes);
    try {
      arrival.begin(ranges, bytes);
    } catch (RuntimeException | Error e) {
      arrival.close();
      throw e;
    }
    pending.add(arrival);
    return arrival;
  }

  /**
   * Whether the range, and what is behind it up to {@code length}, is best copied from where it is.
   */
  boolean goesStraight(HostRange range, long length) {
    return range.bytes() >= HostSlab.LEAST && pinned.hold(range.from(), length);
  }

  private Arrival slot(long bytes) {
    Arrival kept =
        slots.stream()
            .filter(slot -> slot.block().bytes() >= bytes)
            .min(Comparator.comparingLong(slot -> slot.block().bytes()))
            .orElse(null);
    if (kept != null) {
      slots.remove(kept);
      try {
        stream.await(kept.read());
        departures.holdUp(stream);
        return kept;
      } catch (RuntimeException | Error e) {
        kept.free();
        throw e;
      }
    }
    DeviceBlock block = heap.take(bytes);
    try {
      if (!block.isFresh()) {
        kernels.record(soFar);
        stream.await(soFar);
      }
      return new Arrival(this, block);
    } catch (RuntimeException | Error e) {
      block.close();
      throw e;
    }
  }

  void giveBack(Arrival arrival) {
    pending.remove(arrival);
    slots.add(arrival);
    if (heap.isExact()) {
      trim();
    } else if (slots.size() > SLOTS) {
      Arrival least =
          slots.stream().min(Comparator.comparingLong(slot -> slot.block().bytes())).orElseThrow();
      slots.remove(least);
      least.free();
    }
  }

  /** Whether the host has something to gather. */
  boolean isPending() {
    while (!pending.isEmpty() && !pending.peek().isPending()) {
      pending.poll();
    }
    return !pending.isEmpty();
  }

  /** Gathers one part of what is pending: for when the host would wait. */
  void step() {
    gathered += pending.element().step(uploads);
  }

  /** Gathers all that an arrival still lacks. */
  void gather(Arrival arrival) {
    while (arrival.isPending()) {
      gathered += arrival.step(uploads);
    }
  }

  /** Bytes that were copied to pinned memory so far. */
  public long gathered() {
    return gathered;
  }

  /** Gives the heap what no batch is in. */
  public void trim() {
    slots.forEach(Arrival::free);
    slots.clear();
  }

  /** Gives all back; batches have been closed before. */
  @Override
  public void close() {
    trim();
    soFar.close();
  }
}
