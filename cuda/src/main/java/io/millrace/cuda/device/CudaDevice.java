package io.millrace.cuda.device;

import io.millrace.cuda.driver.CudaAvailability.DeviceInfo;
import io.millrace.cuda.driver.CudaContext;
import io.millrace.cuda.driver.CudaStream;
import io.millrace.cuda.launch.Kernels;
import io.millrace.cuda.memory.Arrivals;
import io.millrace.cuda.memory.Departures;
import io.millrace.cuda.memory.DeviceHeap;
import io.millrace.cuda.memory.DeviceScratch;
import io.millrace.cuda.memory.Downloads;
import io.millrace.cuda.memory.HostSlabs;
import io.millrace.cuda.memory.PinnedParts;
import io.millrace.cuda.memory.PinnedSlabs;
import io.millrace.cuda.memory.Uploads;
import io.millrace.error.Closing;
import io.millrace.error.DeviceException;

/**
 * One GPU as a backend uses it: the context, memory, the ways up and down, kernels, and the tally
 * of errors. Kernels, and the small copies between them, are in one stream; batches come up in a
 * second one, results go down in a third. For one thread at a time, which calls {@link #bind}
 * first.
 */
public final class CudaDevice implements AutoCloseable {
  private final Closing closing = new Closing();
  private final CudaContext context;
  private final CudaStream stream;
  private final CudaStream copyIn;
  private final CudaStream copyOut;
  private final DeviceHeap heap;
  private final DeviceScratch scratch;
  private final PinnedParts parts;
  private final PinnedSlabs pinned;
  private final Uploads uploads;
  private final Departures departures;
  private final Arrivals arrivals;
  private final Downloads downloads;
  private final Kernels kernels;
  private final DeviceTally tally;
  private final long cacheBytes;
  private boolean lost;

  /**
   * Opens a device.
   *
   * @param slabs host memory that it may pin
   * @param exactMemory whether each piece of its memory is an allocation of its own
   */
  public CudaDevice(DeviceInfo info, HostSlabs slabs, boolean exactMemory) {
    this.context = CudaContext.open(info.ordinal());
    closing.add(this::closeContext);
    try {
      this.stream = closing.add(context.stream());
      this.copyIn = closing.add(context.stream());
      this.copyOut = closing.add(context.stream());
      this.heap = closing.add(new DeviceHeap(context, exactMemory));
      this.scratch = closing.add(new DeviceScratch(heap, exactMemory));
      this.parts = closing.add(new PinnedParts(context));
      this.pinned = closing.add(new PinnedSlabs(context, slabs));
      this.uploads = new Uploads(parts, stream);
      this.departures = closing.add(new Departures(context, heap, copyOut, stream));
      this.arrivals = closing.add(new Arrivals(heap, parts, copyIn, stream, departures, pinned));
      this.downloads = closing.add(new Downloads(context, stream, arrivals));
      this.kernels =
          closing.add(new Kernels(context, stream, info.multiprocessors(), info.threads()));
      this.tally = closing.add(new DeviceTally(this));
      heap.onShortage(
          () -> {
            departures.drain();
            arrivals.trim();
          });
      this.cacheBytes = info.cache();
      closing.add(this::settle);
    } catch (RuntimeException | Error e) {
      lost = isFatal(e);
      closing.close(e);
      throw e;
    }
  }

  /** Lets the calling thread use the device. */
  public void bind() {
    context.bind();
  }

  /** The stream that kernels are queued on. */
  public CudaStream stream() {
    return stream;
  }

  /** Memory with an owner. */
  public DeviceHeap heap() {
    return heap;
  }

  /** Memory until the context's next reset. */
  public DeviceScratch scratch() {
    return scratch;
  }

  /** The way up for what kernels need beside batches, in their stream. */
  public Uploads uploads() {
    return uploads;
  }

  /** The way up for batches. */
  public Arrivals arrivals() {
    return arrivals;
  }

  /** The way down for results. */
  public Departures departures() {
    return departures;
  }

  /** The way down for what the host waits for. */
  public Downloads downloads() {
    return downloads;
  }

  /** Launches. */
  public Kernels kernels() {
    return kernels;
  }

  /** Bytes of the cache between the processors and memory. */
  public long cacheBytes() {
    return cacheBytes;
  }

  /** Where kernels count errors. */
  public DeviceTally tally() {
    return tally;
  }

  /**
   * Gives all back. A device that was lost took its memory along; its context is made anew later.
   */
  @Override
  public void close() {
    closing.close();
  }

  /** Waits for all work; what fails now nobody asks for any more. */
  private void settle() {
    try {
      bind();
      context.synchronize();
    } catch (DeviceException e) {
      lost = isFatal(e);
    }
  }

  private static boolean isFatal(Throwable failure) {
    return failure instanceof DeviceException device && !device.recoverable();
  }

  private void closeContext() {
    if (lost) {
      context.abandon();
    } else {
      context.close();
    }
  }
}
