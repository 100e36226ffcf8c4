package io.millrace.cuda.memory;

import io.millrace.cuda.driver.CudaContext;
import io.millrace.cuda.driver.CudaEvent;
import io.millrace.cuda.driver.CudaStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The way of results to the host, on a stream of its own: they come down while kernels go on. As
 * long as some are under way, the heap hands out nothing that is given back to it.
 *
 * <p>For one thread at a time.
 */
public final class Departures implements AutoCloseable {
  private static final int KEPT = 3;
  private static final long FIRST = 1 << 20;
  private static final long ALIGNMENT = 8;

  private final CudaContext context;
  private final DeviceHeap heap;
  private final CudaStream stream;
  private final CudaStream kernels;
  private final CudaEvent soFar = CudaStream.event();
  private final List<Departure> kept = new ArrayList<>();
  private final List<Departure> underWay = new ArrayList<>();

  /**
   * Nothing is under way.
   *
   * @param stream for the copies
   * @param kernels the stream of those that make the results
   */
  public Departures(CudaContext context, DeviceHeap heap, CudaStream stream, CudaStream kernels) {
    this.context = context;
    this.heap = heap;
    this.stream = stream;
    this.kernels = kernels;
  }

  /** Pinned memory for {@code bytes} in all, in {@code ranges} ranges. The caller closes it. */
  public Departure begin(long bytes, int ranges) {
    long needed = bytes + ranges * ALIGNMENT;
    if (needed > Downloads.MOST) {
      throw Downloads.tooLarge(needed);
    }
    Departure departure =
        kept.stream()
            .filter(each -> each.memory().bytes() >= needed)
            .min(Comparator.comparingLong(each -> each.memory().bytes()))
            .orElse(null);
    if (departure == null) {
      long size = Math.clamp(2 * needed, FIRST, Downloads.MOST);
      departure = new Departure(this, context.allocatePinned(size));
    } else {
      kept.remove(departure);
    }
    departure.begin();
    return departure;
  }

  void send(Departure departure) {
    underWay.add(departure);
    heap.hold();
    try {
      kernels.record(soFar);
      stream.await(soFar);
      departure.copy(stream);
    } catch (RuntimeException | Error e) {
      endAfter(e, departure);
      throw e;
    }
  }

  /** Some of the copies may have been queued. */
  private void endAfter(Throwable failure, Departure departure) {
    try {
      stream.synchronize();
    } catch (RuntimeException again) {
      failure.addSuppressed(again);
    }
    landed(departure);
  }

  void await(Departure departure) {
    departure.done().synchronize();
    landed(departure);
  }

  private void landed(Departure departure) {
    departure.landed();
    underWay.remove(departure);
    if (underWay.isEmpty()) {
      heap.release();
    }
  }

  /** Lets no later work of another stream begin before what is under way is down. */
  void holdUp(CudaStream other) {
    for (Departure each : underWay) {
      other.await(each.done());
    }
  }

  /** Waits for all that is under way, so that the heap can hand out what it reads. */
  public void drain() {
    for (Departure each : List.copyOf(underWay)) {
      await(each);
    }
  }

  void giveBack(Departure departure) {
    kept.add(departure);
    if (kept.size() > KEPT) {
      Departure least =
          kept.stream().min(Comparator.comparingLong(each -> each.memory().bytes())).orElseThrow();
      kept.remove(least);
      least.free();
    }
  }

  /** The device was lost, or the copies failed: what was to come down will not. */
  void forget(Departure departure) {
    landed(departure);
    departure.free();
  }

  /** Frees the pinned memory; whatever was under way has been closed. */
  @Override
  public void close() {
    kept.forEach(Departure::free);
    kept.clear();
    soFar.close();
  }
}
